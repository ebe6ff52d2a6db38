-- grain: one rate with one side only
-- severity: error
-- zh: 一个比率只有分子或只有分母。
-- en: A rate has a numerator without a denominator, or the other way round.
SELECT f.org_unit_id, f.period_id, f.indicator_id, f.numerator, f.denominator
FROM fct_indicator AS f
JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
WHERE i.denominator IS NOT NULL AND (f.numerator IS NULL) <> (f.denominator IS NULL)
    AND f.period_id IN (SELECT period_id FROM target_week)
