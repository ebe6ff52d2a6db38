-- grain: one sender and data set of a week, with the last week up to it that came; senders at, above or below the unit
SELECT r.org_unit_id, u.name, coalesce(u.name_en, u.name) AS name_en, r.data_set_id, r.expected, r.received, r.on_time,
    r.submission_id, r.received_at, l.last_received
FROM fct_report AS r
JOIN dim_org_unit AS u USING (org_unit_id)
LEFT JOIN (
    SELECT org_unit_id, data_set_id, max(period_id) AS last_received
    FROM fct_report
    WHERE received AND period_id <= $week
    GROUP BY ALL
) AS l USING (org_unit_id, data_set_id)
WHERE r.period_id = $week
    AND (list_contains($path, r.org_unit_id) OR $unit IN (u.city_id, u.district_id, u.street_id))
ORDER BY u.code, r.org_unit_id, r.data_set_id;
