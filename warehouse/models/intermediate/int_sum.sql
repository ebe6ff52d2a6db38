-- grain: one unit, component and week: what was stated at it or below it, added up
SELECT
    unit_no, component_no, week_index, MIN(epoch) AS epoch,
    CAST(SUM(numerator) AS DECIMAL(18, 3)) AS numerator, CAST(SUM(denominator) AS DECIMAL(18, 3)) AS denominator,
    MIN(source_week) AS source_week, CAST(SUM(reported) AS INTEGER) AS reported_units
FROM (
    SELECT r.unit_no, r.component_no, r.week_index, r.epoch, r.numerator, r.denominator, r.source_week, r.reported
    FROM int_row AS r
    JOIN ref_component AS p ON p.component_no = r.component_no
    WHERE p.finest_rank IS NULL
    UNION ALL
    -- a component that is kept from the finest units: they add to those above and have no row of their own
    SELECT r.unit_no, r.component_no, r.week_index, r.epoch, r.numerator, r.denominator, r.source_week, r.reported
    FROM int_row AS r
    JOIN ref_component AS p ON p.component_no = r.component_no
    JOIN ref_hierarchy AS h ON h.epoch = r.epoch AND h.unit_no = r.unit_no
    WHERE h.level_rank <= p.finest_rank
    UNION ALL
    SELECT
        k.ancestor_no, b.component_no, b.week_index, b.epoch, b.numerator, b.denominator, b.source_week, b.reported
    FROM int_below AS b
    JOIN ref_closure AS k ON k.epoch = b.epoch AND k.unit_no = b.unit_no
)
GROUP BY unit_no, component_no, week_index
