"""The command that corrects one cell of a loaded file."""

from __future__ import annotations

import click

from etl import cli_output as out
from etl.cli_options import Common, common


@click.command()
@click.argument("submission")
@click.argument("sheet")
@click.argument("cell")
@click.argument("new")
@click.option("--reason", required=True, help="Why, and on whose word; it is shown beside the corrected value.")
@click.option("--field", default="", help="Of a ticket: responded, resolved, satisfied, category, … (see docs).")
@click.option("--expect", help="What the cell is thought to say; another value there refuses the correction.")
@common
def correct(
    options: Common, submission: str, sheet: str, cell: str, new: str, reason: str, field: str, expect: str | None
) -> None:
    """Correct one cell of a loaded file: a line of corrections.csv, which the next refresh brings in."""
    from etl import corrections

    store = options.open()
    try:
        with store.lock():
            line = corrections.correct(store, submission, sheet, cell, new, reason=reason, field=field, expect=expect)
    except corrections.CorrectionRefused as error:
        out.refused(error.issues, as_json=options.as_json)
        raise SystemExit(1) from error
    said = {
        name: getattr(line, name) for name in ("submission", "sheet", "cell", "field", "old", "new", "reason", "who")
    }
    out.show(
        said, f"{line.sheet} {line.cell}: {line.old} → {line.new or '—'}; linju refresh", as_json=options.as_json
    )
