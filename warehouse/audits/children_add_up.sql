-- grain: one count of a parent that is less than its children's: a parent is their sum and what was placed at itself,
-- and what was placed there is never negative
-- severity: error
SELECT p.org_unit_id, p.period_id, p.indicator_id, p.numerator, SUM(c.numerator) AS children
FROM fct_indicator AS c
JOIN dim_indicator AS i ON i.indicator_id = c.indicator_id
JOIN dim_period AS d ON d.period_id = c.period_id
JOIN org_unit_span AS s
    ON s.org_unit_id = c.org_unit_id AND d.week_index BETWEEN s.first_week AND s.last_week
JOIN fct_indicator AS p
    ON p.org_unit_id = s.parent_id AND p.period_id = c.period_id AND p.indicator_id = c.indicator_id
WHERE i.denominator IS NULL AND i.numerator NOT LIKE '%- %' AND c.level IN ('district', 'street', 'community')
    AND c.period_id IN (SELECT period_id FROM target_week) AND p.period_id IN (SELECT period_id FROM target_week)
GROUP BY p.org_unit_id, p.period_id, p.indicator_id, p.numerator
HAVING SUM(c.numerator) > COALESCE(p.numerator, 0)
