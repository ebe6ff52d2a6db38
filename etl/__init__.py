"""A district's workbook becomes normalised facts and issues."""
