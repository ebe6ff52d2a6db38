-- grain: one week: how many reports were expected, came, and came on time
SELECT r.period_id, count(*) FILTER (WHERE expected) AS expected, count(*) FILTER (WHERE expected AND received) AS received,
    count(*) FILTER (WHERE expected AND on_time) AS on_time
FROM fct_report AS r
JOIN dim_org_unit AS u USING (org_unit_id)
WHERE r.period_id BETWEEN $first AND $last AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id)
GROUP BY ALL
ORDER BY ALL;
