ATTACH '{path}' AS other (READ_ONLY)
