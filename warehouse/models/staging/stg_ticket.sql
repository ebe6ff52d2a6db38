-- grain: one ticket in its newest state, received in a week to build.
-- A ticket that names a unit closed by the Sunday (split on the Wednesday) counts where that unit's place is taken.
SELECT
    t.ticket_number, p.placed_no AS unit_no, w.week_index, w.epoch, t.category, t.channel,
    t.responded, t.resolved, t.resolved_in_estate, t.rated, t.satisfied, t.response_minutes, t.resolution_minutes
FROM src_ticket AS t
JOIN target_week AS w ON w.period_id = t.period_id
JOIN src_submission AS s ON s.submission_id = t.submission_id
JOIN ref_unit AS u ON u.org_unit_id = t.org_unit_id
JOIN ref_placement AS p ON p.epoch = w.epoch AND p.unit_no = u.unit_no
LEFT JOIN stg_ticket_restated AS r ON r.ticket_number = t.ticket_number
WHERE r.sequence IS NULL OR r.sequence = s.sequence
