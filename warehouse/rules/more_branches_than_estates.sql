-- grain: one street or above with more branches than estates that are served by one
-- severity: warning
-- zh: 党组织 {found} 个，多于已覆盖的小区 {compared} 个。请核实是否把同一党组织写成了几个名称。
-- en: {found} branches, more than the {compared} estates they cover. Check whether one branch was written under several names.
SELECT f.unit_no, f.week_index, f.indicator_no, f.numerator AS found, c.numerator AS compared
FROM coded_indicator AS f
JOIN rule_week AS w ON w.week_index = f.week_index
JOIN key_indicator AS k ON k.indicator_no = f.indicator_no AND k.indicator_id = 'branches'
JOIN key_unit AS u ON u.unit_no = f.unit_no
JOIN key_indicator AS covered ON covered.indicator_id = 'branch_coverage'
JOIN coded_indicator AS c
    ON c.unit_no = f.unit_no AND c.week_index = f.week_index AND c.indicator_no = covered.indicator_no
WHERE u.level IN ('city', 'district', 'street') AND f.numerator > c.numerator
