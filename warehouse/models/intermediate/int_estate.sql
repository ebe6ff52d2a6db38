-- grain: one estate and week with any row of the estates form; an element not given is NULL, never no or nought
SELECT
    s.unit_no, s.week_index, s.epoch,
    MAX(s.source_week) AS newest_week,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.branch_kind) AS branch_kind,
    MAX(s.source_week) FILTER (WHERE s.element_no = e.branch_kind) AS branch_week,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.branch_name) AS branch_name,
    MAX(s.value_text) FILTER (WHERE s.element_no = e.branch_seat) AS branch_seat
FROM int_stated AS s
JOIN ref_element AS r ON r.element_no = s.element_no
CROSS JOIN estate_element AS e
WHERE s.level = 'estate' AND r.data_set_id = 'estates' AND (r.form = 'row' OR r.data_element = 'households')
GROUP BY s.unit_no, s.week_index, s.epoch
