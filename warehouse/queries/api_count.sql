-- grain: one indicator and week, how many rows api_figures.sql has of it; in the order of its pages
SELECT indicator_id, period_id, count(*) AS "rows"
FROM fct_indicator AS f
JOIN dim_org_unit AS u USING (org_unit_id)
WHERE list_contains($indicators, indicator_id) AND period_id BETWEEN $first AND $last
    AND CASE WHEN $level IS NULL THEN list_contains($units, org_unit_id)
        ELSE f.level = $level AND NOT list_contains($units, org_unit_id)
        AND list_has_any($units, [u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id]) END
GROUP BY indicator_id, period_id
ORDER BY indicator_id, period_id;
