-- grain: one unit, week and data set that ought to have a row of the data set's first indicator and has none
-- severity: error
-- zh: 应报送单位在应报周没有记录。
-- en: A unit that ought to report has no row in a week.
SELECT u.org_unit_id, w.period_id, g.data_set_id
FROM target_week AS w
JOIN ref_grid AS g ON g.epoch = w.epoch
JOIN ref_unit AS u ON u.unit_no = g.unit_no
JOIN (SELECT data_set_id, MIN(indicator_no) AS indicator_no FROM ref_indicator GROUP BY data_set_id) AS i
    ON i.data_set_id = g.data_set_id
LEFT JOIN coded_indicator AS f
    ON f.unit_no = g.unit_no AND f.week_index = w.week_index AND f.indicator_no = i.indicator_no
WHERE f.unit_no IS NULL
