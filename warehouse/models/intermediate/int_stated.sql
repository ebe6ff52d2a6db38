-- grain: one open unit, element and week to build (complaints apart): stated, or a stock carried from source_week
WITH ordered AS (
    SELECT
        v.unit_no, v.element_no, v.week_index, v.value, v.value_text, e.carry,
        LEAD(v.week_index) OVER (PARTITION BY v.unit_no, v.element_no ORDER BY v.week_index) AS next_week
    FROM stg_value AS v
    JOIN ref_element AS e ON e.element_no = v.element_no
    WHERE e.carry > 0
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
