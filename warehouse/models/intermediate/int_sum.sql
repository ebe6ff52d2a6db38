-- grain: one unit, component and week: what was stated at it or below it, added up
WITH own AS (
    -- a component that is kept from the finest units: they add to those above and have no row of their own
    SELECT r.*
    FROM int_component AS r
    JOIN ref_component AS p ON p.component_no = r.component_no
    WHERE p.finest_rank IS NULL
    UNION ALL
    SELECT r.*
    FROM int_component AS r
    JOIN ref_component AS p ON p.component_no = r.component_no
    JOIN ref_hierarchy AS h ON h.epoch = r.epoch AND h.unit_no = r.unit_no
    WHERE h.level_rank <= p.finest_rank
),
part AS (
    SELECT r.*
    FROM int_share AS r
    JOIN ref_component AS p ON p.component_no = r.component_no
    JOIN ref_hierarchy AS h ON h.epoch = r.epoch AND h.unit_no = r.unit_no
    WHERE p.finest_rank IS NULL OR h.level_rank <= p.finest_rank
    UNION ALL
    SELECT
        k.ancestor_no, b.component_no, b.week_index, b.epoch, b.numerator, b.denominator, b.source_week, b.reported
    FROM int_below AS b
    JOIN ref_closure AS k ON k.epoch = b.epoch AND k.unit_no = b.unit_no
),
added AS (
    SELECT
        unit_no, component_no, week_index, MIN(epoch) AS epoch,
        CAST(SUM(numerator) AS DECIMAL(18, 3)) AS numerator, CAST(SUM(denominator) AS DECIMAL(18, 3)) AS denominator,
        MIN(source_week) AS source_week, CAST(SUM(reported) AS INTEGER) AS reported
    FROM part
    GROUP BY unit_no, component_no, week_index
),
further AS (
    SELECT a.*, COALESCE(g.expected_units, 0) AS expected_units
    FROM added AS a
    JOIN ref_component AS p ON p.component_no = a.component_no
    LEFT JOIN ref_grid AS g ON g.epoch = a.epoch AND g.data_set_no = p.data_set_no AND g.unit_no = a.unit_no
)
-- most units have a count of their own and nothing below, or the other way round: they are joined, not grouped
SELECT
    COALESCE(o.unit_no, f.unit_no) AS unit_no, COALESCE(o.component_no, f.component_no) AS component_no,
    COALESCE(o.week_index, f.week_index) AS week_index, COALESCE(o.epoch, f.epoch) AS epoch,
    CASE
        WHEN f.numerator IS NULL THEN o.numerator
        ELSE CAST(f.numerator + COALESCE(o.numerator, 0) AS DECIMAL(18, 3))
    END AS numerator,
    CASE
        WHEN f.denominator IS NULL THEN o.denominator
        ELSE CAST(f.denominator + COALESCE(o.denominator, 0) AS DECIMAL(18, 3))
    END AS denominator,
    LEAST(CASE WHEN o.source_week >= 0 THEN o.source_week END, f.source_week) AS source_week,
    COALESCE(o.reported, 0) + COALESCE(f.reported, 0) AS reported_units,
    COALESCE(o.expected_units, f.expected_units) AS expected_units
FROM own AS o
FULL JOIN further AS f
    ON f.unit_no = o.unit_no AND f.component_no = o.component_no AND f.week_index = o.week_index
