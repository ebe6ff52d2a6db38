-- grain: one unit (any level), week of receipt, category and channel with at least one complaint received
WITH ticket AS (
    SELECT
        unit_no, week_index, epoch, category, channel,
        1 AS received,
        CASE WHEN responded THEN 1 WHEN NOT responded THEN 0 END AS responded,
        CASE WHEN resolved THEN 1 WHEN NOT resolved THEN 0 END AS resolved,
        CASE WHEN resolved_in_estate THEN 1 WHEN NOT resolved_in_estate OR NOT resolved THEN 0 END AS in_estate,
        CASE WHEN rated THEN 1 WHEN NOT rated THEN 0 END AS rated,
        CASE WHEN satisfied THEN 1 WHEN NOT satisfied OR NOT rated THEN 0 END AS satisfied,
        response_minutes, resolution_minutes
    FROM stg_ticket
),
counted AS (
    SELECT
        c.unit_no, c.week_index, c.epoch, c.category, c.channel,
        SUM(c.value) FILTER (WHERE e.data_element = 'complaints_received') AS received,
        SUM(c.value) FILTER (WHERE e.data_element = 'complaints_responded') AS responded,
        SUM(c.value) FILTER (WHERE e.data_element = 'complaints_resolved') AS resolved,
        SUM(c.value) FILTER (WHERE e.data_element = 'complaints_resolved_in_estate') AS in_estate,
        SUM(c.value) FILTER (WHERE e.data_element = 'complaints_rated') AS rated,
        SUM(c.value) FILTER (WHERE e.data_element = 'complaints_satisfied') AS satisfied,
        CAST(NULL AS INTEGER) AS response_minutes, CAST(NULL AS INTEGER) AS resolution_minutes
    FROM int_complaint_count AS c
    JOIN ref_element AS e ON e.element_no = c.element_no
    JOIN int_used AS u ON u.unit_no = c.unit_no AND u.element_no = c.element_no AND u.week_index = c.week_index
    GROUP BY c.unit_no, c.week_index, c.epoch, c.category, c.channel
),
own AS (
    SELECT * FROM ticket
    UNION ALL
    SELECT * FROM counted
)
SELECT
    u.org_unit_id, w.period_id, h.level, o.category, o.channel,
    SUM(o.received) AS received, SUM(o.responded) AS responded, SUM(o.resolved) AS resolved,
    SUM(o.in_estate) AS resolved_in_estate, SUM(o.rated) AS rated, SUM(o.satisfied) AS satisfied,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY o.response_minutes) AS median_response_minutes,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY o.resolution_minutes) AS median_resolution_minutes
FROM own AS o
JOIN ref_closure AS k ON k.epoch = o.epoch AND k.unit_no = o.unit_no
JOIN ref_unit AS u ON u.unit_no = k.ancestor_no
JOIN ref_hierarchy AS h ON h.epoch = o.epoch AND h.unit_no = k.ancestor_no
JOIN target_week AS w ON w.week_index = o.week_index
GROUP BY u.org_unit_id, w.period_id, h.level, o.category, o.channel
HAVING SUM(o.received) > 0
ORDER BY h.level, w.period_id, u.org_unit_id, o.category NULLS LAST, o.channel NULLS LAST
