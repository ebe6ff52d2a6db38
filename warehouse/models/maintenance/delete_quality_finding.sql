DELETE FROM quality_finding WHERE period_id NOT IN (SELECT period_id FROM ref_week) OR period_id IN (SELECT period_id FROM rule_week)
