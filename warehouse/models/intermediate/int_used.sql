-- grain: one count that is used. A count of a whole unit gives way to what is stated for a part of it and not older;
-- where it is newer than all below it, those below give way to it.
WITH gives_way AS (
    SELECT above_no AS unit_no, element_no, week_index
    FROM int_overlap
    GROUP BY above_no, element_no, week_index
    HAVING MAX(source_week) >= MAX(above_week)
),
replaced AS (
    SELECT DISTINCT o.unit_no, o.element_no, o.week_index
    FROM int_overlap AS o
    LEFT JOIN gives_way AS g
        ON g.unit_no = o.above_no AND g.element_no = o.element_no AND g.week_index = o.week_index
    WHERE g.unit_no IS NULL
),
unused AS (
    SELECT unit_no, element_no, week_index FROM gives_way
    UNION
    SELECT unit_no, element_no, week_index FROM replaced
)
SELECT c.unit_no, c.element_no, c.week_index, c.value, c.source_week
FROM int_count AS c
LEFT JOIN unused AS u ON u.unit_no = c.unit_no AND u.element_no = c.element_no AND u.week_index = c.week_index
WHERE u.unit_no IS NULL
