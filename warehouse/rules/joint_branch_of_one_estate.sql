-- grain: one joint branch and week that serves a single estate: a joint branch is one of several estates
-- severity: warning
-- zh: 联合党支部只覆盖 {found} 个小区。请核实是否应为独立支部，或党组织名称填写不一致。
-- en: The joint branch serves {found} estate only. Check whether it is an independent one, or its name is written differently elsewhere.
SELECT b.unit_no, b.week_index, k.indicator_no, CAST(b.estates AS DECIMAL(18, 3)) AS found, CAST(2 AS DECIMAL(18, 3)) AS compared
FROM branch_size AS b
JOIN rule_week AS w ON w.week_index = b.week_index
JOIN key_indicator AS k ON k.indicator_id = 'joint_branches'
WHERE b.joint AND b.estates = 1
