-- the weeks whose findings are made anew: those built, and each one after, which rules compare with the week before
SELECT week_index, period_id
FROM ref_week
WHERE week_index IN (SELECT week_index FROM target_week UNION ALL SELECT week_index + 1 FROM target_week)
