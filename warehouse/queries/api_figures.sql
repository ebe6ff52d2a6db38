-- grain: one unit, indicator and week of the units named or (with $level) of all units of a level below them, a page of
-- them at a time; "suppressed" where a count of persons is too small to show
SELECT org_unit_id, code, name, name_en, level, period_id, indicator_id,
    CAST(CASE WHEN suppressed THEN NULL ELSE numerator END AS DOUBLE) AS numerator,
    CAST(CASE WHEN suppressed THEN NULL ELSE denominator END AS DOUBLE) AS denominator,
    expected_units, reported_units, carried_from, suppressed
FROM (
    SELECT f.*, u.code, u.name, coalesce(u.name_en, u.name) AS name_en,
        f.level NOT IN ('city', 'district', 'cluster', 'street') AND list_contains($persons, indicator_id)
        AND coalesce(numerator > 0 AND numerator < $small_cell OR denominator > 0 AND denominator < $small_cell, FALSE) AS suppressed
    FROM fct_indicator AS f
    JOIN dim_org_unit AS u USING (org_unit_id)
    WHERE list_contains($indicators, indicator_id) AND period_id BETWEEN $first AND $last
        AND CASE WHEN $level IS NULL THEN list_contains($units, org_unit_id)
            ELSE f.level = $level AND NOT list_contains($units, org_unit_id)
            AND list_has_any($units, [u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id]) END
)
ORDER BY indicator_id, period_id, code, org_unit_id
LIMIT $most OFFSET $skipped;
