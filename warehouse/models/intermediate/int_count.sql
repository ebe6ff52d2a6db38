-- grain: one unit, count element and week: counted from the list of estates, or stated for the whole unit.
-- What can be derived only in part (the kind of branch left blank) has no row.
WITH branch AS (
    SELECT
        unit_no, week_index, SUM(branches) AS branches, SUM(joint) AS joint, SUM(functional) AS functional,
        MIN(source_week) AS source_week
    FROM (
        SELECT unit_no, week_index, 1 AS branches, joint, functional, source_week FROM int_branch
        UNION ALL
        SELECT unit_no, week_index, 0 AS branches, 0 AS joint, 0 AS functional, branch_week AS source_week
        FROM int_estate
        WHERE branch_kind IS NOT NULL
    )
    GROUP BY unit_no, week_index
),
derived AS (
    SELECT t.unit_no, e.estates AS element_no, t.week_index, 1 AS value, t.newest_week AS source_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    UNION ALL
    SELECT b.unit_no, e.branches, b.week_index, b.branches, b.source_week
    FROM branch AS b CROSS JOIN estate_element AS e
    UNION ALL
    SELECT b.unit_no, e.joint_branches, b.week_index, b.joint, b.source_week
    FROM branch AS b CROSS JOIN estate_element AS e
    UNION ALL
    SELECT b.unit_no, e.functional_branches, b.week_index, b.functional, b.source_week
    FROM branch AS b CROSS JOIN estate_element AS e
    UNION ALL
    SELECT unit_no, element_no, week_index, value, source_week FROM int_rule
),
direct AS (
    SELECT s.unit_no, s.element_no, s.week_index, s.value, s.source_week
    FROM int_stated AS s
    JOIN ref_element AS r ON r.element_no = s.element_no
    LEFT JOIN int_estate AS t ON t.unit_no = s.unit_no AND t.week_index = s.week_index AND r.data_set_id = 'estates'
    WHERE r.form = 'count' AND s.value IS NOT NULL AND t.unit_no IS NULL
        AND NOT (r.data_set_id = 'estates' AND r.data_element = 'households')
)
SELECT unit_no, element_no, week_index, CAST(value AS DECIMAL(18, 3)) AS value, source_week FROM derived
UNION ALL
SELECT unit_no, element_no, week_index, value, source_week FROM direct
UNION ALL
SELECT h.unit_no, e.households, h.week_index, h.value, h.source_week
FROM int_household AS h CROSS JOIN estate_element AS e
UNION ALL
SELECT unit_no, element_no, week_index, CAST(SUM(value) AS DECIMAL(18, 3)), week_index
FROM int_complaint_count
GROUP BY unit_no, element_no, week_index
