-- grain: one unit, count element and week: counted from the list of estates, or stated for the whole unit.
-- What can be derived only in part (the kind of branch left blank) has no row.
WITH branch AS (
    SELECT unit_no, week_index, SUM(branches) AS branches, SUM(joint) AS joint, MIN(source_week) AS source_week
    FROM (
        SELECT unit_no, week_index, 1 AS branches, joint, source_week FROM int_branch
        UNION ALL
        SELECT unit_no, week_index, 0 AS branches, 0 AS joint, branch_week AS source_week
        FROM int_estate
        WHERE branch_kind IS NOT NULL
    )
    GROUP BY unit_no, week_index
),
derived AS (
    SELECT t.unit_no, e.estates AS element_no, t.week_index, 1 AS value, t.newest_week AS source_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    UNION ALL
    SELECT
        t.unit_no, e.estates_should_have_branch, t.week_index, CASE WHEN t.should_have_branch = 1 THEN 1 ELSE 0 END,
        t.should_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE t.should_have_branch IS NOT NULL
    UNION ALL
    SELECT
        t.unit_no, e.estates_covered, t.week_index,
        CASE WHEN t.should_have_branch = 1 AND t.branch_kind IN ('independent', 'joint', 'functional') THEN 1 ELSE 0 END,
        LEAST(t.should_week, t.branch_week)
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE (t.should_have_branch = 1 AND t.branch_kind IN ('independent', 'joint', 'functional')) IS NOT NULL
    UNION ALL
    SELECT b.unit_no, e.branches, b.week_index, b.branches, b.source_week
    FROM branch AS b CROSS JOIN estate_element AS e
    UNION ALL
    SELECT b.unit_no, e.joint_branches, b.week_index, b.joint, b.source_week
    FROM branch AS b CROSS JOIN estate_element AS e
    UNION ALL
    SELECT
        t.unit_no, e.estates_with_owners_committee, t.week_index,
        CASE WHEN t.owners_committee = 'formed' THEN 1 ELSE 0 END, t.committee_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE t.owners_committee IS NOT NULL
    UNION ALL
    SELECT
        t.unit_no, e.estates_with_property_service, t.week_index,
        CASE WHEN t.property_service = 1 THEN 1 ELSE 0 END, t.property_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE t.property_service IS NOT NULL
    UNION ALL
    SELECT
        t.unit_no, e.estates_with_station, t.week_index,
        CASE WHEN t.service_station = 1 THEN 1 ELSE 0 END, t.station_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE t.service_station IS NOT NULL
    UNION ALL
    SELECT
        t.unit_no, e.stations_six_haves, t.week_index,
        CASE WHEN t.service_station = 1 AND t.six_haves = 6 AND t.station_area_m2 >= 30 THEN 1 ELSE 0 END, t.haves_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE (t.service_station = 1 AND t.six_haves = 6 AND t.station_area_m2 >= 30) IS NOT NULL
    UNION ALL
    SELECT t.unit_no, e.star_estates, t.week_index, CASE WHEN t.stars >= 1 THEN 1 ELSE 0 END, t.stars_week
    FROM int_estate AS t CROSS JOIN estate_element AS e
    WHERE t.stars IS NOT NULL
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
