-- grain: one key of fct_complaint that occurs more than once
-- severity: error
-- zh: 同一单位、周、类别、渠道的诉求出现多行。
-- en: A unit, week, category and channel has more than one row of complaints.
SELECT org_unit_id, period_id, category, channel, COUNT(*) AS n
FROM fct_complaint
WHERE period_id IN (SELECT period_id FROM target_week)
GROUP BY org_unit_id, period_id, category, channel
HAVING COUNT(*) > 1
