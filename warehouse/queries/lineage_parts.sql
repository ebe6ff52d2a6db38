-- grain: one unit with a share of its own in a part of the figure (a ticket at the unit where it counts)
WITH own AS (
    SELECT unit_no, component_no, numerator, denominator, source_week FROM int_component
    UNION ALL
    SELECT unit_no, component_no, numerator, denominator, week_index AS source_week FROM int_ticket_component
)
SELECT
    u.org_unit_id, s.part,
    CAST(SUM(CASE WHEN s.side = 'n' THEN o.numerator ELSE o.denominator END) AS DECIMAL(18, 3)) AS value,
    MIN(o.source_week) < 0 AS registered
FROM own AS o
JOIN lineage_below AS b ON b.unit_no = o.unit_no
JOIN asked_side AS s ON s.component_no = o.component_no
JOIN ref_unit AS u ON u.unit_no = o.unit_no
GROUP BY u.unit_no, u.org_unit_id, s.part
HAVING SUM(CASE WHEN s.side = 'n' THEN o.numerator ELSE o.denominator END) IS NOT NULL
ORDER BY u.unit_no, s.part DESC
