-- grain: one submitted cell in force, as it was written down
WITH contest AS (
    SELECT u.org_unit_id, e.data_set_id, w.period_id, c.sequence
    FROM stg_contest AS c
    JOIN ref_unit AS u ON u.unit_no = c.unit_no
    JOIN (SELECT DISTINCT data_set_no, data_set_id FROM ref_element) AS e ON e.data_set_no = c.data_set_no
    JOIN target_week AS w ON w.week_index = c.week_index
)
SELECT
    v.org_unit_id, v.period_id, v.data_set_id, v.data_element, v.category, v.channel, v.value, v.value_text,
    v.qualifier, v.submission_id, v.sheet, v."row", v.cell
FROM src_value AS v
JOIN target_week AS w ON w.period_id = v.period_id
JOIN src_submission AS s ON s.submission_id = v.submission_id
LEFT JOIN contest AS c
    ON c.org_unit_id = v.org_unit_id AND c.data_set_id = v.data_set_id AND c.period_id = v.period_id
WHERE c.sequence IS NULL OR c.sequence = s.sequence
