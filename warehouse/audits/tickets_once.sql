-- grain: one ticket that counts more than once in the weeks built
-- severity: error
-- zh: 同一工单被重复计数。
-- en: A ticket counts more than once.
SELECT ticket_number, submission_id, COUNT(*) AS n
FROM (
    SELECT t.ticket_number, t.submission_id
    FROM src_ticket AS t
    JOIN target_week AS w ON w.period_id = t.period_id
)
GROUP BY ticket_number, submission_id
HAVING COUNT(*) > 1
