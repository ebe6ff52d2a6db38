-- grain: one unit that belonged to another place than it does today, in any week: it, or what it became, lies elsewhere
SELECT DISTINCT s.org_unit_id
FROM org_unit_span AS s
LEFT JOIN org_unit_now AS n ON n.org_unit_id = s.org_unit_id AND n.above_id = $unit
LEFT JOIN org_unit_now AS a ON a.org_unit_id = s.parent_id AND a.above_id = $unit
WHERE (n.org_unit_id IS NULL) <> (a.org_unit_id IS NULL) AND s.org_unit_id <> $unit
ORDER BY s.org_unit_id;
