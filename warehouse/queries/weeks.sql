-- grain: one week, newest first
SELECT period_id, start_date, end_date FROM dim_period ORDER BY period_id DESC;
