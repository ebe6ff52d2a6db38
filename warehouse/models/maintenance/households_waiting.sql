-- grain: one later week in which a unit's households stand on a statement of a touched week, before or after the change
WITH stated AS (
    SELECT DISTINCT unit_no FROM household_statement
    WHERE week_index IN (SELECT week_index FROM touched_week)
    UNION
    SELECT DISTINCT u.unit_no
    FROM src_value AS v
    JOIN ref_unit AS u ON u.org_unit_id = v.org_unit_id
    JOIN ref_week AS w ON w.period_id = v.period_id
    WHERE v.data_set_id = 'estates' AND v.data_element = 'households'
        AND w.week_index IN (SELECT week_index FROM touched_week)
),
every_statement AS (
    SELECT s.unit_no, s.week_index FROM household_statement AS s JOIN stated AS t ON t.unit_no = s.unit_no
    UNION
    SELECT t.unit_no, w.week_index FROM stated AS t CROSS JOIN touched_week AS w
),
following AS (
    SELECT
        unit_no, week_index,
        LEAD(week_index) OVER (PARTITION BY unit_no ORDER BY week_index) AS next_week
    FROM every_statement
),
waiting AS (
    SELECT DISTINCT week_index, next_week
    FROM following
    WHERE week_index IN (SELECT week_index FROM touched_week)
)
SELECT DISTINCT w.week_index
FROM waiting AS f
JOIN ref_week AS w ON w.week_index > f.week_index AND (f.next_week IS NULL OR w.week_index < f.next_week)
