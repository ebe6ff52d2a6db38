-- grain: one figure of one ticket in its newest state; the ticket's number in category, its own category in value_text
SELECT
    u.unit_no, w.week_index, e.element_no, t.ticket_number AS category, t.channel,
    CASE e.data_element
        WHEN 'complaints_received' THEN 1
        WHEN 'complaints_responded' THEN CASE WHEN t.responded THEN 1 WHEN NOT t.responded THEN 0 END
        WHEN 'complaints_resolved' THEN CASE WHEN t.resolved THEN 1 WHEN NOT t.resolved THEN 0 END
        WHEN 'complaints_resolved_in_estate'
            THEN CASE WHEN t.resolved_in_estate THEN 1 WHEN NOT t.resolved_in_estate THEN 0 END
        WHEN 'complaints_rated' THEN CASE WHEN t.rated THEN 1 WHEN NOT t.rated THEN 0 END
        WHEN 'complaints_satisfied' THEN CASE WHEN t.satisfied THEN 1 WHEN NOT t.satisfied THEN 0 END
        WHEN 'response_minutes' THEN t.response_minutes
        WHEN 'resolution_minutes' THEN t.resolution_minutes
    END AS value,
    CASE WHEN e.data_element = 'complaints_received' THEN t.category END AS value_text,
    CAST(NULL AS VARCHAR) AS qualifier, s.sequence AS submission_no, t.sheet, t."row",
    CAST(NULL AS VARCHAR) AS cell_column,
    CASE e.data_element
        WHEN 'complaints_received' THEN t.cell
        WHEN 'complaints_responded' THEN t.cell_responded
        WHEN 'response_minutes' THEN t.cell_responded
        WHEN 'complaints_resolved' THEN t.cell_resolved
        WHEN 'resolution_minutes' THEN t.cell_resolved
        WHEN 'complaints_resolved_in_estate' THEN t.cell_in_estate
        ELSE t.cell_satisfied
    END AS cell_elsewhere
FROM src_ticket AS t
JOIN target_week AS w ON w.period_id = t.period_id
JOIN src_submission AS s ON s.submission_id = t.submission_id
LEFT JOIN ref_unit AS u ON u.org_unit_id = t.org_unit_id
JOIN ref_element AS e ON e.data_set_id = 'complaints'
LEFT JOIN stg_ticket_restated AS r ON r.ticket_number = t.ticket_number
WHERE (r.sequence IS NULL OR r.sequence = s.sequence)
    AND CASE e.data_element
        WHEN 'complaints_received' THEN TRUE
        WHEN 'complaints_responded' THEN t.responded IS NOT NULL
        WHEN 'complaints_resolved' THEN t.resolved IS NOT NULL
        WHEN 'complaints_resolved_in_estate' THEN t.resolved_in_estate IS NOT NULL
        WHEN 'complaints_rated' THEN t.rated IS NOT NULL
        WHEN 'complaints_satisfied' THEN t.satisfied IS NOT NULL
        WHEN 'response_minutes' THEN t.response_minutes IS NOT NULL
        WHEN 'resolution_minutes' THEN t.resolution_minutes IS NOT NULL
        ELSE FALSE
    END
