-- grain: one unit and week whose complaints by category do not add up to the indicator
-- severity: error
-- zh: 分类别的诉求件数之和与诉求总数不一致。
-- en: The complaints by category do not add up to the number of complaints.
SELECT f.org_unit_id, f.period_id, f.numerator, c.received
FROM fct_indicator AS f
LEFT JOIN (
    SELECT org_unit_id, period_id, SUM(received) AS received
    FROM fct_complaint
    WHERE period_id IN (SELECT period_id FROM target_week)
    GROUP BY org_unit_id, period_id
) AS c ON c.org_unit_id = f.org_unit_id AND c.period_id = f.period_id
WHERE f.indicator_id = 'complaints_received' AND COALESCE(f.numerator, 0) <> COALESCE(c.received, 0)
    AND f.period_id IN (SELECT period_id FROM target_week)
