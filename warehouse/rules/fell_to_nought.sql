-- grain: one count of a community or above, stated for the week, that is nought and was five or more a week before (a flow:
-- of a district or above, twenty or more): a sheet that was emptied looks like this
-- severity: warning
-- zh: 本周为 0，上周为 {compared}。请核实是否漏填；漏填应留空，而不是填 0。
-- en: Nought this week, {compared} the week before. Check whether it was left out: what was not counted stays blank, it is not 0.
SELECT f.unit_no, f.week_index, f.indicator_no, f.numerator AS found, b.numerator AS compared
FROM coded_indicator AS f
JOIN rule_week AS w ON w.week_index = f.week_index
JOIN key_indicator AS k ON k.indicator_no = f.indicator_no
JOIN dim_indicator AS i ON i.indicator_id = k.indicator_id
JOIN key_unit AS u ON u.unit_no = f.unit_no
JOIN coded_indicator AS b
    ON b.unit_no = f.unit_no AND b.week_index = f.week_index - 1 AND b.indicator_no = f.indicator_no
    AND b.numerator >= 5
WHERE f.numerator = 0 AND f.carried_week IS NULL AND f.reported_units > 0 AND i.denominator IS NULL
    AND u.level IN ('city', 'district', 'street', 'community')
    AND (
        (i.measure = 'stock' AND i.direction <> 'down')
        OR (b.numerator >= 20 AND u.level IN ('city', 'district'))
    )
