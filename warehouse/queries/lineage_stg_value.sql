-- grain: one submitted cell in force of the asked elements, of the week or of one that a stock may be carried from
SELECT
    v.unit_no, v.element_no, e.data_set_no, v.week_index, v.submission_no AS sequence, v.value, v.value_text, v.category,
    v.channel, v.qualifier
FROM coded_value AS v
JOIN asked_element AS a ON a.element_no = v.element_no
JOIN ref_element AS e ON e.element_no = v.element_no
JOIN target_week AS w ON v.week_index BETWEEN w.week_index - e.carry AND w.week_index
LEFT JOIN complaint_category AS c ON c.category = v.category
WHERE v.unit_no IS NOT NULL AND (v.category IS NULL OR c.category IS NOT NULL)
