"""Figures for other programs: read-only JSON and CSV below `/api/v1`, from the version that is named or published.

What it accepts stands in api_params.py and, for people and programs, in openapi.json; a test compares the two. It
hides what the pages hide: counts of persons too small to show below street level.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dashboard import api_params as params
from dashboard import narrowed
from dashboard.api_params import Asked, Fault, Known, Refused
from dashboard.formats import Figure
from dashboard.i18n import mark
from dashboard.takeaway_files import to_csv
from warehouse.queries import api as queries
from warehouse.queries import base, catalogue
from warehouse.queries.figures import PERSONS
from warehouse.settings import SettingsError
from warehouse.store import Store, StoreMissing

ROOT = "/api/v1"
DOCUMENT = Path(__file__).parent / "openapi.json"
_VERSION = re.compile(r"v[0-9]{5,}")
_PUBLIC = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
UNIT_COLUMNS = (
    "org_unit_id", "code", "name", "name_en", "level", "parent_id", "valid_from", "valid_to", "households",
    "lng", "lat",
)  # fmt: skip
INDICATOR_COLUMNS = (
    "indicator_id", "name_zh", "name_en", "unit", "measure", "direction", "target_low", "target_high", "numerator",
    "denominator", "data_set_id", "level", "note", "note_en", "caveat", "caveat_en",
)  # fmt: skip
FIGURE_COLUMNS = (
    "org_unit_id", "code", "name", "level", "period_id", "indicator_id", "indicator", "unit", "value", "numerator",
    "denominator", "expected_units", "reported_units", "carried_from", "state",
)  # fmt: skip
Answer = Callable[[Store, str, dict[str, str]], Response]


@lru_cache(maxsize=4)
def _connection(database: str) -> base.Connection:
    return base.connect(Path(database))


@lru_cache(maxsize=4)
def _known(database: str) -> Known:
    con = _connection(database)
    rows = list(catalogue.units(con).select("org_unit_id", "level", "parent_id").iter_rows())
    units = {unit: level for unit, level, _ in rows}
    root = next((unit for unit, level in units.items() if level == "city"), next(iter(units), ""))
    below = {parent: level for _, level, parent in reversed(rows) if parent}
    names = tuple(catalogue.indicators(con)["indicator_id"].to_list())
    parts = tuple(key for key in narrowed.SHOWN if key in names)
    return Known(units, root, below, names, tuple(catalogue.weeks(con)["period_id"].to_list()), parts)


@lru_cache(maxsize=4)
def _indicators(database: str) -> dict[str, dict[str, Any]]:
    return {row["indicator_id"]: row for row in catalogue.indicators(_connection(database)).iter_rows(named=True)}


def chosen_version(store: Store, given: dict[str, str]) -> str:
    """Return the version that a request stands on; Refused where it is not there."""
    version = given.get(params.VERSION) or store.current()
    if version is None:
        raise Refused(404, Fault(params.VERSION, mark("Nothing has been loaded yet.")))
    if not _VERSION.fullmatch(version) or not store.database(version).is_file():
        raise Refused(
            404, Fault(params.VERSION, mark("There is no such version here, or its figures were thinned out."))
        )
    return version


def version(store: Store, name: str, _given: dict[str, str]) -> Response:
    """Answer what the version says of itself, its weeks, and under which count persons are hidden."""
    con = _connection(str(store.database(name)))
    about = catalogue.version(con).select("version", "parent_version", "published_at", "city_name", "made_up")
    weeks = catalogue.weeks(con)["period_id"].to_list()
    span = {"first_week": weeks[-1] if weeks else None, "last_week": weeks[0] if weeks else None}
    return _json({**_rows(about)[0], **span, "small_cell": store.settings.privacy.small_cell})


def indicators(store: Store, name: str, _given: dict[str, str]) -> Response:
    """Answer the catalogue of indicators."""
    found = _rows(catalogue.indicators(_connection(str(store.database(name)))).select(INDICATOR_COLUMNS))
    return _json({"version": name, "items": [{**row, "persons": row["indicator_id"] in PERSONS} for row in found]})


def units(store: Store, name: str, given: dict[str, str]) -> Response:
    """Answer the register: all units, those of a level, or those below one."""
    database = str(store.database(name))
    asked = params.read(given, _known(database))
    frame = catalogue.units(_connection(database))
    if asked.level:
        frame = frame.filter(pl.col("level") == asked.level)
    if given.get("level") == params.CHILDREN:
        frame = frame.filter(pl.col("parent_id").is_in(asked.units))
    elif "unit" in given:
        above = ("org_unit_id", "city_id", "district_id", "street_id", "community_id", "parent_id")
        frame = frame.filter(pl.any_horizontal(pl.col(column).is_in(asked.units) for column in above))
    found = _rows(frame.select(UNIT_COLUMNS).slice(asked.offset, asked.limit))
    return _json(_page(f"{ROOT}/units", given, asked, name, frame.height, found))


def figures(store: Store, name: str, given: dict[str, str]) -> Response:
    """Answer figures as JSON."""
    asked, found, total = _figures(store, name, given)
    return _json(_page(f"{ROOT}/figures.json", given, asked, name, total, found))


def figures_csv(store: Store, name: str, given: dict[str, str]) -> Response:
    """Answer figures as CSV: UTF-8 with a mark, safe from formulas; more pages are named in the Link header."""
    asked, found, total = _figures(store, name, given)
    data = to_csv(FIGURE_COLUMNS, [list(row.values()) for row in found])
    follow = _next(f"{ROOT}/figures.csv", given, asked, name, total)
    headers = {"X-Total-Count": str(total), "Content-Disposition": f'attachment; filename="figures_{name}.csv"'}
    headers |= {"Link": f'<{follow}>; rel="next"'} if follow else {}
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


def database(store: Store, name: str, _given: dict[str, str]) -> Response:
    """Answer the whole published file; Refused where the settings keep it in."""
    if not store.settings.privacy.whole_file:
        said = mark("The settings of this store keep the whole file in (privacy.whole_file).")
        raise Refused(403, Fault("database", said))
    path = store.database(name)
    return FileResponse(path, filename=f"linju-{name}.duckdb", media_type="application/vnd.duckdb")


def _figures(store: Store, name: str, given: dict[str, str]) -> tuple[Asked, list[dict[str, Any]], int]:
    path = str(store.database(name))
    asked = params.read(given, _known(path))
    frame, total = queries.figures(
        _connection(path), asked.units, asked.level, asked.indicators, asked.first, asked.last,
        store.settings.privacy.small_cell, most=asked.limit, skipped=asked.offset,
    )  # fmt: skip
    known, rows = _indicators(path), _rows(frame)
    if asked.category or asked.channel:
        rows = _narrowed(_connection(path), asked, rows)
    return asked, [_figure(row, known[row["indicator_id"]], asked.lang) for row in rows], total


def _narrowed(con: base.Connection, asked: Asked, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with the complaints of one category and channel only, as the pages count them."""
    frame = queries.complaints(con, asked.units, asked.level, asked.first, asked.last, asked.category, asked.channel)
    parts = {(row["org_unit_id"], row["period_id"]): row for row in frame.iter_rows(named=True)}
    made = []
    for row in rows:
        part, key = parts.get((row["org_unit_id"], row["period_id"])), row["indicator_id"]
        if part is None:  # not submitted: neither was the part
            made.append({**row, "numerator": None, "denominator": None})
            continue
        # a rate of the whole may have had nothing to count, and then no sides: that the unit submitted is enough
        whole = row["numerator"] if key == narrowed.PER_HOUSEHOLDS else part["received"]
        found = narrowed.figure(Figure(whole, row["denominator"], 0, 0), key, part)
        made.append({**row, "numerator": found.numerator, "denominator": found.denominator})
    return made


