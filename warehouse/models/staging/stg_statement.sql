-- grain: one submitted cell of the weeks read (the weeks to build and those a stock may be carried from), in numbers.
-- A unit that the register has not stays NULL, and an audit says so
SELECT
    u.unit_no, e.element_no, e.data_set_no, w.week_index, s.sequence, v.value, v.value_text, v.category, v.channel,
    v.qualifier, v.sheet, v."row", v.cell
FROM src_value AS v
JOIN ref_element AS e ON e.data_set_id = v.data_set_id AND e.data_element = v.data_element
JOIN ref_week AS w ON w.period_id = v.period_id
JOIN src_submission AS s ON s.submission_id = v.submission_id
LEFT JOIN ref_unit AS u ON u.org_unit_id = v.org_unit_id
