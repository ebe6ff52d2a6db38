"""The briefing: one week of one version as slides, workbook or PDF. deck.py is the order, content.py what is said."""
