-- grain: one unit, week and indicator: every unit from the city down to those that owe the data set, and any with data
WITH due AS (
    SELECT g.unit_no, i.indicator_id, w.week_index, g.expected_units
    FROM target_week AS w
    JOIN ref_grid AS g ON g.epoch = w.epoch
    JOIN ref_indicator AS i ON i.data_set_id = g.data_set_id
),
known AS (
    SELECT t.unit_no, i.indicator_id, t.week_index, t.reported, t.source_week, p.households
    FROM int_total AS t
    JOIN ref_indicator AS i ON i.own_no = t.component_no
    JOIN ref_component AS p ON p.component_no = i.own_no
),
spine AS (
    SELECT
        COALESCE(d.unit_no, k.unit_no) AS unit_no, COALESCE(d.week_index, k.week_index) AS week_index,
        COALESCE(d.indicator_id, k.indicator_id) AS indicator_id, COALESCE(d.expected_units, 0) AS expected_units,
        COALESCE(k.reported, 0) AS reported_units, k.source_week
    FROM due AS d
    FULL OUTER JOIN known AS k
        ON k.unit_no = d.unit_no AND k.week_index = d.week_index AND k.indicator_id = d.indicator_id
),
measured AS (
    SELECT
        s.unit_no, s.week_index, s.indicator_id, s.expected_units, s.reported_units,
        n.numerator, i.denominator_no,
        CASE WHEN i.denominator_no IS NULL THEN n.denominator ELSE d.numerator END / i.scale AS denominator,
        CASE WHEN n.numerator IS NOT NULL AND s.source_week >= 0 AND s.source_week < s.week_index
            THEN s.source_week END AS source_week
    FROM spine AS s
    JOIN ref_indicator AS i ON i.indicator_id = s.indicator_id
    LEFT JOIN int_total AS n
        ON n.unit_no = s.unit_no AND n.week_index = s.week_index AND n.component_no = i.numerator_no
    LEFT JOIN int_total AS d
        ON d.unit_no = s.unit_no AND d.week_index = s.week_index AND d.component_no = i.denominator_no
)
SELECT
    u.org_unit_id, w.period_id, m.indicator_id, h.level,
    CASE WHEN m.denominator_no IS NULL OR m.denominator IS NOT NULL THEN m.numerator END AS numerator,
    CASE WHEN m.numerator IS NOT NULL THEN CAST(m.denominator AS DECIMAL(18, 3)) END AS denominator,
    m.expected_units, m.reported_units,
    CASE WHEN m.denominator_no IS NULL OR m.denominator IS NOT NULL THEN c.period_id END AS carried_from
FROM measured AS m
JOIN target_week AS w ON w.week_index = m.week_index
JOIN ref_unit AS u ON u.unit_no = m.unit_no
JOIN ref_hierarchy AS h ON h.epoch = w.epoch AND h.unit_no = m.unit_no
LEFT JOIN ref_week AS c ON c.week_index = m.source_week
ORDER BY m.indicator_id, h.level, u.org_unit_id, w.period_id
