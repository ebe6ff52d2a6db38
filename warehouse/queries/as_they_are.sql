-- grain: one indicator and week of $unit over the ground that it covers today: a unit that moved in, or that something of it
-- came out of, brings its past along; one that moved out takes its past away. "suppressed" as in series.
-- A unit counts with its whole subtree, so only the borders of the ground are summed: in where a unit belongs to it and the
-- unit then above did not, out where it does not belong and the unit then above did
WITH ground AS (
    SELECT org_unit_id FROM org_unit_now WHERE above_id = $unit
),
past AS (
    SELECT s.org_unit_id, s.parent_id, p.period_id
    FROM org_unit_span AS s
    JOIN dim_period AS p ON p.week_index BETWEEN s.first_week AND s.last_week
    WHERE p.period_id BETWEEN $first AND $last
),
border AS (
    SELECT t.org_unit_id, t.period_id, CASE WHEN g.org_unit_id IS NULL THEN -1 ELSE 1 END AS sign
    FROM past AS t
    LEFT JOIN ground AS g ON g.org_unit_id = t.org_unit_id
    LEFT JOIN ground AS a ON a.org_unit_id = t.parent_id
    WHERE (g.org_unit_id IS NULL) <> (a.org_unit_id IS NULL)
),
summed AS (
    SELECT
        f.indicator_id, f.period_id, SUM(b.sign * f.numerator) AS numerator, SUM(b.sign * f.denominator) AS denominator,
        SUM(b.sign * f.expected_units) AS expected_units, SUM(b.sign * f.reported_units) AS reported_units,
        MIN(f.carried_from) AS carried_from
    FROM border AS b
    JOIN fct_indicator AS f ON f.org_unit_id = b.org_unit_id AND f.period_id = b.period_id
    WHERE LIST_CONTAINS($indicators, f.indicator_id) AND f.period_id BETWEEN $first AND $last
    GROUP BY f.indicator_id, f.period_id
)
SELECT
    $unit AS org_unit_id, s.indicator_id, s.period_id, u.level,
    u.level NOT IN ('city', 'district', 'cluster', 'street') AND LIST_CONTAINS($persons, s.indicator_id)
        AND COALESCE(s.numerator > 0 AND s.numerator < $small_cell OR s.denominator > 0 AND s.denominator < $small_cell, FALSE)
        AS suppressed,
    CAST(CASE WHEN suppressed THEN NULL ELSE s.numerator END AS DOUBLE) AS numerator,
    CAST(CASE WHEN suppressed THEN NULL ELSE s.denominator END AS DOUBLE) AS denominator,
    CAST(s.expected_units AS INTEGER) AS expected_units, CAST(s.reported_units AS INTEGER) AS reported_units,
    s.carried_from
FROM summed AS s
CROSS JOIN dim_org_unit AS u
WHERE u.org_unit_id = $unit
ORDER BY s.indicator_id, s.period_id;
