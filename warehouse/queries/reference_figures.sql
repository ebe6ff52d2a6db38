-- grain: one published figure of an indicator, the comparable ones first
SELECT * FROM reference_figure WHERE indicator_id IS NOT NULL ORDER BY indicator_id, NOT comparable, as_of DESC, figure_id;
