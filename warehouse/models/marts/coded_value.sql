-- grain: one submitted cell in force, in numbers
WITH placed AS (
    SELECT
        s.*,
        CASE WHEN ENDS_WITH(s.cell, CAST(s."row" AS VARCHAR)) THEN LENGTH(s.cell) - LENGTH(CAST(s."row" AS VARCHAR)) END AS letters
    FROM stg_statement AS s
    JOIN target_week AS w ON w.week_index = s.week_index
    LEFT JOIN stg_contest AS c
        ON c.unit_no = s.unit_no AND c.data_set_no = s.data_set_no AND c.week_index = s.week_index
    WHERE c.sequence IS NULL OR c.sequence = s.sequence
)
SELECT
    unit_no, week_index, element_no, category, channel, value, value_text, qualifier, sequence AS submission_no, sheet,
    "row", LEFT(cell, letters) AS cell_column, CASE WHEN letters IS NULL THEN cell END AS cell_elsewhere
FROM placed
