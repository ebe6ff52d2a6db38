-- grain: one unit, component and week with tickets at the unit itself. A ticket adds to a rate only where both sides
-- are known of it; unknown = tickets whose denominator counts but whose numerator was not said
WITH said AS (
    SELECT
        t.ticket_number, t.unit_no, t.week_index, e.element_no,
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
        END AS value
    FROM stg_ticket AS t
    JOIN ref_element AS e ON e.data_set_id = 'complaints'
),
paired AS (
    SELECT
        s.ticket_number, s.unit_no, s.week_index, t.component_no, p.numerator_terms, p.denominator_terms,
        COUNT(*) FILTER (WHERE t.side = 'n') AS numerators,
        COUNT(*) FILTER (WHERE t.side = 'd') AS denominators,
        SUM(t.sign * CASE WHEN t.counted THEN 1 ELSE s.value END) FILTER (WHERE t.side = 'n') AS numerator,
        SUM(t.sign * CASE WHEN t.counted THEN 1 ELSE s.value END) FILTER (WHERE t.side = 'd') AS denominator
    FROM said AS s
    JOIN ref_term AS t ON t.element_no = s.element_no
    JOIN ref_component AS p ON p.component_no = t.component_no
    WHERE s.value IS NOT NULL
    GROUP BY s.ticket_number, s.unit_no, s.week_index, t.component_no, p.numerator_terms, p.denominator_terms
)
SELECT
    unit_no, component_no, week_index,
    CAST(
        SUM(numerator) FILTER (WHERE numerators = numerator_terms AND denominators = denominator_terms) AS DECIMAL(18, 3)
    ) AS numerator,
    CAST(
        SUM(denominator) FILTER (WHERE numerators = numerator_terms AND denominators = denominator_terms)
        AS DECIMAL(18, 3)
    ) AS denominator,
    COUNT(*) FILTER (
        WHERE numerators < numerator_terms AND denominators = denominator_terms AND denominator <> 0
    ) AS unknown
FROM paired
GROUP BY unit_no, component_no, week_index
