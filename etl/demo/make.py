"""Make the whole demo: a store, its inbox with three years of files, and the truth beside it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from etl.demo import (
    bulk,
    founding,
    history,
    history_communities,
    history_more,
    register,
    texts,
    ticket_files,
    truth,
    workbooks,
)
from etl.demo.city import City
from etl.demo.history import RECENT, Estates, Reports, Table
from etl.demo.sheets import Content
from etl.demo.texts import Texts
from etl.demo.tickets import Tickets, tickets
from warehouse import periods
from warehouse.store import Store

Progress = Callable[[str, int, int], None]
COMMUNITY_SETS = ("reporting_back", "service_network", "co_building")
NEW_SETS = {"standards": "community", "problem_pipeline": "street", "street_conditions": "street"}
LEAST_WEEKS = RECENT + 2
HERE = 2  # so many weeks' workbooks are written beside the bulk files, the others by another process
SETTLED_DAYS = 4  # so many days after a week's Sunday all its files have come, the late and the corrected ones too


def make(
    store_root: Path,
    *,
    weeks: int = 156,
    seed: int = 1,
    last_week: str | None = None,
    progress: Progress | None = None,
) -> Store:
    """Create the made-up city's store as `begin` does, and demo/truth.csv."""
    store, write_truth = begin(store_root, weeks=weeks, seed=seed, last_week=last_week, progress=progress)
    write_truth()
    return store


def begin(
    store_root: Path,
    *,
    weeks: int = 156,
    seed: int = 1,
    last_week: str | None = None,
    progress: Progress | None = None,
) -> tuple[Store, Callable[[], None]]:
    """Create the made-up city's store: register, boundaries, inbox (file times = arrivals); and the act that writes
    demo/truth.csv, which nothing but a check needs.

    weeks: at least 6; the last four come as workbooks, all before as bulk files. last_week: a period, by default the
    last one all of whose files have come. ValueError for too few weeks, FileExistsError where there is a store.
    """
    if weeks < LEAST_WEEKS:
        raise ValueError(f"the demo needs at least {LEAST_WEEKS} weeks, not {weeks}")
    tell = progress or (lambda what, done, of: None)
    rng, words = np.random.default_rng(seed), texts.load()
    zone = ZoneInfo("Asia/Shanghai")
    last = last_week or periods.last_ended(datetime.now(zone) - timedelta(days=SETTLED_DAYS), zone.key)
    tell("places", 0, 3)
    city = founding.found(rng, periods.span(periods.shift(last, 1 - weeks), last), words)
    store = register.init(store_root, city, words)
    tell("history", 1, 3)
    report = history.reports(rng, city)
    estates = history.estates(rng, city, report)
    sent = history_communities.sent_rows(rng, city, report)
    tables = _of_communities(rng, city, sent, estates)
    complaints = tickets(rng, city)
    tables |= _collected_since(np.random.default_rng([seed, 1]), city, report, tables, sent)
    _leave_out_columns(city, words, estates, tables)
    contents = _contents(city, words, estates, tables, sent)
    tell("files", 2, 3)
    recent = range(weeks - RECENT, weeks)
    # writing workbooks is slow work on one core: another process writes those of the later weeks meanwhile
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        others = pool.submit(_weekly, store, city, report, words, contents, complaints, recent[HERE:])
        _bulk(store, city, report, words, contents, estates, complaints)
        _weekly(store, city, report, words, contents, complaints, recent[:HERE])
        others.result()
    tell("files", 3, 3)

    def write_truth() -> None:
        folder = store.root / "demo"
        folder.mkdir()
        truth.frame(city, estates, tables, complaints).write_csv(folder / "truth.csv")

    return store, write_truth


def _of_communities(rng: np.random.Generator, city: City, sent: history.Bools, estates: Estates) -> dict[str, Table]:
    return {
        "reporting_back": history_communities.reporting_back(rng, city, sent),
        "service_network": history_communities.service_network(rng, city, sent, estates),
        "co_building": history_communities.co_building(rng, city, sent),
    }


def _collected_since(
    rng: np.random.Generator, city: City, report: Reports, tables: dict[str, Table], sent: history.Bools
) -> dict[str, Table]:
    """Return the data sets of the new forms; random numbers of their own, so that all else stays as it was."""
    history_more.members(rng, tables["reporting_back"], sent)
    found = {
        "standards": history_more.standards(rng, city, sent),
        "problem_pipeline": history_more.problem_pipeline(rng, city, report),
        "street_conditions": history_more.street_conditions(rng, city, report),
    }
    history_more.further(rng, tables, found["standards"], sent)
    return found


