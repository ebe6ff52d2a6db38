-- grain: one unit whose households come from the register
SELECT DISTINCT u.part, n.org_unit_id, u.value
FROM lineage_used AS u
JOIN ref_unit AS n ON n.unit_no = u.unit_no
WHERE u.source_week < 0
ORDER BY n.unit_no
