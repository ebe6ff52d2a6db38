-- grain: one submitted value that was corrected, as fct_value keys it
SELECT submission_id, period_id, data_element, sheet, "row", cell, old AS corrected_from, reason, who AS corrected_by
FROM correction
