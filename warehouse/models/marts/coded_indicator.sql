-- grain: one unit, week and indicator, in numbers: every unit from the city down to those that owe the data set, and any with data.
-- An indicator over two data sets takes its denominator from another component at the same unit: both sides or neither
WITH total AS NOT MATERIALIZED (
    SELECT
        unit_no, component_no, week_index, numerator, denominator, source_week, reported_units, expected_units
    FROM int_sum
    UNION ALL
    SELECT unit_no, component_no, week_index, NULL, NULL, NULL, 0, expected_units FROM int_owed
),
plain AS (
    SELECT
        t.unit_no, t.week_index, i.indicator_no, t.numerator,
        CASE WHEN t.numerator IS NOT NULL THEN t.denominator END AS denominator,
        t.expected_units, t.reported_units, t.source_week
    FROM total AS t
    JOIN ref_indicator AS i ON i.own_no = t.component_no
    WHERE i.denominator_no IS NULL AND i.scale = 1
),
crossing AS (
    SELECT indicator_no, own_no, numerator_no, denominator_no, scale
    FROM ref_indicator
    WHERE denominator_no IS NOT NULL OR scale <> 1
),
side AS (
    SELECT unit_no, week_index, component_no, numerator, denominator
    FROM total
    WHERE component_no IN (SELECT UNNEST([numerator_no, denominator_no]) FROM crossing)
),
crossed AS (
    SELECT
        t.unit_no, t.week_index, i.indicator_no,
        n.numerator, CAST(COALESCE(d.numerator, n.denominator) / i.scale AS DECIMAL(18, 3)) AS denominator,
        t.expected_units, t.reported_units, t.source_week
    FROM total AS t
    JOIN crossing AS i ON i.own_no = t.component_no
    LEFT JOIN side AS n
        ON n.unit_no = t.unit_no AND n.week_index = t.week_index AND n.component_no = i.numerator_no
    LEFT JOIN side AS d
        ON d.unit_no = t.unit_no AND d.week_index = t.week_index AND d.component_no = i.denominator_no
),
measured AS (
    SELECT * FROM plain
    UNION ALL
    SELECT
        unit_no, week_index, indicator_no,
        CASE WHEN denominator IS NOT NULL THEN numerator END, CASE WHEN numerator IS NOT NULL THEN denominator END,
        expected_units, reported_units, source_week
    FROM crossed
)
SELECT
    unit_no, week_index, indicator_no, numerator, denominator, CAST(expected_units AS INTEGER) AS expected_units,
    CAST(reported_units AS INTEGER) AS reported_units,
    CASE WHEN numerator IS NOT NULL AND source_week < week_index THEN source_week END AS carried_week
FROM measured
ORDER BY indicator_no, unit_no, week_index
