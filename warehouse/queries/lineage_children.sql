-- grain: one unit directly below another in that week, with its share of the figure; without a row it has none;
-- "suppressed" where a count of persons is too small to show
SELECT
    org_unit_id, level,
    CAST(CASE WHEN suppressed THEN NULL ELSE numerator END AS DOUBLE) AS numerator,
    CAST(CASE WHEN suppressed THEN NULL ELSE denominator END AS DOUBLE) AS denominator,
    COALESCE(expected_units, 0) AS expected_units, COALESCE(reported_units, 0) AS reported_units, carried_from, suppressed
FROM (
    SELECT
        s.org_unit_id, s.level, f.numerator, f.denominator, f.expected_units, f.reported_units, f.carried_from, k.unit_no,
        s.level NOT IN ('city', 'district', 'cluster', 'street') AND list_contains($persons, $indicator)
        AND coalesce(
            f.numerator > 0 AND f.numerator < $small_cell OR f.denominator > 0 AND f.denominator < $small_cell, FALSE
        ) AS suppressed
    FROM org_unit_span AS s
    JOIN dim_period AS p ON p.period_id = $week AND p.week_index BETWEEN s.first_week AND s.last_week
    JOIN key_unit AS k ON k.org_unit_id = s.org_unit_id
    LEFT JOIN fct_indicator AS f
        ON f.org_unit_id = s.org_unit_id AND f.indicator_id = $indicator AND f.period_id = $week
    WHERE s.parent_id = $unit
)
ORDER BY unit_no;
