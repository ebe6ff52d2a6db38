-- grain: one data element
SELECT * FROM dim_element;
