-- grain: one estate that has a part in a branch which the figure counts, or is counted with none: an estate beyond the
-- asked unit too, where it shares a branch with one inside. The grouping is that of int_branch
WITH member AS (
    SELECT
        t.unit_no, t.branch_kind, h.branch_scope_no, t.branch_name, s.unit_no AS seat_no,
        CASE WHEN t.branch_name IS NULL THEN COALESCE(s.unit_no, t.unit_no) END AS nameless_no
    FROM int_estate AS t
    JOIN ref_hierarchy AS h ON h.epoch = t.epoch AND h.unit_no = t.unit_no
    LEFT JOIN ref_unit AS u ON u.org_unit_id = t.branch_seat
    LEFT JOIN ref_hierarchy AS s ON s.epoch = t.epoch AND s.unit_no = u.unit_no AND s.level = 'estate'
    WHERE t.branch_kind IS NOT NULL
),
shared AS (
    SELECT branch_scope_no, branch_name, nameless_no, ARRAY_AGG(unit_no) AS members, ARRAY_AGG(seat_no) AS seats
    FROM member
    WHERE branch_kind IN ('independent', 'joint', 'functional')
    GROUP BY branch_scope_no, branch_name, nameless_no
),
asked AS (
    SELECT DISTINCT u.part, u.element_no, u.unit_no
    FROM lineage_used AS u
    JOIN ref_element AS e ON e.element_no = u.element_no
    WHERE e.data_set_id = 'estates' AND e.data_element IN ('branches', 'joint_branches')
)
SELECT a.part, a.element_no, a.unit_no
FROM asked AS a
UNION
SELECT a.part, a.element_no, UNNEST(s.members)
FROM asked AS a
JOIN shared AS s ON LIST_CONTAINS(s.members, a.unit_no) OR LIST_CONTAINS(s.seats, a.unit_no)
