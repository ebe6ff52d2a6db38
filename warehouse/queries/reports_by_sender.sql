-- grain: one sender and week: how many reports were expected, came, and came on time
SELECT r.org_unit_id, r.period_id, count(*) FILTER (WHERE r.expected) AS expected,
    count(*) FILTER (WHERE r.expected AND r.received) AS received,
    count(*) FILTER (WHERE r.expected AND r.on_time) AS on_time
FROM fct_report AS r
JOIN dim_org_unit AS u ON u.org_unit_id = r.org_unit_id
WHERE r.period_id BETWEEN $first AND $last
    AND (list_contains($path, r.org_unit_id) OR $unit IN (u.city_id, u.district_id, u.street_id))
GROUP BY r.org_unit_id, u.code, r.period_id
ORDER BY u.code, r.org_unit_id, r.period_id;
