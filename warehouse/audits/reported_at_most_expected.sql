-- grain: one figure with more units reported than expected
-- severity: error
-- zh: 已报送单位多于应报送单位。
-- en: More units have reported than were expected to.
SELECT org_unit_id, period_id, indicator_id, expected_units, reported_units
FROM fct_indicator
WHERE reported_units > expected_units AND expected_units > 0
    AND period_id IN (SELECT period_id FROM target_week)
