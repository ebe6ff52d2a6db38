-- grain: one open unit at or below the asked one
SELECT k.unit_no
FROM ref_closure AS k
JOIN ref_unit AS u ON u.unit_no = k.ancestor_no
JOIN asked_unit AS a ON a.org_unit_id = u.org_unit_id
