-- grain: one unit, week and indicator that ought to have a row and has none
-- severity: error
SELECT u.org_unit_id, w.period_id, g.data_set_id
FROM target_week AS w
JOIN ref_grid AS g ON g.epoch = w.epoch
JOIN ref_unit AS u ON u.unit_no = g.unit_no
JOIN (SELECT data_set_id, MIN(indicator_id) AS indicator_id FROM ref_indicator GROUP BY data_set_id) AS i
    ON i.data_set_id = g.data_set_id
LEFT JOIN (
    SELECT org_unit_id, period_id, indicator_id
    FROM fct_indicator
    WHERE period_id IN (SELECT period_id FROM target_week)
) AS f
    ON f.org_unit_id = u.org_unit_id AND f.period_id = w.period_id AND f.indicator_id = i.indicator_id
WHERE f.org_unit_id IS NULL
