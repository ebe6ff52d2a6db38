-- grain: one open unit and week in which complaint tickets were reported for it or for what it is part of
SELECT DISTINCT k.unit_no, w.week_index, w.epoch
FROM src_coverage AS c
JOIN target_week AS w ON w.period_id = c.period_id
JOIN ref_unit AS u ON u.org_unit_id = c.org_unit_id
JOIN ref_placement AS p ON p.epoch = w.epoch AND p.unit_no = u.unit_no
JOIN ref_closure AS k ON k.epoch = w.epoch AND k.ancestor_no = p.placed_no
WHERE c.tickets
