-- grain: one estate below $unit that should have a branch in that week and is served by none
SELECT f.org_unit_id, u.code, u.name, coalesce(u.name_en, u.name) AS name_en, u.district_id, u.street_id, u.community_id,
    u.households, f.carried_from
FROM fct_indicator AS f
JOIN dim_org_unit AS u USING (org_unit_id)
WHERE f.level = 'estate' AND f.indicator_id = 'branch_coverage' AND f.period_id = $week
    AND f.denominator > 0 AND f.numerator = 0
    AND $unit IN (u.city_id, u.district_id, u.street_id, u.community_id, u.org_unit_id)
ORDER BY u.households DESC NULLS LAST, u.code;
