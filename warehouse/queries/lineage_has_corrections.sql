-- grain: one row: whether the file was made since there are corrections
SELECT COUNT(*) > 0 AS found FROM duckdb_tables() WHERE table_name = 'correction'
