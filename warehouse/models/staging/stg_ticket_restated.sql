-- grain: one ticket number that came more than once; sequence = of its newest state
SELECT t.ticket_number, MAX(s.sequence) AS sequence
FROM src_ticket_all AS t
JOIN src_submission AS s ON s.submission_id = t.submission_id
GROUP BY t.ticket_number
HAVING COUNT(*) > 1
