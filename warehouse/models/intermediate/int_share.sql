-- grain: one share of a unit for a component and week beside its own count (int_component); they add up.
-- reported = 1 once for a unit that owes it
SELECT
    unit_no, component_no, week_index, epoch, CAST(NULL AS DECIMAL(18, 3)) AS numerator,
    CAST(NULL AS DECIMAL(18, 3)) AS denominator, CAST(NULL AS INTEGER) AS source_week, 1 AS reported
FROM int_hit
UNION ALL
SELECT t.unit_no, t.component_no, t.week_index, w.epoch, t.numerator, t.denominator, t.week_index, 0
FROM int_ticket_component AS t
JOIN target_week AS w ON w.week_index = t.week_index
UNION ALL
-- where tickets are reported, a unit without one is a true nought; but not where all that is known is "not said"
SELECT
    c.unit_no, p.component_no, c.week_index, c.epoch,
    CAST(CASE WHEN t.unknown > 0 THEN NULL ELSE 0 END AS DECIMAL(18, 3)),
    CAST(CASE WHEN p.denominator_terms = 0 OR t.unknown > 0 THEN NULL ELSE 0 END AS DECIMAL(18, 3)),
    c.week_index,
    CASE WHEN g.is_expected THEN 1 ELSE 0 END
FROM int_covered AS c
JOIN ref_component AS p ON p.data_set_id = 'complaints'
JOIN ref_grid AS g ON g.epoch = c.epoch AND g.data_set_no = p.data_set_no AND g.unit_no = c.unit_no
LEFT JOIN int_ticket_component AS t
    ON t.unit_no = c.unit_no AND t.component_no = p.component_no AND t.week_index = c.week_index
