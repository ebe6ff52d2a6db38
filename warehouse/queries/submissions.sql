-- grain: one received file that has to do with the week, newest first
SELECT s.submission_id, s.sender_id, u.name AS sender, coalesce(u.name_en, u.name) AS sender_en, s.file_name, s.period_id,
    s.received_at, s.loaded_at, s.status, s.rows, coalesce(i.errors, 0) AS errors, coalesce(i.warnings, 0) AS warnings,
    coalesce(i.notes, 0) AS notes
FROM submission AS s
LEFT JOIN dim_org_unit AS u ON u.org_unit_id = s.sender_id
LEFT JOIN (
    SELECT submission_id, count(*) FILTER (WHERE severity = 'error') AS errors,
        count(*) FILTER (WHERE severity = 'warning') AS warnings, count(*) FILTER (WHERE severity = 'note') AS notes
    FROM issue
    GROUP BY submission_id
) AS i USING (submission_id)
WHERE s.period_id = $week OR s.submission_id IN (SELECT submission_id FROM fct_report WHERE period_id = $week)
ORDER BY s.received_at DESC, s.file_name;
