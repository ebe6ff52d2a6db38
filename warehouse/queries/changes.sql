-- grain: one event in a unit's life (rename, split, merge, move), for the annotation of trends
SELECT c.date, c.kind, c.from_id, c.to_id, f.name AS from_name, t.name AS to_name,
    f.district_id, f.street_id, f.city_id, f.community_id
FROM org_unit_change AS c
LEFT JOIN dim_org_unit AS f ON f.org_unit_id = c.from_id
LEFT JOIN dim_org_unit AS t ON t.org_unit_id = c.to_id
ORDER BY c.date;
