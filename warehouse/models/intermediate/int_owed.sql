-- grain: one unit, component and week that ought to have a row and for which nothing came, at the unit or below it
WITH due AS (
    -- an optional component is owed only in the weeks for which anybody in the city stated it
    SELECT w.week_index, w.epoch, p.component_no
    FROM target_week AS w
    CROSS JOIN ref_component AS p
    WHERE NOT p.optional
    UNION ALL
    SELECT DISTINCT s.week_index, s.epoch, p.component_no
    FROM int_sum AS s
    JOIN ref_component AS p ON p.component_no = s.component_no
    WHERE p.optional
),
due_weeks AS (
    SELECT epoch, component_no, COUNT(*) AS weeks
    FROM due
    GROUP BY epoch, component_no
),
there AS (
    SELECT epoch, component_no, unit_no, COUNT(*) AS weeks
    FROM int_sum
    GROUP BY epoch, component_no, unit_no
),
-- the units that ought to report a component and miss a week: few, so that few weeks are looked up one by one
missing AS (
    SELECT g.epoch, d.component_no, g.unit_no, g.expected_units
    FROM due_weeks AS d
    JOIN ref_component AS p ON p.component_no = d.component_no
    JOIN ref_grid AS g ON g.epoch = d.epoch AND g.data_set_no = p.data_set_no
    JOIN ref_hierarchy AS h ON h.epoch = g.epoch AND h.unit_no = g.unit_no
    LEFT JOIN there AS t ON t.epoch = d.epoch AND t.component_no = d.component_no AND t.unit_no = g.unit_no
    WHERE (p.finest_rank IS NULL OR h.level_rank <= p.finest_rank) AND COALESCE(t.weeks, 0) < d.weeks
),
come AS (
    SELECT s.unit_no, s.component_no, s.week_index
    FROM int_sum AS s
    JOIN missing AS m ON m.epoch = s.epoch AND m.component_no = s.component_no AND m.unit_no = s.unit_no
)
SELECT m.unit_no, m.component_no, d.week_index, m.expected_units
FROM missing AS m
JOIN due AS d ON d.epoch = m.epoch AND d.component_no = m.component_no
LEFT JOIN come AS s
    ON s.unit_no = m.unit_no AND s.component_no = m.component_no AND s.week_index = d.week_index
WHERE s.unit_no IS NULL
