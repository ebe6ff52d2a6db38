-- grain: one unit that owes a component's data set, component and week: stated not by itself but above or below it
WITH elsewhere AS (
    SELECT r.unit_no, r.component_no, r.week_index, w.epoch, p.data_set_id
    FROM int_component AS r
    JOIN target_week AS w ON w.week_index = r.week_index
    JOIN ref_component AS p ON p.component_no = r.component_no
    LEFT JOIN ref_grid AS g
        ON g.epoch = w.epoch AND g.data_set_id = p.data_set_id AND g.unit_no = r.unit_no AND g.is_expected
    WHERE g.unit_no IS NULL AND r.source_week >= 0
),
reached AS (
    SELECT g.unit_no, r.component_no, r.week_index
    FROM elsewhere AS r
    JOIN ref_closure AS k ON k.epoch = r.epoch AND k.unit_no = r.unit_no
    JOIN ref_grid AS g
        ON g.epoch = r.epoch AND g.data_set_id = r.data_set_id AND g.unit_no = k.ancestor_no AND g.is_expected
    UNION
    SELECT g.unit_no, r.component_no, r.week_index
    FROM elsewhere AS r
    JOIN ref_closure AS k ON k.epoch = r.epoch AND k.ancestor_no = r.unit_no
    JOIN ref_grid AS g
        ON g.epoch = r.epoch AND g.data_set_id = r.data_set_id AND g.unit_no = k.unit_no AND g.is_expected
)
SELECT h.unit_no, h.component_no, h.week_index
FROM reached AS h
LEFT JOIN int_component AS r
    ON r.unit_no = h.unit_no AND r.component_no = h.component_no AND r.week_index = h.week_index
    AND r.source_week >= 0
WHERE r.unit_no IS NULL
