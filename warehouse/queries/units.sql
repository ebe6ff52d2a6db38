-- grain: one org unit, parents before children, in the order of the register
SELECT org_unit_id, code, name, coalesce(name_en, name) AS name_en, level, parent_id, city_id, district_id, street_id,
    community_id, valid_from, valid_to, households, lng, lat
FROM dim_org_unit
ORDER BY list_position(['city', 'district', 'cluster', 'street', 'community', 'estate', 'building'], level), code, org_unit_id;
