-- grain: one row, about the version
SELECT * FROM version_info;
