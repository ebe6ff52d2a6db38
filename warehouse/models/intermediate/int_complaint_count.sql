-- grain: one unit, week, element and category (or channel) of complaints that came as counts; category and channel
-- NULL = of no stated category. Where tickets cover the unit, a part of it or what it is part of, counts are not used.
WITH ticketed AS (
    SELECT unit_no, week_index FROM int_covered
    UNION
    SELECT k.ancestor_no AS unit_no, c.week_index
    FROM int_covered AS c
    JOIN ref_closure AS k ON k.epoch = c.epoch AND k.unit_no = c.unit_no
),
counted AS (
    SELECT
        v.unit_no, v.week_index, w.epoch, v.element_no, v.category, v.channel, v.value,
        CASE WHEN v.category IS NOT NULL THEN 2 WHEN v.channel IS NOT NULL THEN 1 ELSE 0 END AS detail
    FROM stg_value AS v
    JOIN ref_element AS e ON e.element_no = v.element_no
    JOIN target_week AS w ON w.week_index = v.week_index
    JOIN ref_hierarchy AS h ON h.epoch = w.epoch AND h.unit_no = v.unit_no
    LEFT JOIN ticketed AS t ON t.unit_no = v.unit_no AND t.week_index = v.week_index
    WHERE e.data_set_id = 'complaints' AND v.value IS NOT NULL AND t.unit_no IS NULL
),
finest AS (
    SELECT *, MAX(detail) OVER (PARTITION BY unit_no, week_index, element_no) AS finest_detail
    FROM counted
)
SELECT unit_no, week_index, epoch, element_no, category, channel, value
FROM finest
WHERE detail = finest_detail
UNION ALL
-- what a stated whole holds beyond its categories
SELECT
    unit_no, week_index, epoch, element_no, NULL AS category, NULL AS channel,
    SUM(CASE WHEN detail = 0 THEN value ELSE -value END) AS value
FROM finest
WHERE finest_detail > 0 AND detail IN (0, finest_detail)
GROUP BY unit_no, week_index, epoch, element_no
HAVING COUNT(*) FILTER (WHERE detail = 0) > 0 AND SUM(CASE WHEN detail = 0 THEN value ELSE -value END) <> 0
