-- grain: one submitted cell and the part (numerator, denominator) of the figure that it goes into
WITH ticket AS (
    -- a ticket counts where all that its rate asks of it is said
    SELECT v.category AS ticket_number, p.component_no
    FROM coded_value AS v
    JOIN target_week AS w ON w.week_index = v.week_index
    JOIN ref_placement AS l ON l.epoch = w.epoch AND l.unit_no = v.unit_no
    JOIN lineage_below AS b ON b.unit_no = l.placed_no
    JOIN ref_term AS t ON t.element_no = v.element_no
    JOIN ref_component AS p ON p.component_no = t.component_no AND p.data_set_id = 'complaints'
    LEFT JOIN complaint_category AS c ON c.category = v.category
    WHERE v.category IS NOT NULL AND c.category IS NULL AND v.value IS NOT NULL
    GROUP BY v.category, p.component_no, p.numerator_terms, p.denominator_terms
    HAVING COUNT(*) = p.numerator_terms + p.denominator_terms
),
found AS (
    SELECT t.part, v.*
    FROM lineage_trace AS t
    JOIN coded_value AS v
        ON v.unit_no = t.unit_no AND v.element_no = t.element_no AND v.week_index = t.source_week
    LEFT JOIN complaint_category AS c ON c.category = v.category
    WHERE v.category IS NULL OR c.category IS NOT NULL
    WINDOW one AS (PARTITION BY t.part, v.unit_no, v.element_no, v.week_index)
    -- of complaints that came as counts: the stated whole, else the finest that was given
    QUALIFY CASE WHEN v.category IS NOT NULL THEN 2 WHEN v.channel IS NOT NULL THEN 1 ELSE 0 END
        = CASE
            WHEN COUNT(*) FILTER (WHERE v.category IS NULL AND v.channel IS NULL) OVER one > 0 THEN 0
            WHEN COUNT(v.category) OVER one > 0 THEN 2
            ELSE 1
        END
    UNION ALL
    SELECT a.part, v.*
    FROM coded_value AS v
    JOIN target_week AS w ON w.week_index = v.week_index
    JOIN asked_part AS a ON a.element_no = v.element_no
    JOIN ticket AS t ON t.ticket_number = v.category AND t.component_no = a.component_no
)
SELECT
    f.part, u.org_unit_id, e.data_set_id, e.data_element, f.category, f.channel, f.value, f.value_text, f.qualifier,
    p.period_id, s.submission_id, s.file_name AS file, f.sheet, f."row",
    COALESCE(f.cell_elsewhere, f.cell_column || f."row") AS cell, s.received_at, s.loaded_at, s.loaded_by
FROM found AS f
JOIN key_unit AS u ON u.unit_no = f.unit_no
JOIN key_element AS e ON e.element_no = f.element_no
JOIN dim_period AS p ON p.week_index = f.week_index
JOIN key_submission AS k ON k.submission_no = f.submission_no
LEFT JOIN submission AS s ON s.submission_id = k.submission_id
ORDER BY f.unit_no, f.category NULLS FIRST, f.element_no, f.part DESC
