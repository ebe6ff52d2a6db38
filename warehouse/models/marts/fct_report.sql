-- grain: one sender-level unit, data set and week: owed, or received without being owed.
-- received_at = the earliest arrival, which decides on_time; submission_id = the one in force
WITH sender AS (
    SELECT w.week_index, w.epoch, w.period_id, w.due_at, h.unit_no
    FROM target_week AS w
    JOIN ref_hierarchy AS h ON h.epoch = w.epoch
    JOIN ref_sender_level AS s ON s.level = h.level
),
arrived AS (
    SELECT
        s.period_id, s.unit_no, c.data_set_id,
        MIN(c.received_at) AS received_at, MAX_BY(c.submission_id, b.sequence) AS submission_id
    FROM src_coverage AS c
    JOIN src_submission AS b ON b.submission_id = c.submission_id
    JOIN ref_unit AS u ON u.org_unit_id = c.org_unit_id
    JOIN target_week AS w ON w.period_id = c.period_id
    JOIN ref_placement AS p ON p.epoch = w.epoch AND p.unit_no = u.unit_no
    JOIN ref_closure AS k ON k.epoch = w.epoch AND k.ancestor_no = p.placed_no
    JOIN sender AS s ON s.week_index = w.week_index AND s.unit_no = k.unit_no
    GROUP BY s.period_id, s.unit_no, c.data_set_id
),
owed AS (
    SELECT s.period_id, s.unit_no, x.data_set_id
    FROM sender AS s
    CROSS JOIN ref_expected AS x
)
SELECT
    u.org_unit_id, COALESCE(o.data_set_id, a.data_set_id) AS data_set_id, w.period_id,
    o.unit_no IS NOT NULL AS expected, a.unit_no IS NOT NULL AS received,
    COALESCE(a.received_at <= w.due_at, FALSE) AS on_time, a.submission_id, a.received_at
FROM owed AS o
FULL OUTER JOIN arrived AS a
    ON a.period_id = o.period_id AND a.unit_no = o.unit_no AND a.data_set_id = o.data_set_id
JOIN target_week AS w ON w.period_id = COALESCE(o.period_id, a.period_id)
JOIN ref_unit AS u ON u.unit_no = COALESCE(o.unit_no, a.unit_no)
ORDER BY w.period_id, u.org_unit_id, data_set_id
