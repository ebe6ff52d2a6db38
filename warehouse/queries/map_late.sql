-- grain: one week in which a report of the data set, for a unit or one below it, came after its due time
SELECT DISTINCT r.period_id
FROM fct_report AS r
JOIN dim_org_unit AS u USING (org_unit_id)
WHERE r.data_set_id = $data_set AND r.received AND NOT r.on_time AND r.period_id BETWEEN $first AND $last
    AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id)
ORDER BY r.period_id;
