-- grain: one submission that facts stand on and that does not count
-- severity: error
SELECT v.submission_id, s.status, v.n
FROM (
    SELECT submission_id, COUNT(*) AS n
    FROM fct_value
    WHERE period_id IN (SELECT period_id FROM target_week)
    GROUP BY submission_id
) AS v
LEFT JOIN submission AS s ON s.submission_id = v.submission_id
WHERE s.status IS NULL OR s.status NOT IN ('accepted', 'superseded')
