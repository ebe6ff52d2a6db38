-- grain: one share of what was stated for the week itself whose numerator is negative or above its denominator
-- severity: error
SELECT f.org_unit_id, f.period_id, f.indicator_id, f.numerator, f.denominator
FROM fct_indicator AS f
JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
WHERE i.unit = 'share' AND (f.numerator < 0 OR f.numerator > f.denominator)
    AND f.carried_from IS NULL AND f.period_id IN (SELECT period_id FROM target_week)
