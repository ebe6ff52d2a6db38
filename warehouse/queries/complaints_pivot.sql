-- grain: one row_key and column_key ('' = not split): complaints of the units of a level at or below $unit, of one
-- category and channel or ('') of all. Each "_of" is what its rate is taken of: where the numerator is known
SELECT
    CASE $rows WHEN 'unit' THEN f.org_unit_id WHEN 'week' THEN f.period_id WHEN 'month' THEN p.month
        WHEN 'category' THEN COALESCE(f.category, 'other') WHEN 'channel' THEN COALESCE(f.channel, 'other') ELSE '' END AS row_key,
    CASE $columns WHEN 'unit' THEN f.org_unit_id WHEN 'week' THEN f.period_id WHEN 'month' THEN p.month
        WHEN 'category' THEN COALESCE(f.category, 'other') WHEN 'channel' THEN COALESCE(f.channel, 'other') ELSE '' END AS column_key,
    CAST(SUM(f.received) AS BIGINT) AS received,
    CAST(SUM(f.responded) AS BIGINT) AS responded,
    CAST(SUM(f.received) FILTER (WHERE f.responded IS NOT NULL) AS BIGINT) AS responded_of,
    CAST(SUM(f.resolved) AS BIGINT) AS resolved,
    CAST(SUM(f.received) FILTER (WHERE f.resolved IS NOT NULL) AS BIGINT) AS resolved_of,
    CAST(SUM(f.resolved_in_estate) AS BIGINT) AS resolved_in_estate,
    CAST(SUM(f.resolved) FILTER (WHERE f.resolved_in_estate IS NOT NULL) AS BIGINT) AS resolved_in_estate_of,
    CAST(SUM(f.satisfied) AS BIGINT) AS satisfied,
    CAST(SUM(f.rated) FILTER (WHERE f.satisfied IS NOT NULL) AS BIGINT) AS satisfied_of
FROM fct_complaint AS f
JOIN dim_org_unit AS u ON u.org_unit_id = f.org_unit_id
JOIN dim_period AS p ON p.period_id = f.period_id
WHERE f.level = $level AND f.period_id BETWEEN $first AND $last
    AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
    AND ($category = '' OR COALESCE(f.category, 'other') = $category)
    AND ($channel = '' OR COALESCE(f.channel, 'other') = $channel)
GROUP BY ALL
ORDER BY ALL;
