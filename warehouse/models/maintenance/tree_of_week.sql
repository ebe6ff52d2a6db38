-- grain: one unit open in a week, with its parent as it was
SELECT s.org_unit_id, s.parent_id
FROM org_unit_span AS s
JOIN dim_period AS p ON p.week_index BETWEEN s.first_week AND s.last_week
WHERE p.period_id = $week
