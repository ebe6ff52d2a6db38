"""Filling one version's file: reference tables, the models chunk by chunk, the small tables."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import polars as pl

from warehouse import catalogue, dimensions, facts, hierarchy, periods, quality, receipts, workdays
from warehouse.build_plan import Plan, Source, carries
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS, Inputs
from warehouse.manifest import Manifest

Progress = Callable[[str, int, int], None]
Tables = dict[str, pl.DataFrame]

# the tables that lose the rows of the weeks built anew; quality_finding loses a week more (warehouse.quality)
_BY_WEEK = ("coded_indicator", "fct_complaint", "fct_report", "coded_value", "household_statement", "branch_size")
_SUBMISSION = {"submission_id": pl.String(), "sequence": pl.Int64()}


def quiet(what: str, done: int, of: int) -> None:
    """Show no progress."""


def fill(
    database: Path,
    inputs: Inputs,
    source: Source,
    made: Plan,
    parent_file: Path | None,
    progress: Progress = quiet,
    *,
    lineage: bool = True,
) -> engine.Connection:
    """Make the facts of a version's file and return the open connection; the temporary tables stay for the audits.

    parent_file: the file that is copied and altered where the plan has a parent; lineage: with the rows that only say
    which ticket a figure comes from (a trial shows none, and a million tickets have seven million of them).
    """
    if made.parent is not None and parent_file is not None:
        shutil.copyfile(parent_file, database)
    con = engine.connect(database)
    if made.parent is None:
        con.execute(engine.sql_file(MODELS / "schema.sql"))
    _reference(con, inputs, source, made)
    if made.parent is not None:
        made = _with_waiting_households(con, source, made)
        _delete(con, made.targets)
    _run(con, inputs, source, made, progress, lineage=lineage)
    return con


def _reference(con: engine.Connection, inputs: Inputs, source: Source, made: Plan) -> None:
    register, settings = inputs.register, inputs.settings
    frames = catalogue.tables(inputs.catalogue, settings.reporting.carry_weeks)
    longest = max(carries(inputs.catalogue, settings.reporting.carry_weeks).values(), default=1)
    frames["ref_number"] = pl.DataFrame({"n": list(range(1, longest + 1))}, schema={"n": pl.Int32()})
    frames["ref_unit"] = pl.DataFrame(
        {"unit_no": list(range(len(register.ids))), "org_unit_id": register.ids},
        schema={"unit_no": pl.Int32(), "org_unit_id": pl.String()},
    )
    frames["ref_week"] = _week_frame(inputs, made.weeks)
    frames["ref_sender_level"] = pl.DataFrame({"level": [settings.reporting.sender_level]})
    frames["ref_expected"] = pl.DataFrame(
        {"data_set_id": list(settings.reporting.expected)}, schema={"data_set_id": pl.String()}
    )
    frames["src_submission"] = pl.DataFrame(
        {
            "submission_id": [item.submission_id for item in source.accepted],
            "sequence": [item.sequence for item in source.accepted],
        },
        schema=_SUBMISSION,
    )
    frames["src_coverage"] = source.coverage
    for name, frame in frames.items():
        engine.table_of_frame(con, name, frame)


def _lay_tree(con: engine.Connection, inputs: Inputs, tree: Tables, weeks: list[int]) -> None:
    """Lay down the tree of some weeks: models join it, and that of a city's whole past would make them slow."""
    epochs = {inputs.register.epoch(week) for week in weeks}
    for name, frame in tree.items():
        engine.table_of_frame(con, name, frame.filter(pl.col("epoch").is_in(list(epochs))))


def _week_frame(inputs: Inputs, weeks: list[int]) -> pl.DataFrame:
    rows = []
    for week in weeks:
        period = periods.from_index(week)
        due = workdays.due_at(period, inputs.settings, inputs.workdays).replace(tzinfo=None)
        rows.append({"week_index": week, "period_id": period, "epoch": inputs.register.epoch(week), "due_at": due})
    schema = {"week_index": pl.Int32(), "period_id": pl.String(), "epoch": pl.Int32(), "due_at": pl.Datetime("us")}
    return pl.DataFrame(rows, schema=schema)


def _select(folder: str, name: str) -> str:
    return engine.sql_file(MODELS / folder / f"{name}.sql")


def _week_table(con: engine.Connection, name: str, weeks: list[int]) -> None:
    frame = pl.DataFrame({"week_index": weeks}, schema={"week_index": pl.Int32()})
    engine.table_of_frame(con, "chosen_week", frame)
    engine.create_temporary(con, name, _select("maintenance", "chosen_weeks"))


def _with_waiting_households(con: engine.Connection, source: Source, made: Plan) -> Plan:
    """Add the later weeks whose households were stated in a week to build: households hold until stated anew."""
    _week_table(con, "touched_week", made.targets)
    engine.view_of_parquet(con, "src_value", source.paths("estates", made.targets), facts.VALUES)
    more = con.sql(_select("maintenance", "households_waiting")).pl()["week_index"].to_list()
    return replace(made, targets=sorted({*made.targets, *more}))


def _delete(con: engine.Connection, weeks: list[int]) -> None:
    _week_table(con, "touched_week", weeks)
    for table in _BY_WEEK:
        con.execute(_select("maintenance", f"delete_{table}"))
    con.execute(_select("maintenance", "delete_small_tables"))


