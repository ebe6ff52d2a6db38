-- grain: one unit, indicator and week; "suppressed" where a count of persons is too small to show
SELECT org_unit_id, indicator_id, period_id, level,
    CAST(CASE WHEN suppressed THEN NULL ELSE numerator END AS DOUBLE) AS numerator,
    CAST(CASE WHEN suppressed THEN NULL ELSE denominator END AS DOUBLE) AS denominator,
    expected_units, reported_units, carried_from, suppressed
FROM (
    SELECT *, level NOT IN ('city', 'district', 'cluster', 'street') AND list_contains($persons, indicator_id)
        AND coalesce(numerator > 0 AND numerator < $small_cell OR denominator > 0 AND denominator < $small_cell, FALSE) AS suppressed
    FROM fct_indicator
    WHERE list_contains($units, org_unit_id) AND list_contains($indicators, indicator_id)
        AND period_id BETWEEN $first AND $last
)
ORDER BY indicator_id, org_unit_id, period_id;
