-- grain: one week, category and channel of one unit
SELECT period_id, category, channel, received, responded, resolved, resolved_in_estate, rated, satisfied
FROM fct_complaint
WHERE org_unit_id = $unit AND period_id BETWEEN $first AND $last
ORDER BY ALL;
