-- grain: one submission that names a unit which the register has not
-- severity: error
SELECT s.submission_id, MIN(v.sheet) AS sheet, MIN(COALESCE(v.cell_elsewhere, v.cell_column || v."row")) AS cell
FROM coded_value AS v
JOIN src_submission AS s ON s.sequence = v.submission_no
WHERE v.unit_no IS NULL AND v.week_index IN (SELECT week_index FROM target_week)
GROUP BY s.submission_id