def _figure(row: dict[str, Any], indicator: dict[str, Any], lang: str) -> dict[str, Any]:
    top, bottom, rate = row["numerator"], row["denominator"], indicator["denominator"] is not None
    value = top if not rate else top / bottom if top is not None and bottom else None
    state = "carried" if row["carried_from"] else "reported"
    if row["suppressed"]:
        state = "too_few"
    elif top is None:
        state = "not_submitted"
    elif value is None:
        state = "nothing_to_count"
    found = {
        **row, "name": row["name_en"] if lang == "en" else row["name"], "indicator": indicator[f"name_{lang}"],
        "unit": indicator["unit"], "value": value, "state": state,
    }  # fmt: skip
    return {column: found[column] for column in FIGURE_COLUMNS}


def _page(
    path: str, given: dict[str, str], asked: Asked, name: str, total: int, found: list[dict[str, Any]]
) -> dict[str, Any]:
    follow = _next(path, given, asked, name, total)
    return {
        "version": name,
        "total": total,
        "offset": asked.offset,
        "limit": asked.limit,
        "next": follow,
        "items": found,
    }


def _next(path: str, given: dict[str, str], asked: Asked, name: str, total: int) -> str | None:
    """Return the address of the next page, of the same version; None on the last one."""
    after = asked.offset + asked.limit
    if after >= total:
        return None
    return f"{path}?{urlencode({**given, params.VERSION: name, params.OFFSET: after, params.LIMIT: asked.limit})}"


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return list(frame.iter_rows(named=True))


