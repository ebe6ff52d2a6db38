-- grain: one unit, component and week: all of its subtree. Units that ought to report have a row even where nothing came
SELECT
    unit_no, component_no, week_index,
    CAST(SUM(numerator) AS DECIMAL(18, 3)) AS numerator, CAST(SUM(denominator) AS DECIMAL(18, 3)) AS denominator,
    MIN(source_week) AS source_week, SUM(reported) AS reported_units, SUM(expected) AS expected_units
FROM (
    SELECT unit_no, component_no, week_index, numerator, denominator, source_week, reported, 0 AS expected FROM int_row
    UNION ALL
    SELECT k.ancestor_no, b.component_no, b.week_index, b.numerator, b.denominator, b.source_week, b.reported, 0
    FROM int_below AS b
    JOIN ref_closure AS k ON k.epoch = b.epoch AND k.unit_no = b.unit_no
    UNION ALL
    SELECT g.unit_no, p.component_no, w.week_index, NULL, NULL, NULL, 0, g.expected_units
    FROM target_week AS w
    JOIN ref_grid AS g ON g.epoch = w.epoch
    JOIN ref_component AS p ON p.data_set_id = g.data_set_id
)
GROUP BY unit_no, component_no, week_index
