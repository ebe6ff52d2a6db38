-- grain: one unit, component and week: all of its subtree. Units that ought to report have a row even where nothing came
WITH summed AS (
    SELECT
        unit_no, component_no, week_index, epoch,
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
),
-- the units that ought to report a component
grid AS (
    SELECT g.epoch, f.component_no, g.unit_no, g.expected_units
    FROM ref_component AS f
    JOIN ref_grid AS g ON g.data_set_id = f.data_set_id
    JOIN ref_hierarchy AS h ON h.epoch = g.epoch AND h.unit_no = g.unit_no
    WHERE f.finest_rank IS NULL OR h.level_rank <= f.finest_rank
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
JOIN grid AS g ON g.epoch = o.epoch AND g.component_no = o.component_no
LEFT JOIN summed AS s
    ON s.unit_no = g.unit_no AND s.component_no = o.component_no AND s.week_index = o.week_index
WHERE s.unit_no IS NULL
