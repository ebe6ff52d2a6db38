-- grain: one branch and week, at its seat: how many estates it serves
SELECT unit_no, week_index, joint = 1 AS joint, CAST(estates AS INTEGER) AS estates
FROM int_branch
ORDER BY unit_no, week_index
