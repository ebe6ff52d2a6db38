-- grain: one unit of a level, category and week before one: complaints received, of all channels
SELECT f.org_unit_id, f.category, p.week_index, CAST(SUM(f.received) AS BIGINT) AS received
FROM fct_complaint AS f
JOIN dim_period AS p ON p.period_id = f.period_id
WHERE f.level = $level AND p.week_index BETWEEN $first AND $last
GROUP BY f.org_unit_id, f.category, p.week_index
