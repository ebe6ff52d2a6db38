-- grain: one open unit and week to build that has households: the form's newest figure up to then, else the register's
-- source_week -1 = the register
WITH bounds AS (
    SELECT MIN(week_index) AS first_week, MAX(week_index) AS last_week FROM target_week
),
before_them AS (
    SELECT s.unit_no, MAX(s.week_index) AS week_index
    FROM household_statement AS s
    CROSS JOIN bounds AS b
    WHERE s.week_index < b.first_week
    GROUP BY s.unit_no
),
point AS (
    SELECT s.unit_no, s.week_index
    FROM household_statement AS s
    CROSS JOIN bounds AS b
    WHERE s.week_index BETWEEN b.first_week AND b.last_week
    UNION ALL
    SELECT unit_no, week_index FROM before_them
),
line AS (
    SELECT h.unit_no, w.week_index, -1 AS stated_week, h.households AS registered, 1 AS wanted
    FROM target_week AS w
    JOIN ref_hierarchy AS h ON h.epoch = w.epoch
    UNION ALL
    SELECT unit_no, week_index, week_index AS stated_week, NULL AS registered, 0 AS wanted FROM point
),
latest AS (
    SELECT
        unit_no, week_index, registered, wanted,
        MAX(stated_week) OVER (
            PARTITION BY unit_no ORDER BY week_index, wanted ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS source_week
    FROM line
)
SELECT
    l.unit_no, l.week_index, COALESCE(s.value, CAST(l.registered AS DECIMAL(18, 3))) AS value, l.source_week
FROM latest AS l
LEFT JOIN household_statement AS s ON s.unit_no = l.unit_no AND s.week_index = l.source_week
WHERE l.wanted = 1 AND COALESCE(s.value, CAST(l.registered AS DECIMAL(18, 3))) IS NOT NULL
