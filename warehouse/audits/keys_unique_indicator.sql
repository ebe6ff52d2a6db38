-- grain: one key of fct_indicator that occurs more than once
-- severity: error
-- zh: 同一单位、周、指标出现多个数值。
-- en: A unit, week and indicator has more than one figure.
WITH suspect AS (
    -- one bit for each of 60 weeks: a week that comes twice sets no second one. So a few groups are kept instead of
    -- twelve million, and only where rows and bits differ are the rows themselves looked at
    SELECT unit_no, indicator_no, week_index // 60 AS span
    FROM coded_indicator
    WHERE week_index IN (SELECT week_index FROM target_week)
    GROUP BY unit_no, indicator_no, week_index // 60
    HAVING COUNT(*) <> BIT_COUNT(BIT_OR(CAST(1 AS UBIGINT) << (week_index % 60)))
)
SELECT k.org_unit_id, f.week_index, f.indicator_no, COUNT(*) AS n
FROM coded_indicator AS f
JOIN suspect AS s ON s.unit_no = f.unit_no AND s.indicator_no = f.indicator_no AND s.span = f.week_index // 60
JOIN key_unit AS k ON k.unit_no = f.unit_no
WHERE f.week_index IN (SELECT week_index FROM target_week)
GROUP BY k.org_unit_id, f.week_index, f.indicator_no
HAVING COUNT(*) > 1
