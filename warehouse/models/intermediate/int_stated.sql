-- grain: one open unit, element and week to build (complaints apart): stated, or a stock carried from source_week
WITH stock AS (
    SELECT v.unit_no, v.element_no, v.week_index, v.value, v.value_text, e.carry
    FROM stg_value AS v
    JOIN ref_element AS e ON e.element_no = v.element_no
    WHERE e.carry > 0
),
broken AS (
    -- what was stated in every week since its first is carried nowhere: most are so and need not be put in order
    SELECT unit_no, element_no
    FROM stock
    WHERE week_index <= (SELECT MAX(week_index) FROM target_week)
    GROUP BY unit_no, element_no
    HAVING COUNT(*) <= (SELECT MAX(week_index) FROM target_week) - MIN(week_index)
),
ordered AS (
    SELECT
        s.unit_no, s.element_no, s.week_index, s.value, s.value_text, s.carry,
        LEAD(s.week_index) OVER (PARTITION BY s.unit_no, s.element_no ORDER BY s.week_index) AS next_week
    FROM stock AS s
    JOIN broken AS b ON b.unit_no = s.unit_no AND b.element_no = s.element_no
),
gap AS (
    SELECT
        unit_no, element_no, week_index, value, value_text,
        LEAST(carry, COALESCE(next_week - week_index - 1, carry)) AS weeks
    FROM ordered
    WHERE next_week IS NULL OR next_week > week_index + 1
),
stated AS (
    SELECT v.unit_no, v.element_no, v.week_index, v.value, v.value_text, v.week_index AS source_week
    FROM stg_value AS v
    JOIN ref_element AS e ON e.element_no = v.element_no
    WHERE e.data_set_id <> 'complaints'
    UNION ALL
    SELECT g.unit_no, g.element_no, g.week_index + n.n AS week_index, g.value, g.value_text, g.week_index AS source_week
    FROM gap AS g
    JOIN ref_number AS n ON n.n <= g.weeks
)
SELECT s.unit_no, s.element_no, s.week_index, w.epoch, s.value, s.value_text, s.source_week, h.level
FROM stated AS s
JOIN target_week AS w ON w.week_index = s.week_index
JOIN ref_hierarchy AS h ON h.epoch = w.epoch AND h.unit_no = s.unit_no
