-- grain: one estate, week and element that a rule of the catalogue counts: 1 where all its conditions hold, 0 where one does
-- not; no row where that can not be said, because a cell is blank (not built = "no", whatever the blank would say)
WITH held AS (
    SELECT
        s.unit_no, r.element_no, s.week_index, r.conditions, s.source_week,
        CASE
            WHEN r.choices IS NULL THEN CASE WHEN s.value BETWEEN r.least AND r.most THEN 1 ELSE 0 END
            WHEN ARRAY_CONTAINS(r.choices, s.value_text) THEN 1
            ELSE 0
        END AS value
    FROM int_stated AS s
    JOIN ref_rule AS r ON r.of_no = s.element_no
    WHERE s.level = 'estate'
)
SELECT unit_no, element_no, week_index, value, source_week FROM held WHERE conditions = 1
UNION ALL
SELECT unit_no, element_no, week_index, MIN(value) AS value, MIN(source_week) AS source_week
FROM held
WHERE conditions > 1
GROUP BY unit_no, element_no, week_index, conditions
HAVING MIN(value) = 0 OR COUNT(*) = conditions
