-- grain: one key of fct_indicator that occurs more than once
-- severity: error
-- zh: 同一单位、周、指标出现多个数值。
-- en: A unit, week and indicator has more than one figure.
SELECT k.org_unit_id, f.week_index, f.indicator_no, f.n
FROM (
    SELECT unit_no, week_index, indicator_no, COUNT(*) AS n
    FROM coded_indicator
    WHERE week_index IN (SELECT week_index FROM target_week)
    GROUP BY unit_no, week_index, indicator_no
    HAVING COUNT(*) > 1
) AS f
JOIN key_unit AS k ON k.unit_no = f.unit_no
