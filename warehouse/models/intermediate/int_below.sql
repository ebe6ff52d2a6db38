-- grain: one unit with children, component and week: the sum of its children's own counts and shares
WITH child AS (
    SELECT
        unit_no, component_no, week_index, epoch, numerator, denominator,
        CASE WHEN source_week >= 0 THEN source_week END AS source_week, reported
    FROM int_component
    UNION ALL
    SELECT unit_no, component_no, week_index, epoch, numerator, denominator, source_week, reported FROM int_share
)
SELECT
    h.parent_no AS unit_no, c.component_no, c.week_index, MIN(c.epoch) AS epoch,
    CAST(SUM(c.numerator) AS DECIMAL(18, 3)) AS numerator, CAST(SUM(c.denominator) AS DECIMAL(18, 3)) AS denominator,
    MIN(c.source_week) AS source_week, CAST(SUM(c.reported) AS INTEGER) AS reported
FROM child AS c
JOIN ref_hierarchy AS h ON h.epoch = c.epoch AND h.unit_no = c.unit_no
WHERE h.parent_no IS NOT NULL
GROUP BY h.parent_no, c.component_no, c.week_index
