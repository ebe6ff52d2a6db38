-- grain: one share of a unit's own row for a component and week; they add up. reported = 1 once for a unit that owes it
SELECT
    r.unit_no, r.component_no, r.week_index, w.epoch, r.numerator, r.denominator,
    CASE WHEN r.source_week >= 0 THEN r.source_week END AS source_week,
    CASE WHEN g.unit_no IS NOT NULL AND r.source_week >= 0 THEN 1 ELSE 0 END AS reported
FROM int_component AS r
JOIN target_week AS w ON w.week_index = r.week_index
JOIN ref_component AS p ON p.component_no = r.component_no
LEFT JOIN ref_grid AS g
    ON g.epoch = w.epoch AND g.data_set_id = p.data_set_id AND g.unit_no = r.unit_no AND g.is_expected
UNION ALL
SELECT h.unit_no, h.component_no, h.week_index, w.epoch, NULL, NULL, NULL, 1
FROM int_hit AS h
JOIN target_week AS w ON w.week_index = h.week_index
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
JOIN ref_grid AS g ON g.epoch = c.epoch AND g.data_set_id = 'complaints' AND g.unit_no = c.unit_no
JOIN ref_component AS p ON p.data_set_id = 'complaints'
LEFT JOIN int_ticket_component AS t
    ON t.unit_no = c.unit_no AND t.component_no = p.component_no AND t.week_index = c.week_index
