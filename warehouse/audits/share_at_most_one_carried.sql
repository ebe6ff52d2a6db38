-- grain: one share with a side carried from an earlier week whose numerator has outgrown its denominator: the newer side
-- was stated beside a blank, which no check of one workbook can see
-- severity: warning
SELECT f.org_unit_id, f.period_id, f.indicator_id, f.numerator, f.denominator, f.carried_from
FROM fct_indicator AS f
JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
WHERE i.unit = 'share' AND f.numerator > f.denominator AND f.carried_from IS NOT NULL
    AND f.period_id IN (SELECT period_id FROM target_week)
