-- grain: one sender's unit, category and week of the asked ones with unusually many (or few) complaints, against the
-- weeks before it: those of the file itself where it brings a history, else those that are published. A week without a
-- complaint of a category is a true nought
WITH week AS (
    SELECT DISTINCT week_index FROM weekly_complaint
),
series AS (
    SELECT DISTINCT org_unit_id, category FROM weekly_complaint
),
filled AS (
    SELECT s.org_unit_id, s.category, w.week_index, COALESCE(c.received, 0) AS received
    FROM series AS s
    CROSS JOIN week AS w
    LEFT JOIN weekly_complaint AS c
        ON c.org_unit_id = s.org_unit_id AND c.category IS NOT DISTINCT FROM s.category AND c.week_index = w.week_index
),
before_it AS (
    SELECT
        t.org_unit_id, t.category, t.week_index, t.received, COUNT(*) AS weeks,
        CAST(MEDIAN(h.received) AS DOUBLE) AS middle, CAST(MAD(h.received) AS DOUBLE) AS spread
    FROM filled AS t
    JOIN asked_week AS a ON a.week_index = t.week_index
    JOIN filled AS h
        ON h.org_unit_id = t.org_unit_id AND h.category IS NOT DISTINCT FROM t.category
        AND h.week_index BETWEEN t.week_index - $span AND t.week_index - 1
    GROUP BY t.org_unit_id, t.category, t.week_index, t.received
)
SELECT org_unit_id, category, week_index, received, weeks, middle
FROM before_it
WHERE weeks >= $least_weeks AND ABS(received - middle) >= $least_change
    -- mostly none in a week: any number worth a word stands out
    AND (spread = 0 OR 0.6745 * ABS(received - middle) / spread > $limit)
ORDER BY week_index, org_unit_id, category
