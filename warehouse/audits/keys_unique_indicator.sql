-- grain: one key of fct_indicator that occurs more than once
-- severity: error
SELECT org_unit_id, period_id, indicator_id, COUNT(*) AS n
FROM fct_indicator
WHERE period_id IN (SELECT period_id FROM target_week)
GROUP BY org_unit_id, period_id, indicator_id
HAVING COUNT(*) > 1
