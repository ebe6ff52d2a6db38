-- grain: one indicator, city or district, week
SELECT
    indicator_id, org_unit_id, period_id, CAST(numerator AS DOUBLE) AS numerator,
    CAST(denominator AS DOUBLE) AS denominator,
    CASE
        WHEN denominator IS NULL THEN CAST(numerator AS DOUBLE)
        WHEN denominator <> 0 THEN CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE)
    END AS value
FROM fct_indicator
WHERE level IN ('city', 'district')
