-- grain: one key of fct_report that occurs more than once
-- severity: error
-- zh: 同一单位、数据集、周出现多条报送记录。
-- en: A unit, data set and week has more than one report.
SELECT org_unit_id, data_set_id, period_id, COUNT(*) AS n
FROM fct_report
WHERE period_id IN (SELECT period_id FROM target_week)
GROUP BY org_unit_id, data_set_id, period_id
HAVING COUNT(*) > 1
