-- grain: one thing that happened to $unit: a span of weeks under one name and parent (kind 'span'), or a change that it came
-- out of or went into (kind = the change's; other = the other unit). Weeks are given by their days
SELECT 'span' AS kind, s.name, s.parent_id AS other, f.start_date AS since, l.end_date AS until,
    s.first_week = (SELECT MIN(week_index) FROM dim_period) AS from_start,
    s.last_week = (SELECT MAX(week_index) FROM dim_period) AS to_end
FROM org_unit_span AS s
LEFT JOIN dim_period AS f ON f.week_index = s.first_week
LEFT JOIN dim_period AS l ON l.week_index = s.last_week
WHERE s.org_unit_id = $unit
UNION ALL
SELECT c.kind, CASE WHEN c.from_id = $unit THEN 'into' ELSE 'from' END, CASE WHEN c.from_id = $unit THEN c.to_id ELSE c.from_id END,
    c.date, c.date, FALSE, FALSE
FROM org_unit_change AS c
WHERE $unit IN (c.from_id, c.to_id)
ORDER BY since DESC, kind;
