-- grain: one unit that facts name and the register has not
-- severity: error
SELECT v.org_unit_id, MIN(v.submission_id) AS submission_id, MIN(v.sheet) AS sheet, MIN(v.cell) AS cell
FROM (
    SELECT org_unit_id, MIN(submission_id) AS submission_id, MIN(sheet) AS sheet, MIN(cell) AS cell
    FROM fct_value
    WHERE period_id IN (SELECT period_id FROM target_week)
    GROUP BY org_unit_id
) AS v
LEFT JOIN ref_unit AS u ON u.org_unit_id = v.org_unit_id
WHERE u.unit_no IS NULL
GROUP BY v.org_unit_id
