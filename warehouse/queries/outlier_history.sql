-- grain: one unit and element (complaints as counts: and category, channel): what it stated in the weeks before one week
SELECT
    u.org_unit_id, e.data_element, v.category, v.channel, COUNT(*) AS weeks,
    CAST(MEDIAN(v.value) AS DOUBLE) AS middle, CAST(MAD(v.value) AS DOUBLE) AS spread,
    CAST(MAX_BY(v.value, v.week_index) AS DOUBLE) AS previous
FROM coded_value AS v
JOIN key_unit AS u ON u.unit_no = v.unit_no
JOIN key_element AS e ON e.element_no = v.element_no
WHERE v.week_index BETWEEN $week - $span AND $week - 1 AND v.value IS NOT NULL
    AND LIST_CONTAINS($elements, e.data_element)
    -- a ticket's number stands in category; tickets are compared by weeks, not one by one
    AND (e.data_set_id <> 'complaints' OR v.category IS NULL OR LIST_CONTAINS($categories, v.category))
GROUP BY u.org_unit_id, e.data_element, v.category, v.channel
