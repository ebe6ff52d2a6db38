-- grain: one row: how the values of a count are spread over all units of a level and all weeks
SELECT count(*) AS cells, min(value) AS lowest, max(value) AS highest,
    quantile_cont(value, 0.2) AS q20, quantile_cont(value, 0.4) AS q40,
    quantile_cont(value, 0.6) AS q60, quantile_cont(value, 0.8) AS q80
FROM (
    SELECT CAST(numerator AS DOUBLE) AS value
    FROM fct_indicator
    WHERE indicator_id = $indicator AND level = $level AND numerator IS NOT NULL
);
