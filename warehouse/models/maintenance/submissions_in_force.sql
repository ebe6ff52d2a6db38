-- grain: one submission with a value in force
SELECT s.submission_id
FROM (SELECT DISTINCT submission_no FROM coded_value) AS v
JOIN src_submission AS s ON s.sequence = v.submission_no
