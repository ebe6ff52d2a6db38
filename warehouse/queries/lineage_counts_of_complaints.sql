-- grain: one row: whether any complaints came as counts
SELECT COUNT(*) > 0 AS found
FROM stg_value AS v
JOIN ref_element AS e ON e.element_no = v.element_no
WHERE e.data_set_id = 'complaints'
