-- grain: one sender at or above the unit, or below it, and the data set's report of the week: what came, from which file
SELECT r.org_unit_id, r.expected, r.received, r.on_time, r.received_at, s.submission_id, s.file_name AS file, s.loaded_at, s.loaded_by
FROM fct_report AS r
JOIN dim_org_unit AS u ON u.org_unit_id = r.org_unit_id
LEFT JOIN submission AS s ON s.submission_id = r.submission_id
WHERE r.period_id = $week AND r.data_set_id = $data_set
    AND (list_contains($path, r.org_unit_id) OR $unit IN (u.city_id, u.district_id, u.street_id))
ORDER BY u.code, r.org_unit_id
