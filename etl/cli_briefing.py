"""The command that writes one week as slides, workbook or PDF for the meeting room."""

from __future__ import annotations

from pathlib import Path

import click

from etl import cli_output as out
from etl.cli_options import Common, common, parse_week


@click.command()
@click.option("--week", callback=parse_week, help="The week, as 2026-W47; without it the newest with data.")
@click.option("--version", "of_version", help="The version, as v00012; without it the published one.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Its language.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .pptx (slides), .xlsx (tables with formulas) or .pdf (needs LibreOffice).",
)
@common
def briefing(options: Common, week: str | None, of_version: str | None, lang: str, output: Path) -> None:
    """Write a week as editable slides, as a workbook with live formulas, or as PDF."""
    from etl.briefing import content, pdf, write

    try:
        made = write.write(options.open(), week, lang, output, of_version)
    except (content.BriefingError, pdf.NoConverter, ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    answer = {"file": str(made.path), "week": made.week, "version": made.version, "lang": lang, "pages": made.pages}
    pages = "sheets" if output.suffix.lower() == ".xlsx" else "slides"
    line = f"{made.path}: {made.week}, {made.version}, {made.pages} {pages}"
    out.show(answer, line, as_json=options.as_json)
