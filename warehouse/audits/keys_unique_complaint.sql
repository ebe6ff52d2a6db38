-- grain: one key of fct_complaint that occurs more than once
-- severity: error
SELECT org_unit_id, period_id, category, channel, COUNT(*) AS n
FROM fct_complaint
WHERE period_id IN (SELECT period_id FROM target_week)
GROUP BY org_unit_id, period_id, category, channel
HAVING COUNT(*) > 1
