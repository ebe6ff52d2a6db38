-- grain: one unit of a level below $unit, indicator and week; "suppressed" where a count of persons is too small to show
SELECT org_unit_id, name, name_en, indicator_id, period_id, level,
    CAST(CASE WHEN suppressed THEN NULL ELSE numerator END AS DOUBLE) AS numerator,
    CAST(CASE WHEN suppressed THEN NULL ELSE denominator END AS DOUBLE) AS denominator,
    expected_units, reported_units, carried_from, suppressed
FROM (
    SELECT f.*, u.name, coalesce(u.name_en, u.name) AS name_en, u.code,
        f.level NOT IN ('city', 'district', 'cluster', 'street') AND list_contains($persons, indicator_id)
        AND coalesce(numerator > 0 AND numerator < $small_cell OR denominator > 0 AND denominator < $small_cell, FALSE) AS suppressed
    FROM fct_indicator AS f
    JOIN dim_org_unit AS u USING (org_unit_id)
    WHERE f.level = $level AND list_contains($indicators, indicator_id) AND period_id BETWEEN $first AND $last
        AND $unit IN (u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
)
ORDER BY indicator_id, code, org_unit_id, period_id;
