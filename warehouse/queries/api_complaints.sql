-- grain: one unit and week that submitted its complaints, of the units named or (with $level) of all units of a level
-- below them: those of one category and channel or ('') of all; each "_of" is what its rate is taken of
SELECT w.org_unit_id, w.period_id,
    CAST(COALESCE(SUM(f.received), 0) AS DOUBLE) AS received,
    CAST(COALESCE(SUM(f.responded), 0) AS DOUBLE) AS responded,
    CAST(COALESCE(SUM(f.received) FILTER (WHERE f.responded IS NOT NULL), 0) AS DOUBLE) AS responded_of,
    CAST(COALESCE(SUM(f.resolved), 0) AS DOUBLE) AS resolved,
    CAST(COALESCE(SUM(f.received) FILTER (WHERE f.resolved IS NOT NULL), 0) AS DOUBLE) AS resolved_of,
    CAST(COALESCE(SUM(f.resolved_in_estate), 0) AS DOUBLE) AS resolved_in_estate,
    CAST(COALESCE(SUM(f.resolved) FILTER (WHERE f.resolved_in_estate IS NOT NULL), 0) AS DOUBLE) AS resolved_in_estate_of,
    CAST(COALESCE(SUM(f.satisfied), 0) AS DOUBLE) AS satisfied,
    CAST(COALESCE(SUM(f.rated) FILTER (WHERE f.satisfied IS NOT NULL), 0) AS DOUBLE) AS satisfied_of
FROM fct_indicator AS w
JOIN dim_org_unit AS u ON u.org_unit_id = w.org_unit_id
LEFT JOIN fct_complaint AS f ON f.org_unit_id = w.org_unit_id AND f.period_id = w.period_id
    AND ($category = '' OR COALESCE(f.category, 'other') = $category)
    AND ($channel = '' OR COALESCE(f.channel, 'other') = $channel)
WHERE w.indicator_id = 'complaints_received' AND w.numerator IS NOT NULL AND w.period_id BETWEEN $first AND $last
    AND CASE WHEN $level IS NULL THEN list_contains($units, w.org_unit_id)
        ELSE w.level = $level AND NOT list_contains($units, w.org_unit_id)
        AND list_has_any($units, [u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id]) END
GROUP BY w.org_unit_id, w.period_id
ORDER BY w.org_unit_id, w.period_id;
