SELECT DISTINCT submission_id FROM fct_value
