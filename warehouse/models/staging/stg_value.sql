-- grain: one cell in force, what it says (where it stands is looked up in stg_statement)
SELECT s.unit_no, s.element_no, s.week_index, s.value, s.value_text, s.category, s.channel
FROM stg_statement AS s
LEFT JOIN stg_contest AS c
    ON c.unit_no = s.unit_no AND c.data_set_no = s.data_set_no AND c.week_index = s.week_index
WHERE c.sequence IS NULL OR c.sequence = s.sequence
