-- grain: one unit, component and week with tickets at the unit itself. A ticket adds to a rate only where both sides
-- are known of it; unknown = tickets whose denominator counts but whose numerator was not said
WITH alike AS (
    -- tickets of which the same is known and not known are added up first: a million of them are of few kinds
    SELECT
        unit_no, week_index, responded, resolved, resolved_in_estate, rated, satisfied,
        COUNT(*) AS tickets, SUM(response_minutes) AS response_minutes, SUM(resolution_minutes) AS resolution_minutes
    FROM stg_ticket
    GROUP BY
        unit_no, week_index, responded, resolved, resolved_in_estate, rated, satisfied,
        SIGN(response_minutes), SIGN(resolution_minutes)
),
kind AS (
    SELECT ROW_NUMBER() OVER () AS kind_no, * FROM alike
),
said AS (
    SELECT
        k.kind_no, k.unit_no, k.week_index, k.tickets, e.element_no,
        CASE e.data_element
            WHEN 'complaints_received' THEN k.tickets
            WHEN 'complaints_responded' THEN CASE WHEN k.responded THEN k.tickets WHEN NOT k.responded THEN 0 END
            WHEN 'complaints_resolved' THEN CASE WHEN k.resolved THEN k.tickets WHEN NOT k.resolved THEN 0 END
            WHEN 'complaints_resolved_in_estate'
                THEN CASE WHEN k.resolved_in_estate THEN k.tickets WHEN NOT k.resolved_in_estate THEN 0 END
            WHEN 'complaints_rated' THEN CASE WHEN k.rated THEN k.tickets WHEN NOT k.rated THEN 0 END
            WHEN 'complaints_satisfied' THEN CASE WHEN k.satisfied THEN k.tickets WHEN NOT k.satisfied THEN 0 END
            WHEN 'response_minutes' THEN k.response_minutes
            WHEN 'resolution_minutes' THEN k.resolution_minutes
        END AS value
    FROM kind AS k
    JOIN ref_element AS e ON e.data_set_id = 'complaints'
),
paired AS (
    SELECT
        s.kind_no, s.unit_no, s.week_index, s.tickets, t.component_no, p.numerator_terms, p.denominator_terms,
        COUNT(*) FILTER (WHERE t.side = 'n') AS numerators,
        COUNT(*) FILTER (WHERE t.side = 'd') AS denominators,
        SUM(t.sign * CASE WHEN t.counted THEN s.tickets ELSE s.value END) FILTER (WHERE t.side = 'n') AS numerator,
        SUM(t.sign * CASE WHEN t.counted THEN s.tickets ELSE s.value END) FILTER (WHERE t.side = 'd') AS denominator
    FROM said AS s
    JOIN ref_term AS t ON t.element_no = s.element_no
    JOIN ref_component AS p ON p.component_no = t.component_no
    WHERE s.value IS NOT NULL
    GROUP BY
        s.kind_no, s.unit_no, s.week_index, s.tickets, t.component_no, p.numerator_terms, p.denominator_terms
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
    CAST(
        COALESCE(
            SUM(tickets) FILTER (
                WHERE numerators < numerator_terms AND denominators = denominator_terms AND denominator <> 0
            ),
            0
        ) AS BIGINT
    ) AS unknown
FROM paired
GROUP BY unit_no, component_no, week_index