def _contents(
    city: City, words: Texts, estates: Estates, tables: dict[str, Table], sent: history.Bools
) -> dict[str, Content]:
    names = bulk.group_names(city, estates, words)
    there = estates.table.sent["should_have_branch"]
    found = {"estates": Content(city, estates.table, city.estates, there, names, "estate")}
    found |= {
        name: Content(city, tables[name], city.communities, sent, names, "community") for name in COMMUNITY_SETS
    }
    levels = {"community": city.communities, "street": city.streets}
    for name, level in NEW_SETS.items():
        comes = next(iter(tables[name].sent.values()))
        found[name] = Content(city, tables[name], levels[level], comes, names, level)
    return found


def _leave_out_columns(city: City, words: Texts, estates: Estates, tables: dict[str, Table]) -> None:
    """A clerk whose sheet lacks a column does not send that element in the last weeks: it is carried.

    What the older history has no column for was not sent before.
    """
    for table in (estates.table, *tables.values()):
        for element in set(words["bulk"]["left_out"]) & set(table.values):
            table.sent[element] = history_more.recent(table.sent[element])
    districts = city.districts.names.tolist()
    for clerk in words["clerks"].values():
        district = districts.index(clerk["district"])
        for name, table in {"estates": estates.table, **tables}.items():
            if name in NEW_SETS:  # their form is the same for all
                continue
            has = {column[0] for column in clerk["sheets"][name]["columns"]}
            of_row = city.district_of_estate if name == "estates" else city.district_of_community
            for element in table.values:
                if element not in has:
                    table.sent[element] = table.sent[element].copy()
                    table.sent[element][of_row == district, -RECENT:] = False


def _bulk(
    store: Store,
    city: City,
    report: Reports,
    words: Texts,
    contents: dict[str, Content],
    estates: Estates,
    complaints: Tickets,
) -> None:
    """Write the bulk files; they are put in the inbox on the Friday after the first workbook week began."""
    files = words["bulk"]["files"]
    weeks = len(city.weeks) - RECENT
    moved = datetime.combine(periods.end_of(city.weeks[weeks]), datetime.min.time()) - timedelta(days=2, hours=-17)
    frames = {"estates": bulk.estates_frame(city, report, estates, words, weeks)}
    for name in COMMUNITY_SETS:
        content = contents[name]
        frames[name] = bulk.communities_frame(city, report, content.table, words, weeks, content.sent)
    frames["complaints"] = ticket_files.bulk_frame(city, complaints, words, weeks)
    for name, data in frames.items():
        path = store.inbox / files[name]
        bulk.write(path, data)
        _arrived(store, path, moved)


def _weekly(
    store: Store,
    city: City,
    report: Reports,
    words: Texts,
    contents: dict[str, Content],
    complaints: Tickets,
    weeks: range,
) -> None:
    """Write weeks' workbooks and hotline exports, and the one that comes again, corrected; week 0 is the first."""
    districts, event = city.districts.names.tolist(), city.events
    for week in weeks:
        for clerk_id, clerk in words["clerks"].items():
            district = districts.index(clerk["district"])
            if not report.sent[district, week]:
                continue
            arrival = report.arrival[district][week]
            again = (district, week) == (event.corrected, event.corrected_week)
            first = _with_mistakes(contents, week) if again else contents
            for path in workbooks.write(store.inbox, words, clerk_id, first, week):
                _arrived(store, path, arrival)
            if again:
                for path in workbooks.write(store.inbox, words, clerk_id, contents, week, corrected=True):
                    _arrived(store, path, arrival + timedelta(days=3))
        path = ticket_files.write_export(store.inbox, city, complaints, words, week)
        _arrived(store, path, ticket_files.arrival(city, week))


def _with_mistakes(contents: dict[str, Content], week: int) -> dict[str, Content]:
    """Return what the clerk wrote at first: too many households here and there, too few members who took part."""
    found = dict(contents)
    for name, element, every, by in (("estates", "households", 40, 100), ("reporting_back", "members_active", 9, -1)):
        content = contents[name]
        values = content.table.values[element].copy()
        values[::every, week] = np.maximum(values[::every, week] + by, 0)
        table = Table({**content.table.values, element: values}, content.table.sent)
        found[name] = replace(content, table=table)
    return found


def _arrived(store: Store, path: Path, moment: datetime) -> None:
    """Set a file's time to when it arrived, in the city's own time."""
    at = moment.replace(tzinfo=ZoneInfo(store.settings.city.time_zone)).timestamp()
    os.utime(path, (at, at))
