-- grain: one table of the name that files have had since there are corrections
SELECT table_name FROM duckdb_tables() WHERE table_name = 'correction'
