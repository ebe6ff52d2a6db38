-- grain: one indicator, city or district, of one week
SELECT indicator_id, org_unit_id, numerator, denominator
FROM fct_indicator
WHERE period_id = $week AND level IN ('city', 'district') AND numerator IS NOT NULL
