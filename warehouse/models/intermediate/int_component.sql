-- grain: one unit, component and week with a used count: numerator and denominator paired at the unit, both or neither
SELECT
    c.unit_no, t.component_no, c.week_index, t.sign * c.value AS numerator, NULL AS denominator, c.source_week
FROM int_used AS c
JOIN ref_term AS t ON t.element_no = c.element_no
JOIN ref_component AS p ON p.component_no = t.component_no
WHERE p.numerator_terms = 1 AND p.denominator_terms = 0
UNION ALL
SELECT
    c.unit_no, t.component_no, c.week_index,
    SUM(t.sign * c.value) FILTER (WHERE t.side = 'n') AS numerator,
    SUM(t.sign * c.value) FILTER (WHERE t.side = 'd') AS denominator,
    MIN(c.source_week) AS source_week
FROM int_used AS c
JOIN ref_term AS t ON t.element_no = c.element_no
JOIN ref_component AS p ON p.component_no = t.component_no
WHERE p.numerator_terms + p.denominator_terms > 1
GROUP BY c.unit_no, t.component_no, c.week_index, p.numerator_terms, p.denominator_terms
HAVING COUNT(*) = p.numerator_terms + p.denominator_terms
