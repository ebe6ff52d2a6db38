-- grain: one unit of a level below $unit and category: received from $first to $last, and from $before_first to $before_last
SELECT f.org_unit_id, u.name, coalesce(u.name_en, u.name) AS name_en, u.code, f.category,
    CAST(coalesce(sum(received) FILTER (WHERE period_id BETWEEN $first AND $last), 0) AS BIGINT) AS received,
    CAST(coalesce(sum(received) FILTER (WHERE period_id BETWEEN $before_first AND $before_last), 0) AS BIGINT) AS before
FROM fct_complaint AS f
JOIN dim_org_unit AS u USING (org_unit_id)
WHERE f.level = $level AND period_id BETWEEN $before_first AND $last
    AND $unit IN (u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
    AND ($category = '' OR coalesce(f.category, 'other') = $category) AND ($channel = '' OR coalesce(f.channel, 'other') = $channel)
GROUP BY ALL
ORDER BY u.code, f.org_unit_id, f.category;
