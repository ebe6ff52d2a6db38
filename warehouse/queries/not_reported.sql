-- grain: one data set and one unit at or below $unit that owes it and of which nothing came for the week (what is carried
-- forward did not come), with the last week since $since that did
WITH owed AS (
    SELECT i.data_set_id, f.org_unit_id, BOOL_OR(f.numerator IS NOT NULL AND f.carried_from IS NULL) AS came
    FROM fct_indicator AS f
    JOIN dim_indicator AS i ON i.indicator_id = f.indicator_id
    JOIN dim_data_set AS d ON d.data_set_id = i.data_set_id AND d.level = f.level
    JOIN dim_org_unit AS u ON u.org_unit_id = f.org_unit_id
    WHERE f.period_id = $week AND NOT i.optional AND (i.level IS NULL OR i.level = f.level)
        AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
    GROUP BY i.data_set_id, f.org_unit_id
),
silent AS (
    SELECT data_set_id, org_unit_id FROM owed WHERE NOT came
),
earlier AS (
    SELECT s.data_set_id, s.org_unit_id, MAX(f.period_id) AS last_week
    FROM silent AS s
    JOIN dim_indicator AS i ON i.data_set_id = s.data_set_id
    JOIN fct_indicator AS f ON f.org_unit_id = s.org_unit_id AND f.indicator_id = i.indicator_id
    WHERE f.period_id BETWEEN $since AND $week AND f.numerator IS NOT NULL AND f.carried_from IS NULL
    GROUP BY s.data_set_id, s.org_unit_id
)
SELECT s.data_set_id, s.org_unit_id, e.last_week
FROM silent AS s
JOIN dim_org_unit AS k ON k.org_unit_id = s.org_unit_id
LEFT JOIN earlier AS e ON e.data_set_id = s.data_set_id AND e.org_unit_id = s.org_unit_id
ORDER BY s.data_set_id, k.code, s.org_unit_id;
