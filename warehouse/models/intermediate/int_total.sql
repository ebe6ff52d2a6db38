-- grain: one unit, component and week: all of its subtree
SELECT
    unit_no, component_no, week_index, SUM(numerator) AS numerator, SUM(denominator) AS denominator,
    MIN(source_week) AS source_week, SUM(reported) AS reported
FROM (
    SELECT unit_no, component_no, week_index, numerator, denominator, source_week, reported FROM int_row
    UNION ALL
    SELECT k.ancestor_no, b.component_no, b.week_index, b.numerator, b.denominator, b.source_week, b.reported
    FROM int_below AS b
    JOIN ref_closure AS k ON k.epoch = b.epoch AND k.unit_no = b.unit_no
)
GROUP BY unit_no, component_no, week_index
