-- grain: one ticket received in the week, put together again from its cells; unit_no = where it counts
SELECT
    v.category AS ticket_number, p.placed_no AS unit_no, w.week_index, w.epoch, MAX(v.value_text) AS category,
    MAX(v.channel) AS channel,
    MAX(v.value) FILTER (WHERE e.data_element = 'complaints_responded') = 1 AS responded,
    MAX(v.value) FILTER (WHERE e.data_element = 'complaints_resolved') = 1 AS resolved,
    MAX(v.value) FILTER (WHERE e.data_element = 'complaints_resolved_in_estate') = 1 AS resolved_in_estate,
    MAX(v.value) FILTER (WHERE e.data_element = 'complaints_rated') = 1 AS rated,
    MAX(v.value) FILTER (WHERE e.data_element = 'complaints_satisfied') = 1 AS satisfied,
    MAX(v.value) FILTER (WHERE e.data_element = 'response_minutes') AS response_minutes,
    MAX(v.value) FILTER (WHERE e.data_element = 'resolution_minutes') AS resolution_minutes
FROM coded_value AS v
JOIN asked_element AS a ON a.element_no = v.element_no
JOIN ref_element AS e ON e.element_no = v.element_no AND e.data_set_id = 'complaints'
JOIN target_week AS w ON w.week_index = v.week_index
JOIN ref_placement AS p ON p.epoch = w.epoch AND p.unit_no = v.unit_no
LEFT JOIN complaint_category AS c ON c.category = v.category
WHERE v.category IS NOT NULL AND c.category IS NULL
GROUP BY v.category, p.placed_no, w.week_index, w.epoch
