-- grain: one branch and week: one name below one street is one branch, at the seat it names, else at the first of its
-- estates by code (units are numbered by code); a branch without a name is its seat's, or the estate's own
WITH member AS (
    SELECT
        t.unit_no, t.week_index, t.branch_kind, t.branch_week, t.branch_name, h.branch_scope_no,
        s.unit_no AS seat_no,
        CASE WHEN t.branch_name IS NULL THEN COALESCE(s.unit_no, t.unit_no) END AS nameless_no
    FROM int_estate AS t
    JOIN ref_hierarchy AS h ON h.epoch = t.epoch AND h.unit_no = t.unit_no
    LEFT JOIN ref_unit AS u ON u.org_unit_id = t.branch_seat
    LEFT JOIN ref_hierarchy AS s ON s.epoch = t.epoch AND s.unit_no = u.unit_no AND s.level = 'estate'
    WHERE t.branch_kind IN ('independent', 'joint', 'functional')
)
SELECT
    week_index,
    COALESCE(MIN_BY(seat_no, unit_no) FILTER (WHERE seat_no IS NOT NULL), MIN(unit_no)) AS unit_no,
    MAX(CASE WHEN branch_kind = 'joint' THEN 1 ELSE 0 END) AS joint,
    -- one name that is joint in one row and functional in another is one joint branch
    MIN(CASE WHEN branch_kind = 'functional' THEN 1 ELSE 0 END) AS functional,
    COUNT(*) AS estates,
    MIN(branch_week) AS source_week
FROM member
GROUP BY week_index, branch_scope_no, branch_name, nameless_no
