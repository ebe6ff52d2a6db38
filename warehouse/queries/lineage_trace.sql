-- grain: one submitted element of one unit in one week that goes into a part of the figure
WITH kinds AS (
    SELECT
        u.part, u.unit_no, u.element_no, u.week_index, u.source_week, e.data_element,
        t.newest_week, t.unit_no IS NOT NULL AND e.data_set_id = 'estates' AND e.data_element <> 'households' AS derived
    FROM lineage_used AS u
    JOIN ref_element AS e ON e.element_no = u.element_no
    LEFT JOIN int_estate AS t ON t.unit_no = u.unit_no AND t.week_index = u.week_index
),
an_estate AS (
    SELECT k.part, k.unit_no, s.element_no, s.source_week
    FROM kinds AS k
    JOIN int_stated AS s ON s.unit_no = k.unit_no AND s.source_week = k.newest_week
    JOIN ref_element AS r ON r.element_no = s.element_no
    LEFT JOIN made_of AS m ON m.element_no = k.element_no AND m.raw_no = s.element_no
    WHERE k.derived AND k.data_element = 'estates' AND r.data_set_id = 'estates'
        AND (r.form = 'row' OR r.data_element = 'households')
    QUALIFY ROW_NUMBER() OVER (PARTITION BY k.part, k.unit_no ORDER BY m.raw_no NULLS LAST, s.element_no) = 1
)
SELECT part, unit_no, element_no, source_week FROM kinds WHERE NOT derived AND source_week >= 0
UNION
SELECT part, unit_no, element_no, source_week FROM an_estate
UNION
SELECT k.part, k.unit_no, s.element_no, s.source_week
FROM kinds AS k
JOIN made_of AS m ON m.element_no = k.element_no
JOIN int_stated AS s ON s.unit_no = k.unit_no AND s.element_no = m.raw_no
WHERE k.derived AND k.data_element NOT IN ('estates', 'branches', 'joint_branches')
UNION
SELECT b.part, b.unit_no, s.element_no, s.source_week
FROM lineage_branch_member AS b
JOIN made_of AS m ON m.element_no = b.element_no
JOIN int_stated AS s ON s.unit_no = b.unit_no AND s.element_no = m.raw_no
