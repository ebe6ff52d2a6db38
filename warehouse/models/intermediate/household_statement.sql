-- grain: one unit and week for which a form states the households (kept, since they hold until stated anew)
SELECT v.unit_no, v.week_index, v.value
FROM stg_value AS v
JOIN target_week AS w ON w.week_index = v.week_index
JOIN ref_element AS e ON e.element_no = v.element_no
WHERE e.data_set_id = 'estates' AND e.data_element = 'households' AND v.value IS NOT NULL
