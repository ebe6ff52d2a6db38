-- grain: one stock count of a street or above that changed within a week by half and by twenty or more, both weeks with the
-- same number of units reporting: a slipped digit (120 typed as 1200) looks like this
-- severity: warning
-- zh: 一周之内由 {compared} 变为 {found}，报送单位数未变。请核实是否多打或少打了一位数。
-- en: From {compared} to {found} within a week, with as many units reporting. Check for a digit too many or too few.
WITH stock AS (
    SELECT f.unit_no, f.week_index, f.indicator_no, f.numerator, f.reported_units
    FROM coded_indicator AS f
    JOIN key_indicator AS k ON k.indicator_no = f.indicator_no
    JOIN dim_indicator AS i ON i.indicator_id = k.indicator_id
    JOIN key_unit AS u ON u.unit_no = f.unit_no
    WHERE i.measure = 'stock' AND i.denominator IS NULL AND u.level IN ('city', 'district', 'street')
)
SELECT f.unit_no, f.week_index, f.indicator_no, f.numerator AS found, b.numerator AS compared
FROM stock AS f
JOIN rule_week AS w ON w.week_index = f.week_index
JOIN stock AS b ON b.unit_no = f.unit_no AND b.week_index = f.week_index - 1 AND b.indicator_no = f.indicator_no
WHERE f.numerator > 0 AND f.reported_units = b.reported_units
    AND ABS(f.numerator - b.numerator) >= 20 AND ABS(f.numerator - b.numerator) * 2 >= b.numerator
