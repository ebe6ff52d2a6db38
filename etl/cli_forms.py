"""The commands that write workbooks for the senders: the official form, and their own file with its issues."""

from __future__ import annotations

from pathlib import Path

import click

from etl import cli_output as out
from etl.cli_options import Common, common, parse_week

SHOWN = 5
output_option = click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The .xlsx to write."
)


@click.command()
@click.option("--district", "unit", required=True, help="The unit that is to fill it in: code or name.")
@click.option("--week", required=True, callback=parse_week, help="The week it is for, as 2026-W47.")
@click.option("--also", multiple=True, help="A data set that is not owed every week, as standards; may be repeated.")
@output_option
@common
def template(options: Common, unit: str, week: str, also: tuple[str, ...], output: Path) -> None:
    """Write the official workbook of a district and week, prefilled, with drop-downs and limits."""
    from etl import templates

    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{output.name}: the form is a .xlsx", param_hint="-o")
    try:
        written = templates.write(options.open(), unit, week, output, also)
    except (templates.FormError, OSError) as error:
        raise click.UsageError(str(error.args[0])) from error
    rows = ", ".join(f"{data_set} {count}" for data_set, count in written.rows.items())
    answer = {"file": str(written.path), "sender": written.sender, "week": written.week, "rows": written.rows}
    out.show(answer, f"{written.path}: {written.sender} {written.week}: {rows}", as_json=options.as_json)


@click.command("return")
@click.argument("file", type=click.Path(path_type=Path))
@output_option
@click.option("--sender", help="The unit that sent the file, where it does not say so: code or name.")
@click.option("--week", callback=parse_week, help="The week of the file, where it does not say so: 2026-W47.")
@common
def return_file(options: Common, file: Path, output: Path, sender: str | None, week: str | None) -> None:
    """Write the sender's own workbook back: cells at fault coloured and commented, all issues on a first sheet.

    A file within a .zip is named below it: reports.zip/district/file.xlsx.
    """
    from etl import archive, return_copy

    if not archive.exists(file):
        raise click.BadParameter(f"{file}: there is no such file", param_hint="FILE")
    if len(within := archive.files_in(file)) > 1:
        names = ", ".join(str(archive.inner(item)) for item in within[:SHOWN])
        raise click.BadParameter(f"{file} holds {len(within)} files; name one below it: {names}", param_hint="FILE")
    try:
        made = return_copy.write(options.open(), file, output, sender=sender, week=week)
    except (return_copy.ReturnError, OSError) as error:
        raise click.UsageError(str(error)) from error
    answer = {
        "file": str(made.path),
        "errors": made.errors,
        "warnings": made.warnings,
        "notes": made.notes,
        "cells": made.cells,
    }
    line = (
        f"{made.path}: {made.errors} errors, {made.warnings} warnings, {made.notes} notes; {made.cells} cells marked"
    )
    out.show(answer, line, as_json=options.as_json)
