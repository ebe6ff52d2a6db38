-- grain: one unit with children, component and week: the sum of its children's own rows
SELECT
    h.parent_no AS unit_no, r.component_no, r.week_index, r.epoch,
    CAST(SUM(r.numerator) AS DECIMAL(18, 3)) AS numerator, CAST(SUM(r.denominator) AS DECIMAL(18, 3)) AS denominator,
    MIN(r.source_week) AS source_week, CAST(SUM(r.reported) AS INTEGER) AS reported
FROM int_row AS r
JOIN ref_hierarchy AS h ON h.epoch = r.epoch AND h.unit_no = r.unit_no
WHERE h.parent_no IS NOT NULL
GROUP BY h.parent_no, r.component_no, r.week_index, r.epoch
