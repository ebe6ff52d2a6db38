-- grain: one key of fct_report that occurs more than once
-- severity: error
SELECT org_unit_id, data_set_id, period_id, COUNT(*) AS n
FROM fct_report
WHERE period_id IN (SELECT period_id FROM target_week)
GROUP BY org_unit_id, data_set_id, period_id
HAVING COUNT(*) > 1
