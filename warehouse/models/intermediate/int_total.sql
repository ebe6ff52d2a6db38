-- grain: one unit, component and week: all of its subtree. Units that ought to report have a row even where nothing came
WITH summed AS (
    SELECT
        unit_no, component_no, week_index, epoch,
        CAST(SUM(numerator) AS DECIMAL(18, 3)) AS numerator, CAST(SUM(denominator) AS DECIMAL(18, 3)) AS denominator,
        MIN(source_week) AS source_week, CAST(SUM(reported) AS INTEGER) AS reported_units
    FROM (
        SELECT unit_no, component_no, week_index, epoch, numerator, denominator, source_week, reported FROM int_row
        UNION ALL
        SELECT
            k.ancestor_no, b.component_no, b.week_index, b.epoch, b.numerator, b.denominator, b.source_week, b.reported
        FROM int_below AS b
        JOIN ref_closure AS k ON k.epoch = b.epoch AND k.unit_no = b.unit_no
    )
    GROUP BY unit_no, component_no, week_index, epoch
),
-- an optional component is owed only in the weeks for which anybody in the city stated it
owed AS (
    SELECT w.week_index, w.epoch, p.component_no, p.data_set_id
    FROM target_week AS w
    CROSS JOIN ref_component AS p
    WHERE NOT p.optional
    UNION ALL
    SELECT DISTINCT s.week_index, s.epoch, p.component_no, p.data_set_id
    FROM summed AS s
    JOIN ref_component AS p ON p.component_no = s.component_no
    WHERE p.optional
)
SELECT
    s.unit_no, s.component_no, s.week_index, s.numerator, s.denominator, s.source_week, s.reported_units,
    COALESCE(g.expected_units, 0) AS expected_units
FROM summed AS s
JOIN ref_component AS p ON p.component_no = s.component_no
LEFT JOIN ref_grid AS g ON g.epoch = s.epoch AND g.data_set_id = p.data_set_id AND g.unit_no = s.unit_no
UNION ALL
SELECT g.unit_no, o.component_no, o.week_index, NULL, NULL, NULL, 0, g.expected_units
FROM owed AS o
JOIN ref_grid AS g ON g.epoch = o.epoch AND g.data_set_id = o.data_set_id
LEFT JOIN summed AS s
    ON s.unit_no = g.unit_no AND s.component_no = o.component_no AND s.week_index = o.week_index
WHERE s.unit_no IS NULL
