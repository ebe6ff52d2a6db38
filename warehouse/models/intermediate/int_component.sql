-- grain: one unit, component and week with a used count: numerator and denominator paired at the unit, both or neither.
-- reported = 1 where the unit itself owes it and stated it; expected_units = how many owe it at or below the unit
WITH alone AS (
    SELECT
        c.unit_no, t.component_no, c.week_index,
        CAST(CASE WHEN t.counted THEN 1 ELSE c.value END * t.sign AS DECIMAL(18, 3)) AS numerator,
        CAST(NULL AS DECIMAL(18, 3)) AS denominator, c.source_week
    FROM int_used AS c
    JOIN ref_term AS t ON t.element_no = c.element_no
    JOIN ref_component AS p ON p.component_no = t.component_no
    WHERE p.numerator_terms = 1 AND p.denominator_terms = 0
),
together AS (
    SELECT
        c.unit_no, t.component_no, c.week_index,
        SUM(CASE WHEN t.counted THEN 1 ELSE c.value END * t.sign) FILTER (WHERE t.side = 'n') AS numerator,
        SUM(CASE WHEN t.counted THEN 1 ELSE c.value END * t.sign) FILTER (WHERE t.side = 'd') AS denominator,
        MIN(c.source_week) AS source_week, COUNT(*) AS terms
    FROM int_used AS c
    JOIN ref_term AS t ON t.element_no = c.element_no
    JOIN ref_component AS p ON p.component_no = t.component_no
    WHERE p.numerator_terms + p.denominator_terms > 1
    GROUP BY c.unit_no, t.component_no, c.week_index
),
paired AS (
    SELECT unit_no, component_no, week_index, numerator, denominator, source_week FROM alone
    UNION ALL
    SELECT
        t.unit_no, t.component_no, t.week_index, CAST(t.numerator AS DECIMAL(18, 3)),
        CAST(t.denominator AS DECIMAL(18, 3)), t.source_week
    FROM together AS t
    JOIN ref_component AS p ON p.component_no = t.component_no
    WHERE t.terms = p.numerator_terms + p.denominator_terms
)
SELECT
    r.unit_no, r.component_no, r.week_index, w.epoch, r.numerator, r.denominator, r.source_week,
    CASE WHEN g.is_expected AND r.source_week >= 0 THEN 1 ELSE 0 END AS reported,
    COALESCE(g.expected_units, 0) AS expected_units
FROM paired AS r
JOIN target_week AS w ON w.week_index = r.week_index
JOIN ref_component AS p ON p.component_no = r.component_no
LEFT JOIN ref_grid AS g ON g.epoch = w.epoch AND g.data_set_no = p.data_set_no AND g.unit_no = r.unit_no
