"""The command that says who is to be reminded of what."""

from __future__ import annotations

import click

from etl import cli_output as out
from etl.cli_options import Common, common, parse_week


@click.command()
@click.option("--week", callback=parse_week, help="The week, as 2026-W47; without it the newest with data.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Its language.")
@common
def chase(options: Common, week: str | None, lang: str) -> None:
    """Print, for each sender that owes something for a week, a message ready to be sent."""
    from etl import chase as chasing

    try:
        found = chasing.chase(options.open(), week, lang)
    except chasing.ChaseError as error:
        raise click.UsageError(str(error)) from error
    out.show(found, chasing.text(found), as_json=options.as_json)
