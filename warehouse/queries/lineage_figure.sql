-- grain: one figure
SELECT numerator, denominator, expected_units, reported_units, carried_from
FROM fct_indicator
WHERE indicator_id = $indicator AND org_unit_id = $unit AND period_id = $week
