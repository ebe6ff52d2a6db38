-- grain: one unit, week and data set that ought to have a row of the data set's first indicator (none that is optional, or
-- kept from the finest units) and has none
-- severity: error
-- zh: 应报送单位在应报周没有记录。
-- en: A unit that ought to report has no row in a week.
SELECT u.org_unit_id, w.period_id, g.data_set_id
FROM target_week AS w
JOIN ref_grid AS g ON g.epoch = w.epoch
JOIN ref_unit AS u ON u.unit_no = g.unit_no
JOIN (
    SELECT n.data_set_id, MIN(n.indicator_no) AS indicator_no
    FROM ref_indicator AS n
    JOIN ref_component AS c ON c.component_no = n.own_no
    WHERE NOT c.optional AND c.finest_rank IS NULL
    GROUP BY n.data_set_id
) AS i
    ON i.data_set_id = g.data_set_id
LEFT JOIN coded_indicator AS f
    ON f.unit_no = g.unit_no AND f.week_index = w.week_index AND f.indicator_no = i.indicator_no
WHERE f.unit_no IS NULL
