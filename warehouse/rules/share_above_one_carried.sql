-- grain: one share with a side carried from an earlier week whose numerator has outgrown its denominator: the newer side
-- was stated beside a blank, which no check of one workbook can see
-- severity: warning
-- zh: 分子 {found} 大于分母 {compared}：一方是沿用的旧数，另一方是本周新报的数。请报送单位把两项一起补报。
-- en: The numerator {found} is above the denominator {compared}: one of them is carried from an earlier week, the other is new. Have the sender give both again.
SELECT f.unit_no, f.week_index, f.indicator_no, f.numerator AS found, f.denominator AS compared
FROM coded_indicator AS f
JOIN rule_week AS w ON w.week_index = f.week_index
JOIN key_indicator AS k ON k.indicator_no = f.indicator_no
JOIN dim_indicator AS i ON i.indicator_id = k.indicator_id
WHERE i.unit = 'share' AND f.numerator > f.denominator AND f.carried_week IS NOT NULL
