-- grain: one unit that owes a component's data set, component and week: stated not by itself but above or below it
WITH elsewhere AS (
    SELECT r.unit_no, r.component_no, r.week_index, r.epoch, p.data_set_no
    FROM int_component AS r
    JOIN ref_component AS p ON p.component_no = r.component_no
    WHERE r.reported = 0 AND r.source_week >= 0
),
reached AS (
    SELECT g.unit_no, r.component_no, r.week_index, r.epoch
    FROM elsewhere AS r
    JOIN ref_closure AS k ON k.epoch = r.epoch AND k.unit_no = r.unit_no
    JOIN ref_grid AS g
        ON g.epoch = r.epoch AND g.data_set_no = r.data_set_no AND g.unit_no = k.ancestor_no AND g.is_expected
    UNION
    SELECT g.unit_no, r.component_no, r.week_index, r.epoch
    FROM elsewhere AS r
    JOIN ref_closure AS k ON k.epoch = r.epoch AND k.ancestor_no = r.unit_no
    JOIN ref_grid AS g
        ON g.epoch = r.epoch AND g.data_set_no = r.data_set_no AND g.unit_no = k.unit_no AND g.is_expected
),
-- most cities have no such component in a week: then nothing is looked up
itself AS (
    SELECT r.unit_no, r.component_no, r.week_index
    FROM int_component AS r
    JOIN (SELECT DISTINCT component_no FROM elsewhere) AS c ON c.component_no = r.component_no
    WHERE r.source_week >= 0
)
SELECT h.unit_no, h.component_no, h.week_index, h.epoch
FROM reached AS h
LEFT JOIN itself AS r
    ON r.unit_no = h.unit_no AND r.component_no = h.component_no AND r.week_index = h.week_index
WHERE r.unit_no IS NULL
