-- grain: one figure of $unit, or of a unit below it, that a rule finds fault with in these weeks; warnings and the newest first
SELECT
    q.rule_id, r.severity, r.sentence_zh, r.sentence_en, q.org_unit_id, u.name, COALESCE(u.name_en, u.name) AS name_en,
    u.level, q.period_id, q.indicator_id,
    u.level NOT IN ('city', 'district', 'cluster', 'street') AND LIST_CONTAINS($persons, q.indicator_id)
        AND COALESCE(q.found > 0 AND q.found < $small_cell OR q.compared > 0 AND q.compared < $small_cell, FALSE)
        AS suppressed,
    CAST(CASE WHEN suppressed AND q.found > 0 THEN NULL ELSE q.found END AS DOUBLE) AS found,
    CAST(CASE WHEN suppressed AND q.compared > 0 THEN NULL ELSE q.compared END AS DOUBLE) AS compared
FROM quality_finding AS q
JOIN quality_rule AS r ON r.rule_id = q.rule_id
JOIN dim_org_unit AS u ON u.org_unit_id = q.org_unit_id
WHERE q.period_id BETWEEN $first AND $last
    AND $unit IN (u.org_unit_id, u.city_id, u.district_id, u.street_id, u.community_id, u.parent_id)
ORDER BY r.severity DESC, q.period_id DESC, q.rule_id, u.code, q.indicator_id