def _json(found: dict[str, Any]) -> Response:
    return Response(json.dumps(found, ensure_ascii=False, default=_plain), media_type="application/json")


def _plain(value: Any) -> str:
    return str(value.isoformat())


def problem(status: int, faults: tuple[Fault, ...]) -> Response:
    """Return the answer to a request that can not be answered: an RFC 9457 problem, its faults in both languages."""
    titles = {400: "Bad request", 403: "Forbidden", 404: "Not found", 503: "Service unavailable"}
    body = {"type": "about:blank", "title": titles[status], "status": status}
    text = json.dumps({**body, "errors": [fault.to_dict() for fault in faults]}, ensure_ascii=False)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(text, status_code=status, media_type="application/problem+json", headers=headers)


def etag(request: Request, store: Store, name: str) -> str:
    """Return the tag of an answer: it changes with the version, the request and what the settings hide."""
    asked = json.dumps(
        [request.url.path, sorted(request.query_params.multi_items()), store.settings.privacy.small_cell]
    )
    return f'"{name}-{sha256(asked.encode()).hexdigest()[:16]}"'


def respond(root: Path, endpoint: str, answer: Answer, request: Request) -> Response:
    """Return the answer to a request; 304 where the asker has it, a problem where it can not be given."""
    try:
        given = params.single(request.query_params.multi_items(), endpoint)
        store = Store(root)
        name = chosen_version(store, given)
        tag = etag(request, store, name)
        headers = {**_PUBLIC, "ETag": tag, "X-Linju-Version": name}
        held = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
        if endpoint != "database" and (tag in held or "*" in held):
            return Response(status_code=304, headers=headers)
        found = answer(store, name, given)
    except Refused as refused:
        return problem(refused.status, refused.faults)
    except (StoreMissing, SettingsError):
        return problem(503, (Fault("store", mark("There is no store here yet.")),))
    found.headers.update(headers)
    return found


def api_routes(root: Path) -> list[Route]:
    """Return the routes of the interface over a store's folder."""

    def route(path: str, endpoint: str, answer: Answer) -> Route:
        def handler(request: Request) -> Response:
            return respond(root, endpoint, answer, request)

        return Route(f"{ROOT}/{path}", handler, methods=["GET"])

    def document(_: Request) -> Response:
        return Response(DOCUMENT.read_bytes(), media_type="application/json", headers=_PUBLIC)

    return [
        Route(f"{ROOT}/openapi.json", document, methods=["GET"]),
        route("version", "version", version),
        route("indicators", "indicators", indicators),
        route("units", "units", units),
        route("figures", "figures", figures),
        route("figures.json", "figures", figures),
        route("figures.csv", "figures", figures_csv),
        route("database", "database", database),
    ]
