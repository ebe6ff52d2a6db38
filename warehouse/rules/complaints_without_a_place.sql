-- grain: one city or district and week of whose complaints more than a tenth (five or more) name no street
-- severity: note
-- zh: 本周 {found} 件诉求中有 {compared} 件没有写明街道，只能计入上级。请12345热线补全地址。
-- en: {compared} of the {found} complaints name no street and count at the level above. Ask the hotline for the addresses.
WITH received AS (
    SELECT f.unit_no, u.org_unit_id, u.level, f.week_index, f.indicator_no, f.numerator
    FROM coded_indicator AS f
    JOIN rule_week AS w ON w.week_index = f.week_index
    JOIN key_indicator AS k ON k.indicator_no = f.indicator_no AND k.indicator_id = 'complaints_received'
    JOIN key_unit AS u ON u.unit_no = f.unit_no
    WHERE u.level IN ('city', 'district', 'street')
),
placed AS (
    SELECT a.org_unit_id, r.week_index, SUM(r.numerator) AS numerator
    FROM received AS r
    JOIN org_unit_span AS s ON s.org_unit_id = r.org_unit_id AND r.week_index BETWEEN s.first_week AND s.last_week
    CROSS JOIN UNNEST([s.city_id, s.district_id]) AS a(org_unit_id)
    WHERE r.level = 'street'
    GROUP BY a.org_unit_id, r.week_index
)
SELECT r.unit_no, r.week_index, r.indicator_no, r.numerator AS found, r.numerator - p.numerator AS compared
FROM received AS r
JOIN placed AS p ON p.org_unit_id = r.org_unit_id AND p.week_index = r.week_index
WHERE r.level <> 'street' AND r.numerator - p.numerator >= 5 AND (r.numerator - p.numerator) * 10 > r.numerator
