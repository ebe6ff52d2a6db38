-- grain: one kind of branch: how many estates below $unit gave it in their newest row of the week
SELECT CASE WHEN $level = 'district' THEN u.district_id WHEN $level = 'street' THEN u.street_id
    WHEN $level = 'community' THEN u.community_id ELSE u.org_unit_id END AS org_unit_id,
    v.value_text AS kind, count(DISTINCT v.org_unit_id) AS estates
FROM fct_value AS v
JOIN dim_org_unit AS u USING (org_unit_id)
WHERE v.period_id = $week AND v.data_set_id = 'estates' AND v.data_element = 'branch_kind'
    AND $unit IN (u.city_id, u.district_id, u.street_id, u.community_id, u.org_unit_id)
GROUP BY ALL
ORDER BY ALL;
