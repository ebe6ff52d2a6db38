"""The `linju` command: each command parses its words, calls one function and prints what came of it.

Exit status: 0 done, 1 refused because of the data, 2 wrong usage, 3 another refresh is running.
"""

from __future__ import annotations

from pathlib import Path

import click

from etl import (
    boundary_words,
    cli_briefing,
    cli_chase,
    cli_corrections,
    cli_forms,
    cli_run,
    corrections,
    effect_text,
    pipeline,
)
from etl import cli_output as out
from etl.cli_options import DEFAULT_STORE, Common, common, parse_week
from etl.results import CheckResult
from warehouse import build, lineage, versions
from warehouse import verify as verification
from warehouse.settings import DATUMS


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    envvar="LINJU_STORE",
    default=DEFAULT_STORE,
    show_default=True,
    help="The store's folder (or LINJU_STORE).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.version_option(package_name="linju")
@click.pass_context
def main(ctx: click.Context, store: Path, as_json: bool) -> None:
    """Linju: a city's weekly workbooks become one trusted store and a map."""
    ctx.obj = Common(store, as_json)


files_argument = click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
sender_option = click.option("--sender", help="The unit that sent the files, where they do not say so: code or name.")
week_option = click.option(
    "--week", callback=parse_week, help="The week of the files, where they do not say so: 2026-W47."
)


@main.command()
@click.option("--city", required=True, help="The city's name.")
@click.option(
    "--org-units",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The register of units as CSV.",
)
@click.option(
    "--boundaries", type=click.Path(exists=True, path_type=Path), help="A GeoJSON file or a folder of them."
)
@click.option(
    "--datum",
    type=click.Choice(DATUMS),
    default="wgs84",
    show_default=True,
    help="The datum of boundaries and points.",
)
@common
def init(options: Common, city: str, org_units: Path, boundaries: Path | None, datum: str) -> None:
    """Make a new store for a city."""
    from etl.setup import SetupError, checked_units, create_store

    try:
        store, units = create_store(options.store, city, org_units, boundaries, datum)
    except (SetupError, FileExistsError) as error:
        raise click.UsageError(str(error)) from error
    report = boundary_words.check(store.boundaries, checked_units(org_units), datum) if boundaries else None
    out.created(store, units, report, as_json=options.as_json)


def _moved(options: Common, result: CheckResult) -> list[str]:
    return [] if options.as_json else effect_text.lines(options.open(), result, out.language())


@main.command()
@files_argument
@sender_option
@week_option
@common
def check(options: Common, files: tuple[Path, ...], sender: str | None, week: str | None) -> None:
    """Read files without loading them: what was recognised, every issue with its cell, what loading would move."""
    with out.progress(options.as_json) as progress:
        result = pipeline.check(options.open(), list(files), sender=sender, week=week, progress=progress)
    out.result(result, _moved(options, result), as_json=options.as_json)


@main.command()
@files_argument
@sender_option
@week_option
@click.option("--accept-partial", is_flag=True, help="Load files with errors, holding back the rows at fault.")
@common
def refresh(
    options: Common, files: tuple[Path, ...], sender: str | None, week: str | None, accept_partial: bool
) -> None:
    """Check and load files (by default those in the inbox), build, audit and publish."""
    with out.progress(options.as_json) as progress:
        try:
            result = pipeline.refresh(
                options.open(),
                list(files),
                sender=sender,
                week=week,
                accept_partial=accept_partial,
                progress=progress,
            )
        except build.AuditFailed as error:
            out.audit_failed(error, as_json=options.as_json)
            raise SystemExit(1) from error

    lines = [] if options.as_json else boundary_words.published_lines(options.open(), out.language())
    out.result(result, [*_moved(options, result), *lines], as_json=options.as_json)


@main.command()
@click.argument("written")
@click.argument("unit")
@click.option("--parent", help="The unit below which the spelling counts: code or name.")
@common
def confirm(options: Common, written: str, unit: str, parent: str | None) -> None:
    """Remember how a unit is written."""
    from etl.aliases import AliasError
    from etl.aliases import confirm as remember

    store = options.open()
    try:
        with store.lock():
            alias = remember(store, written, unit, parent)
    except AliasError as error:
        raise click.UsageError(str(error)) from error
    out.show(alias, f"{written} → {alias['org_unit_id']}", as_json=options.as_json)


@main.command()
@click.argument("indicator")
@click.argument("unit")
@click.argument("week", callback=parse_week)
@common
def explain(options: Common, indicator: str, unit: str, week: str) -> None:
    """Take a number down to the cells it is made of."""
    try:
        found = lineage.explain(options.open(), indicator, unit, week)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
    out.explained(found, as_json=options.as_json)


@main.command("versions")
@common
def list_versions(options: Common) -> None:
    """List the published versions."""
    out.versions(versions.versions(options.open()), as_json=options.as_json)


@main.command()
@click.argument("before")
@click.argument("after")
@common
def diff(options: Common, before: str, after: str) -> None:
    """Say what differs between two versions, and why."""
    try:
        changes = versions.diff(options.open(), before, after)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
    out.changes(changes, as_json=options.as_json)


@main.command()
@click.argument("version")
@common
def rollback(options: Common, version: str) -> None:
    """Publish an older version again; nothing is deleted."""
    store = options.open()
    try:
        versions.rollback(store, version)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
    out.show({"version": version}, f"{version} is published.", as_json=options.as_json)


@main.command()
@click.argument("submission")
@common
def withdraw(options: Common, submission: str) -> None:
    """Take a submission out of the figures; its file and receipt are kept."""
    try:
        published = versions.withdraw(options.open(), submission)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
    except build.AuditFailed as error:
        out.audit_failed(error, as_json=options.as_json)
        raise SystemExit(1) from error
    except build.CorrectionFailed as error:
        out.refused(corrections.as_issues(error.faults), as_json=options.as_json)
        raise SystemExit(1) from error
    out.show({"version": published.version}, f"withdrawn; {published.version} is published.", as_json=options.as_json)


@main.command()
@click.option("--all", "every", is_flag=True, help="Build every kept version again, not the published one alone.")
@common
def verify(options: Common, every: bool) -> None:
    """Check that every file is whole and the published version can be built again, row by row."""
    problems = verification.verify(options.open(), every=every)
    out.verified(problems, as_json=options.as_json)


main.add_command(cli_run.demo)
main.add_command(cli_run.serve)
main.add_command(cli_briefing.briefing)
main.add_command(cli_chase.chase)
main.add_command(cli_corrections.correct)
main.add_command(cli_forms.template)
main.add_command(cli_forms.return_file)


if __name__ == "__main__":
    main()
