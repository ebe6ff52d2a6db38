-- grain: one side; rows that the other side has not (or not as often)
SELECT 'missing' AS side, COUNT(*) AS n
FROM (SELECT * FROM other.{table} EXCEPT ALL SELECT * FROM {table})
UNION ALL
SELECT 'added' AS side, COUNT(*) AS n
FROM (SELECT * FROM {table} EXCEPT ALL SELECT * FROM other.{table})
