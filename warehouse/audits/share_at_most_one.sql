-- grain: one share of what was stated for the week itself whose numerator is negative or above its denominator
-- severity: error
-- zh: 比率小于 0 或大于 100%。请核对这一单位的分子和分母。
-- en: A share is below 0 or above 100 %. Check both of its parts at this unit.
SELECT f.org_unit_id, f.period_id, f.indicator_id, f.numerator, f.denominator
FROM fct_indicator AS f
JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
WHERE i.unit = 'share' AND (f.numerator < 0 OR f.numerator > f.denominator)
    AND f.carried_from IS NULL AND f.period_id IN (SELECT period_id FROM target_week)
