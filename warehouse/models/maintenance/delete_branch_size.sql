DELETE FROM branch_size WHERE week_index NOT IN (SELECT week_index FROM ref_week) OR week_index IN (SELECT week_index FROM touched_week)
