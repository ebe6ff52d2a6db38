-- grain: one submitted number that stands out against its unit's own history, and why:
-- outlier  modified z-score 0.6745 * |x - median| / MAD beyond the limit, with enough weeks and a difference worth a word
-- zero     a stock of some size that fell to nothing
-- jump     where the history is short or flat: far from the week before
-- short    nothing can be said: too few weeks and (a flow) no usual size
WITH compared AS (
    SELECT
        s.n, s.value, s.is_flow, h.weeks, h.middle, h.spread, h.previous,
        CASE WHEN h.spread > 0 THEN 0.6745 * ABS(s.value - h.middle) / h.spread END AS z
    FROM submitted AS s
    LEFT JOIN outlier_history AS h
        ON h.org_unit_id = s.org_unit_id AND h.data_element = s.data_element
        AND h.category IS NOT DISTINCT FROM s.category AND h.channel IS NOT DISTINCT FROM s.channel
),
judged AS (
    SELECT
        n, value, weeks, middle, spread, previous,
        CASE
            WHEN weeks IS NULL OR (weeks < $least_weeks AND is_flow) THEN 'short'
            WHEN NOT is_flow AND value = 0 AND previous >= $zero_from THEN 'zero'
            WHEN weeks >= $least_weeks AND spread > 0
                THEN CASE
                    WHEN z > CASE WHEN is_flow THEN $flow_limit ELSE $limit END AND ABS(value - middle) >= $least_change
                        THEN 'outlier'
                END
            -- a flow that is mostly none has weeks with some: only a large number is worth a word
            WHEN is_flow AND value - GREATEST(previous, middle) < 5 * $least_change THEN NULL
            WHEN ABS(value - previous) >= $least_change AND ABS(value - previous) > $jump * previous THEN 'jump'
        END AS why
    FROM compared
)
SELECT n, value, weeks, middle, spread, previous, why FROM judged WHERE why IS NOT NULL ORDER BY n
