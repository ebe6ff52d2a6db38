-- grain: one unit, component and week with a used count: numerator and denominator paired at the unit, both or neither
SELECT
    c.unit_no, t.component_no, c.week_index,
    CAST(CASE WHEN t.counted THEN 1 ELSE c.value END * t.sign AS DECIMAL(18, 3)) AS numerator,
    CAST(NULL AS DECIMAL(18, 3)) AS denominator, c.source_week
FROM int_used AS c
JOIN ref_term AS t ON t.element_no = c.element_no
JOIN ref_component AS p ON p.component_no = t.component_no
WHERE p.numerator_terms = 1 AND p.denominator_terms = 0
UNION ALL
SELECT
    c.unit_no, t.component_no, c.week_index,
    CAST(SUM(CASE WHEN t.counted THEN 1 ELSE c.value END * t.sign) FILTER (WHERE t.side = 'n') AS DECIMAL(18, 3)),
    CAST(SUM(CASE WHEN t.counted THEN 1 ELSE c.value END * t.sign) FILTER (WHERE t.side = 'd') AS DECIMAL(18, 3)),
    MIN(c.source_week) AS source_week
FROM int_used AS c
JOIN ref_term AS t ON t.element_no = c.element_no
JOIN ref_component AS p ON p.component_no = t.component_no
WHERE p.numerator_terms + p.denominator_terms > 1
GROUP BY c.unit_no, t.component_no, c.week_index, p.numerator_terms, p.denominator_terms
HAVING COUNT(*) = p.numerator_terms + p.denominator_terms
