-- grain: one submitted cell of the unit's subtree that may bear on an indicator in a week. Stocks: the newest
-- within the carry; tickets and flows: of the week itself
SELECT
    v.org_unit_id, v.data_set_id, v.data_element, v.category, v.value, v.value_text, v.submission_id,
    s.file_name AS file, v.sheet, v."row", v.cell, v.period_id, p.week_index
FROM fct_value AS v
JOIN dim_period AS p ON p.period_id = v.period_id
JOIN dim_period AS t ON t.period_id = $week
JOIN submission AS s ON s.submission_id = v.submission_id
WHERE list_contains($units, v.org_unit_id) AND list_contains($elements, v.data_element)
    AND v.data_set_id = $data_set AND p.week_index BETWEEN t.week_index - $carry AND t.week_index
QUALIFY p.week_index = MAX(p.week_index) OVER (PARTITION BY v.org_unit_id, v.data_element)
ORDER BY v.org_unit_id, v.data_element, v.category
