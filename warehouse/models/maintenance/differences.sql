-- grain: one figure that differs between this file and the attached older one; of one week where $week is given
WITH figure AS (
    SELECT
        org_unit_id, period_id, indicator_id, numerator, denominator,
        CASE
            WHEN denominator IS NULL THEN CAST(numerator AS DOUBLE)
            WHEN denominator <> 0 THEN CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE)
        END AS value
    FROM fct_indicator
    WHERE $week IS NULL OR period_id = $week
),
older AS (
    SELECT
        org_unit_id, period_id, indicator_id, numerator, denominator,
        CASE
            WHEN denominator IS NULL THEN CAST(numerator AS DOUBLE)
            WHEN denominator <> 0 THEN CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE)
        END AS value
    FROM other.fct_indicator
    WHERE $week IS NULL OR period_id = $week
)
SELECT
    COALESCE(n.org_unit_id, o.org_unit_id) AS org_unit_id, COALESCE(n.period_id, o.period_id) AS period_id,
    COALESCE(n.indicator_id, o.indicator_id) AS indicator_id, o.value AS before, n.value AS after,
    o.numerator IS NULL AS was_empty
FROM figure AS n
FULL OUTER JOIN older AS o
    ON o.org_unit_id = n.org_unit_id AND o.period_id = n.period_id AND o.indicator_id = n.indicator_id
WHERE n.numerator IS DISTINCT FROM o.numerator OR n.denominator IS DISTINCT FROM o.denominator
ORDER BY indicator_id, org_unit_id, period_id
