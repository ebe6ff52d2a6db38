-- grain: one unit directly below another in that week, with its share of the figure; without a row it has none
SELECT
    s.org_unit_id, s.level, f.numerator, f.denominator, f.expected_units, f.reported_units, f.carried_from
FROM org_unit_span AS s
JOIN dim_period AS p ON p.period_id = $week AND p.week_index BETWEEN s.first_week AND s.last_week
JOIN key_unit AS k ON k.org_unit_id = s.org_unit_id
LEFT JOIN fct_indicator AS f
    ON f.org_unit_id = s.org_unit_id AND f.indicator_id = $indicator AND f.period_id = $week
WHERE s.parent_id = $unit
ORDER BY k.unit_no
