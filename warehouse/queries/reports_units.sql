-- grain: one sender and data set of a week that owe rows of units: how many units ought to stand in it, how many do, and
-- the first of those that do not. A count for a whole place tells of all its parts. Lists of tickets owe no unit a row
WITH week AS (
    SELECT period_id, week_index FROM dim_period WHERE period_id = $week
),
owed AS (
    SELECT d.data_set_id, s.*
    FROM org_unit_span AS s
    JOIN week AS w ON w.week_index BETWEEN s.first_week AND s.last_week
    JOIN dim_data_set AS d ON d.level = s.level
    WHERE d.data_set_id <> 'complaints'
),
said AS (
    SELECT DISTINCT v.data_set_id, v.org_unit_id, s.community_id, s.street_id, s.level
    FROM fct_value AS v
    JOIN week AS w ON w.period_id = v.period_id
    JOIN org_unit_span AS s ON s.org_unit_id = v.org_unit_id AND w.week_index BETWEEN s.first_week AND s.last_week
    WHERE v.data_set_id <> 'complaints'
),
place AS (
    -- the unit itself, and what it is part of where only a part was named
    SELECT data_set_id, org_unit_id FROM said
    UNION
    SELECT data_set_id, community_id FROM said WHERE level = 'estate'
    UNION
    SELECT data_set_id, street_id FROM said WHERE level IN ('estate', 'community')
),
stated AS (
    SELECT o.data_set_id, o.org_unit_id
    FROM owed AS o
    JOIN place AS p ON p.data_set_id = o.data_set_id AND p.org_unit_id = o.org_unit_id
    UNION
    SELECT o.data_set_id, o.org_unit_id
    FROM owed AS o
    JOIN said AS s ON s.data_set_id = o.data_set_id
        AND s.org_unit_id IN (o.community_id, o.street_id, o.district_id, o.city_id)
)
SELECT
    r.org_unit_id, r.data_set_id, COUNT(o.org_unit_id) AS expected_units, COUNT(t.org_unit_id) AS reported_units,
    LIST(o.org_unit_id ORDER BY k.unit_no) FILTER (WHERE o.org_unit_id IS NOT NULL AND t.org_unit_id IS NULL)[1:5] AS missing
FROM fct_report AS r
JOIN dim_org_unit AS u ON u.org_unit_id = r.org_unit_id
JOIN owed AS o ON o.data_set_id = r.data_set_id
    AND r.org_unit_id IN (o.org_unit_id, o.street_id, o.district_id, o.city_id)
JOIN key_unit AS k ON k.org_unit_id = o.org_unit_id
LEFT JOIN stated AS t ON t.data_set_id = o.data_set_id AND t.org_unit_id = o.org_unit_id
WHERE r.period_id = $week AND r.received
    AND (list_contains($path, r.org_unit_id) OR $unit IN (u.city_id, u.district_id, u.street_id))
GROUP BY r.org_unit_id, r.data_set_id
ORDER BY r.org_unit_id, r.data_set_id;
