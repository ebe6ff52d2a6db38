-- grain: one unit of a level at or below $unit: complaints received in weeks that ended at least $days days before $last did,
-- by the stage in which they are today: not answered yet, or answered and not resolved yet
SELECT f.org_unit_id,
    CAST(SUM(f.received) AS BIGINT) AS received,
    CAST(SUM(f.received - f.responded) FILTER (WHERE f.responded IS NOT NULL) AS BIGINT) AS unanswered,
    CAST(SUM(f.responded - f.resolved) FILTER (WHERE f.responded IS NOT NULL AND f.resolved IS NOT NULL) AS BIGINT) AS unresolved
FROM fct_complaint AS f
JOIN dim_org_unit AS u ON u.org_unit_id = f.org_unit_id
JOIN dim_period AS p ON p.period_id = f.period_id
WHERE f.level = $level AND f.period_id BETWEEN $first AND $last
    AND p.end_date <= (SELECT end_date FROM dim_period WHERE period_id = $last) - CAST($days AS INTEGER)
    AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
GROUP BY f.org_unit_id
HAVING unanswered > 0 OR unresolved > 0
ORDER BY coalesce(unanswered, 0) + coalesce(unresolved, 0) DESC, f.org_unit_id;
