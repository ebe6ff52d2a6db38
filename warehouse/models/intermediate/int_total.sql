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
)
SELECT
    s.unit_no, s.component_no, s.week_index, s.numerator, s.denominator, s.source_week, s.reported_units,
    COALESCE(g.expected_units, 0) AS expected_units
FROM summed AS s
JOIN ref_component AS p ON p.component_no = s.component_no
LEFT JOIN ref_grid AS g ON g.epoch = s.epoch AND g.data_set_id = p.data_set_id AND g.unit_no = s.unit_no
UNION ALL
SELECT g.unit_no, p.component_no, w.week_index, NULL, NULL, NULL, 0, g.expected_units
FROM target_week AS w
JOIN ref_grid AS g ON g.epoch = w.epoch
JOIN ref_component AS p ON p.data_set_id = g.data_set_id
LEFT JOIN summed AS s
    ON s.unit_no = g.unit_no AND s.component_no = p.component_no AND s.week_index = w.week_index
WHERE s.unit_no IS NULL
