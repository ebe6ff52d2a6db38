-- grain: one submission that facts stand on and that does not count
-- severity: error
-- zh: 有数据不属于任何有效的报送。
-- en: Figures stand on a submission that does not count.
SELECT v.submission_no, k.submission_id, s.status, v.n
FROM (
    SELECT submission_no, COUNT(*) AS n
    FROM coded_value
    WHERE week_index IN (SELECT week_index FROM target_week)
    GROUP BY submission_no
) AS v
LEFT JOIN key_submission AS k ON k.submission_no = v.submission_no
LEFT JOIN submission AS s ON s.submission_id = k.submission_id
WHERE s.status IS NULL OR s.status NOT IN ('accepted', 'superseded')
