-- grain: one week: an indicator summed over the units of the level that owes it which reported in every week shown in
-- which anybody did (carried forward is not reported); of_units = all that reported in any of them
WITH own AS (
    SELECT f.org_unit_id, f.period_id, f.numerator, f.denominator
    FROM fct_indicator AS f
    JOIN dim_org_unit AS u ON u.org_unit_id = f.org_unit_id
    JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
    JOIN dim_data_set AS d ON d.data_set_id = i.data_set_id
    WHERE f.indicator_id = $indicator AND f.level = d.level AND f.period_id BETWEEN $first AND $last
        AND f.numerator IS NOT NULL AND f.carried_from IS NULL
        AND $unit IN (u.city_id, u.district_id, u.street_id, u.community_id, u.org_unit_id)
),
steady AS (
    SELECT org_unit_id
    FROM own
    GROUP BY org_unit_id
    HAVING COUNT(*) = (SELECT COUNT(DISTINCT period_id) FROM own)
)
SELECT
    o.period_id, CAST(SUM(o.numerator) AS DOUBLE) AS numerator, CAST(SUM(o.denominator) AS DOUBLE) AS denominator,
    COUNT(*) AS units, (SELECT COUNT(DISTINCT org_unit_id) FROM own) AS of_units
FROM own AS o
JOIN steady AS s ON s.org_unit_id = o.org_unit_id
GROUP BY o.period_id
ORDER BY o.period_id;
