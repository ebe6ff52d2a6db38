DELETE FROM fct_value WHERE period_id NOT IN (SELECT period_id FROM ref_week) OR period_id IN (SELECT period_id FROM touched_week)
