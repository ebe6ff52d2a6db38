-- grain: one figure of a street or above that lies outside the healthy band which the catalogue gives its indicator
-- severity: warning
-- zh: 数值为 {found}，不在健康区间内（最近的界限为 {compared}）。请核对分子和分母，属实则作为工作提示。
-- en: The figure is {found}, outside its healthy band (nearest bound {compared}). Check both parts; if they are right, it is a matter for the work itself.
WITH figure AS (
    SELECT
        f.unit_no, f.week_index, f.indicator_no, i.target_low, i.target_high,
        CASE
            WHEN i.denominator IS NULL THEN CAST(f.numerator AS DOUBLE)
            ELSE CAST(f.numerator AS DOUBLE) / CAST(NULLIF(f.denominator, 0) AS DOUBLE)
        END AS value
    FROM coded_indicator AS f
    JOIN rule_week AS w ON w.week_index = f.week_index
    JOIN key_indicator AS k ON k.indicator_no = f.indicator_no
    JOIN dim_indicator AS i ON i.indicator_id = k.indicator_id
    JOIN key_unit AS u ON u.unit_no = f.unit_no
    WHERE i.direction = 'band' AND u.level IN ('city', 'district', 'street')
)
SELECT
    unit_no, week_index, indicator_no, CAST(value AS DECIMAL(18, 3)) AS found,
    CAST(CASE WHEN value < target_low THEN target_low ELSE target_high END AS DECIMAL(18, 3)) AS compared
FROM figure
WHERE value < target_low OR value > target_high
