-- grain: one data set
SELECT * FROM dim_data_set;
