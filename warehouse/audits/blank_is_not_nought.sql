-- grain: one figure where no unit below, at or above reported and no complaint came, and yet a number stands
-- severity: error
-- zh: 没有单位报送，却出现了数字 0。未报送应留空。
-- en: Nobody reported, and yet a nought stands there. What was not submitted stays blank.
SELECT f.org_unit_id, f.period_id, f.indicator_id, f.numerator
FROM fct_indicator AS f
JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
WHERE f.numerator = 0 AND f.reported_units = 0 AND f.expected_units > 0
    AND i.data_set_id <> 'complaints' AND i.indicator_id <> 'households'
    AND f.period_id IN (SELECT period_id FROM target_week)
