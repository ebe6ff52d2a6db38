SELECT week_index, period_id, epoch, due_at FROM ref_week WHERE week_index IN (SELECT week_index FROM chosen_week)
