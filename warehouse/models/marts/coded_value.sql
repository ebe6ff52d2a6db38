-- grain: one submitted cell in force, in numbers
SELECT
    v.unit_no, v.week_index, v.element_no, v.category, v.channel, v.value, v.value_text, v.qualifier,
    v.sequence AS submission_no, v.sheet, v."row",
    CASE WHEN ENDS_WITH(v.cell, CAST(v."row" AS VARCHAR)) THEN LEFT(v.cell, LENGTH(v.cell) - LENGTH(CAST(v."row" AS VARCHAR))) END
        AS cell_column,
    CASE WHEN NOT ENDS_WITH(v.cell, CAST(v."row" AS VARCHAR)) THEN v.cell END AS cell_elsewhere
FROM stg_value AS v
JOIN target_week AS w ON w.week_index = v.week_index
