-- grain: one figure that the rule {rule} finds fault with, in words instead of numbers
SELECT
    '{rule}' AS rule_id, u.org_unit_id, w.period_id, i.indicator_id, CAST(f.found AS DECIMAL(18, 3)) AS found,
    CAST(f.compared AS DECIMAL(18, 3)) AS compared
FROM ({select}) AS f
JOIN key_unit AS u ON u.unit_no = f.unit_no
JOIN rule_week AS w ON w.week_index = f.week_index
JOIN key_indicator AS i ON i.indicator_no = f.indicator_no
ORDER BY w.period_id, u.org_unit_id, i.indicator_id
