-- grain: one submitted value of the newest week of a span in which its unit stated anything of the data set
SELECT org_unit_id, data_element, value, value_text, period_id
FROM fct_value
WHERE data_set_id = $data_set
    AND period_id BETWEEN $first AND $last
    AND category IS NULL
    AND channel IS NULL
    AND org_unit_id IN (SELECT UNNEST($units))
QUALIFY period_id = MAX(period_id) OVER (PARTITION BY org_unit_id)
