-- grain: one count of a unit below a unit that has a count of the same element and week
WITH several AS (
    SELECT c.element_no
    FROM int_count AS c
    JOIN target_week AS w ON w.week_index = c.week_index
    JOIN ref_hierarchy AS h ON h.epoch = w.epoch AND h.unit_no = c.unit_no
    GROUP BY c.element_no
    HAVING MIN(h.depth) <> MAX(h.depth)
),
chosen AS (
    SELECT c.unit_no, c.element_no, c.week_index, c.source_week, w.epoch
    FROM int_count AS c
    JOIN several AS s ON s.element_no = c.element_no
    JOIN target_week AS w ON w.week_index = c.week_index
)
SELECT
    fine.unit_no, fine.element_no, fine.week_index, fine.source_week,
    coarse.unit_no AS above_no, coarse.source_week AS above_week
FROM chosen AS fine
JOIN ref_closure AS k ON k.epoch = fine.epoch AND k.unit_no = fine.unit_no AND k.ancestor_no <> k.unit_no
JOIN chosen AS coarse
    ON coarse.unit_no = k.ancestor_no AND coarse.element_no = fine.element_no AND coarse.week_index = fine.week_index
