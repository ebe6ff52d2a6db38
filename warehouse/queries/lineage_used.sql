-- grain: one count of one unit that goes into a part (numerator, denominator) of the figure: used, and paired at its unit
SELECT DISTINCT a.part, c.unit_no, a.element_no, u.value, u.week_index, u.source_week
FROM int_component AS c
JOIN lineage_below AS b ON b.unit_no = c.unit_no
JOIN asked_part AS a ON a.component_no = c.component_no
JOIN int_used AS u ON u.unit_no = c.unit_no AND u.element_no = a.element_no AND u.week_index = c.week_index
