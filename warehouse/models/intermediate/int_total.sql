-- grain: one unit, component and week: all of its subtree. Units that ought to report have a row even where nothing came
WITH owed AS (
    -- an optional component is owed only in the weeks for which anybody in the city stated it
    SELECT w.week_index, w.epoch, p.component_no, p.data_set_id
    FROM target_week AS w
    CROSS JOIN ref_component AS p
    WHERE NOT p.optional
    UNION ALL
    SELECT DISTINCT s.week_index, s.epoch, p.component_no, p.data_set_id
    FROM int_sum AS s
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
FROM int_sum AS s
JOIN ref_component AS p ON p.component_no = s.component_no
LEFT JOIN ref_grid AS g ON g.epoch = s.epoch AND g.data_set_id = p.data_set_id AND g.unit_no = s.unit_no
UNION ALL
SELECT g.unit_no, o.component_no, o.week_index, NULL, NULL, NULL, 0, g.expected_units
FROM owed AS o
JOIN grid AS g ON g.epoch = o.epoch AND g.component_no = o.component_no
LEFT JOIN int_sum AS s
    ON s.unit_no = g.unit_no AND s.component_no = o.component_no AND s.week_index = o.week_index
WHERE s.unit_no IS NULL
