-- grain: one ticket of $unit or below it, of a week that ended at least $days days before $last did, that is not resolved;
-- stage = unanswered or unresolved. Rows of counts (their category is one of $categories) are no tickets
SELECT v.category AS ticket, v.org_unit_id, v.period_id,
    CASE WHEN MAX(v.value) FILTER (WHERE v.data_element = 'complaints_responded') = 0 THEN 'unanswered' ELSE 'unresolved' END AS stage,
    MIN(v.submission_id) AS submission_id, MIN(v.sheet) AS sheet, MIN(v.cell) FILTER (WHERE v.data_element = 'complaints_received') AS cell
FROM fct_value AS v
JOIN dim_org_unit AS u ON u.org_unit_id = v.org_unit_id
JOIN dim_period AS p ON p.period_id = v.period_id
WHERE v.data_set_id = 'complaints' AND v.category IS NOT NULL AND NOT list_contains($categories, v.category)
    AND v.data_element IN ('complaints_received', 'complaints_responded', 'complaints_resolved')
    AND v.period_id BETWEEN $first AND $last
    AND p.end_date <= (SELECT end_date FROM dim_period WHERE period_id = $last) - CAST($days AS INTEGER)
    AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
GROUP BY v.category, v.org_unit_id, v.period_id
HAVING MAX(v.value) FILTER (WHERE v.data_element = 'complaints_resolved') = 0
ORDER BY v.period_id, v.category;
