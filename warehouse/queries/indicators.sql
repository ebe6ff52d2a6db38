-- grain: one indicator, in the catalogue's order
SELECT * FROM dim_indicator ORDER BY position;
