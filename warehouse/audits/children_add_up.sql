-- grain: one count of a parent that is less than its children's: a parent is their sum and what was placed at itself,
-- and what was placed there is never negative
-- severity: error
-- zh: 上级的合计小于下级之和。
-- en: A unit has less than the sum of the units below it.
WITH count_indicator AS (
    SELECT k.indicator_no, i.indicator_id
    FROM dim_indicator AS i
    JOIN key_indicator AS k ON k.indicator_id = i.indicator_id
    WHERE i.denominator IS NULL AND i.numerator NOT LIKE '%- %'
),
below AS (
    SELECT h.parent_no AS unit_no, f.week_index, f.indicator_no, SUM(f.numerator) AS children
    FROM coded_indicator AS f
    JOIN count_indicator AS i ON i.indicator_no = f.indicator_no
    JOIN target_week AS w ON w.week_index = f.week_index
    JOIN ref_hierarchy AS h ON h.epoch = w.epoch AND h.unit_no = f.unit_no
    WHERE h.level IN ('district', 'street', 'community') AND f.numerator IS NOT NULL
    GROUP BY h.parent_no, f.week_index, f.indicator_no
)
SELECT u.org_unit_id, w.period_id, i.indicator_id, p.numerator, b.children
FROM below AS b
JOIN coded_indicator AS p
    ON p.unit_no = b.unit_no AND p.week_index = b.week_index AND p.indicator_no = b.indicator_no
JOIN key_unit AS u ON u.unit_no = b.unit_no
JOIN target_week AS w ON w.week_index = b.week_index
JOIN count_indicator AS i ON i.indicator_no = b.indicator_no
WHERE b.children > COALESCE(p.numerator, 0)
