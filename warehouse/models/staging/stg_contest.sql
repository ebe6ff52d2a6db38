-- grain: one unit, data set and week that several submissions state; the highest sequence wins the whole unit
SELECT unit_no, data_set_no, week_index, MAX(sequence) AS sequence
FROM stg_statement
GROUP BY unit_no, data_set_no, week_index
HAVING MIN(sequence) <> MAX(sequence)
