-- grain: one cell in force
SELECT s.*
FROM stg_statement AS s
LEFT JOIN stg_contest AS c
    ON c.unit_no = s.unit_no AND c.data_set_no = s.data_set_no AND c.week_index = s.week_index
WHERE c.sequence IS NULL OR c.sequence = s.sequence