def _run(
    con: engine.Connection, inputs: Inputs, source: Source, made: Plan, progress: Progress, *, lineage: bool
) -> None:
    models = tomllib.loads((MODELS / "order.toml").read_text(encoding="utf-8"))["model"]
    models = [model for model in models if lineage or not model.get("lineage")]
    every_ticket = source.paths(facts.TICKETS, made.weeks)
    engine.view_of_parquet(con, "src_ticket_all", every_ticket, facts.TICKET)
    # the audits look at it even where a withdrawal took the last weeks away and no week is left to build
    engine.view_of_parquet(con, "src_ticket", [], facts.TICKET)
    for model in models:
        if model.get("once"):
            engine.create_temporary(con, model["name"], _select(model["layer"], model["name"]))
    _chunks(con, inputs, source, made, models, progress)


def _chunks(
    con: engine.Connection,
    inputs: Inputs,
    source: Source,
    made: Plan,
    models: list[dict[str, str]],
    progress: Progress,
) -> None:
    """Run the models portion by portion; the tree of the weeks to come is laid out while the first one is made."""
    chunks, levels = made.chunks(), inputs.catalogue.levels()
    first = chunks[0] if chunks else []
    tree = hierarchy.tables(inputs.register, first, levels)
    with ThreadPoolExecutor(max_workers=1) as aside:
        whole = aside.submit(hierarchy.tables, inputs.register, made.targets, levels) if len(chunks) > 1 else None
        for done, weeks in enumerate(chunks):
            progress("build", done, len(chunks))
            _lay_tree(con, inputs, tree, weeks)
            _chunk(con, inputs, source, weeks, models)
            tree = whole.result() if whole else tree
    progress("build", len(chunks), len(chunks))
    _week_table(con, "target_week", made.targets)  # all of them, as the audits look at them
    _lay_tree(con, inputs, tree, made.targets)


def _chunk(
    con: engine.Connection, inputs: Inputs, source: Source, weeks: list[int], models: list[dict[str, str]]
) -> None:
    _week_table(con, "target_week", weeks)
    carry = carries(inputs.catalogue, inputs.settings.reporting.carry_weeks)
    paths: list[Path] = []
    for table in sorted(source.tables()):
        back = carry.get(table, 0)
        paths += source.paths(table, {week - n for week in weeks for n in range(back + 1)})
    engine.view_of_parquet(con, "src_value", paths, facts.VALUES)
    engine.view_of_parquet(con, "src_ticket", source.paths(facts.TICKETS, weeks), facts.TICKET)
    for model in models:
        select = _select(model["layer"], model["name"])
        if "into" in model:
            engine.append(con, model["into"], select)
        elif not model.get("once"):
            engine.create_temporary(con, model["name"], select)


def finish(con: engine.Connection, inputs: Inputs, source: Source, made: Plan) -> dict[str, str]:
    """Make the small tables; return the status of every submission that counts: accepted, or superseded."""
    register = inputs.register
    in_force = set(con.sql(_select("maintenance", "submissions_in_force")).pl()["submission_id"])
    statuses = {
        item.submission_id: receipts.ACCEPTED if item.submission_id in in_force or not item.facts
        else receipts.SUPERSEDED
        for item in source.accepted
    }  # fmt: skip
    known = [item.with_status(statuses.get(item.submission_id, item.status)) for item in source.known]
    for table, frame in {
        "key_unit": dimensions.unit_keys(register),
        "key_indicator": catalogue.indicator_keys(inputs.catalogue),
        "key_element": catalogue.element_keys(inputs.catalogue),
        "key_submission": dimensions.submission_keys(source.accepted),
        "dim_org_unit": dimensions.units(inputs),
        "dim_org_unit_name": dimensions.names(register),
        "org_unit_span": dimensions.register_spans(register, made.weeks),
        "org_unit_now": dimensions.units_now(register, made.weeks),
        "org_unit_change": dimensions.changes(register),
        "dim_period": dimensions.period_rows(made.weeks),
        "dim_indicator": catalogue.indicator_rows(inputs.catalogue),
        "dim_data_set": catalogue.data_set_rows(inputs.catalogue),
        "dim_element": catalogue.element_rows(inputs.catalogue),
        "submission": dimensions.submissions(known),
        "issue": source.issues,
        "correction": source.corrections,
        "reference_figure": dimensions.reference_figures(inputs),
    }.items():
        engine.append_frame(con, table, frame)
    quality.run(con)
    return statuses


def stamp(con: engine.Connection, inputs: Inputs, made: Manifest) -> None:
    """Write the one row of version_info and everything to the file, and close it."""
    row = {
        "version": made.version,
        "parent_version": made.parent,
        "published_at": dimensions.local(made.published_at),
        "software_version": made.software_version,
        "manifest_sha256": made.sha256(),
        "city_name": inputs.settings.city.name,
        "made_up": inputs.settings.city.made_up,
    }
    types = {"parent_version": pl.String(), "published_at": pl.Datetime("us")}
    engine.append_frame(con, "version_info", pl.DataFrame([row], schema_overrides=types))
    con.execute(_select("maintenance", "checkpoint"))
    con.close()
