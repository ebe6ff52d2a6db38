-- grain: one submission that names a unit which the register has not
-- severity: error
-- zh: 报送中的单位编号不在单位名册内。请补全 org_units.csv 后重新入库。
-- en: A submission names a unit that the register has not. Add it to org_units.csv and load again.
SELECT s.submission_id, MIN(v.sheet) AS sheet, MIN(COALESCE(v.cell_elsewhere, v.cell_column || v."row")) AS cell
FROM coded_value AS v
JOIN src_submission AS s ON s.sequence = v.submission_no
WHERE v.unit_no IS NULL AND v.week_index IN (SELECT week_index FROM target_week)
GROUP BY s.submission_id
