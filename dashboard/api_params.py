"""What a request of the HTTP interface may ask: each parameter is checked, each fault said in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.i18n import mark, words
from dashboard.labels import CATEGORIES, CHANNELS
from warehouse import periods

VERSION, LANG, LIMIT, OFFSET = "version", "lang", "limit", "offset"
ACCEPTED = {
    "version": (VERSION,),
    "indicators": (VERSION,),
    "units": (VERSION, "unit", "level", LIMIT, OFFSET),
    "figures": (
        VERSION, LANG, "unit", "level", "indicator", "week", "from", "to", "category", "channel", LIMIT, OFFSET,
    ),
    "database": (VERSION,),
}  # fmt: skip
NARROWING = {"category": tuple(CATEGORIES), "channel": tuple(CHANNELS)}
CHILDREN = "children"
LEVELS = ("city", "district", "cluster", "street", "community", "estate", "building")
DEFAULT_LIMIT, MOST = 1000, 50_000
NAMED = 200  # units or indicators in one request

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request: the parameter, and the sentence (with its values) in each language."""

    parameter: str
    message: str
    values: dict[str, object] = field(default_factory=dict)

    def to_dict(self) -> dict[str, str]:
        """Return it as the answer carries it."""
        said = {f"message_{lang}": words(lang)(self.message).format(**self.values) for lang in ("zh", "en")}
        return {"parameter": self.parameter, **said}


class Refused(ValueError):
    """A request that can not be answered; status is an HTTP status."""

    def __init__(self, status: int, *faults: Fault) -> None:
        super().__init__(", ".join(fault.parameter for fault in faults))
        self.status, self.faults = status, faults


@dataclass(frozen=True)
class Known:
    """What a version has: units (id -> level), their root, the level below each, indicators, weeks (newest first)."""

    units: dict[str, str]
    root: str
    below: dict[str, str]
    indicators: tuple[str, ...]
    weeks: tuple[str, ...]
    narrowed: tuple[str, ...] = ()  # indicators that are kept by category and channel too


@dataclass(frozen=True)
class Asked:
    """A request that was understood. level None: the units themselves."""

    units: tuple[str, ...]
    level: str | None
    indicators: tuple[str, ...]
    first: str
    last: str
    lang: str
    limit: int
    offset: int
    category: str = ""
    channel: str = ""


def single(pairs: Pairs, endpoint: str) -> dict[str, str]:
    """Return the parameters of a request by name; Refused for one that is unknown or given twice."""
    given: dict[str, str] = {}
    faults = []
    for name, value in pairs:
        if name not in ACCEPTED[endpoint]:
            known = ", ".join(ACCEPTED[endpoint])
            faults.append(Fault(name, mark("There is no such parameter; there are: {known}."), {"known": known}))
        elif name in given:
            faults.append(Fault(name, mark("Give it once; several values are parted by commas.")))
        given[name] = value.strip()
    if faults:
        raise Refused(400, *faults)
    return {name: value for name, value in given.items() if value}


def read(given: dict[str, str], known: Known) -> Asked:
    """Return what a request asks of a version; Refused with every fault that it has."""
    faults: list[Fault] = []
    units = _several(given, "unit", known.units, (known.root,), faults)
    level = _level(given, units, known, faults)
    only = _narrowing(given, faults)
    every = known.narrowed if any(only) else known.indicators
    indicators = _several(given, "indicator", known.indicators, every, faults)
    if any(only) and (whole := [key for key in indicators if key not in known.narrowed]):
        said = mark("Only complaints are kept by category and channel, not {ids}.")
        faults.append(Fault("indicator", said, {"ids": ", ".join(whole)[:200]}))
    first, last = _weeks(given, known, faults)
    lang = given.get(LANG, "zh")
    if lang not in ("zh", "en"):
        faults.append(Fault(LANG, mark("It may be zh or en.")))
    limit = _number(given, LIMIT, DEFAULT_LIMIT, 1, MOST, faults)
    offset = _number(given, OFFSET, 0, 0, 10**9, faults)
    if faults:
        raise Refused(400, *faults)
    return Asked(units, level, indicators, first, last, lang, limit, offset, *only)


def _narrowing(given: dict[str, str], faults: list[Fault]) -> tuple[str, str]:
    """Return the category and channel asked for, "" for all."""
    for name, known in NARROWING.items():
        if given.get(name, known[0]) not in known:
            faults.append(Fault(name, mark("It may be one of: {known}."), {"known": ", ".join(known)}))
    return given.get("category", ""), given.get("channel", "")


def _several(
    given: dict[str, str], name: str, known: Sequence[str] | dict[str, str], default: tuple[str, ...],
    faults: list[Fault],
) -> tuple[str, ...]:  # fmt: skip
    if name not in given:
        return default
    wanted = tuple(dict.fromkeys(part.strip() for part in given[name].split(",") if part.strip()))
    if not wanted or len(wanted) > NAMED:
        faults.append(Fault(name, mark("Name 1 to {n}, parted by commas."), {"n": NAMED}))
        return default
    if strange := [part for part in wanted if part not in known]:
        faults.append(Fault(name, mark("Not in this version: {ids}."), {"ids": ", ".join(strange)[:200]}))
    return wanted


def _level(given: dict[str, str], units: tuple[str, ...], known: Known, faults: list[Fault]) -> str | None:
    level = given.get("level")
    if level is None or level in LEVELS:
        return level
    if level != CHILDREN:
        allowed = ", ".join((CHILDREN, *LEVELS))
        faults.append(Fault("level", mark("It may be one of: {known}."), {"known": allowed}))
        return None
    below = {known.below.get(unit) for unit in units} - {None}
    if len(below) != 1:
        faults.append(Fault("level", mark("These units have no parts of one level; name the level.")))
        return None
    return below.pop()


def _weeks(given: dict[str, str], known: Known, faults: list[Fault]) -> tuple[str, str]:
    newest, oldest = known.weeks[0], known.weeks[-1]
    if "week" in given and ("from" in given or "to" in given):
        faults.append(Fault("week", mark("Give either a week, or from and to.")))
    for name in ("week", "from", "to"):
        if name in given and not _is_week(given[name]):
            faults.append(Fault(name, mark("A week is written like {week}."), {"week": newest}))
        elif name in given and not oldest <= given[name] <= newest:
            said = mark("This version has the weeks from {first} to {last}.")
            faults.append(Fault(name, said, {"first": oldest, "last": newest}))
    if "from" in given or "to" in given:
        first, last = given.get("from", oldest), given.get("to", newest)
        if first > last:
            faults.append(Fault("from", mark("It comes after to.")))
        return first, last
    week = given.get("week", newest)
    return week, week


def _is_week(text: str) -> bool:
    try:
        return periods.period_of(periods.start_of(text)) == text
    except ValueError:
        return False


def _number(given: dict[str, str], name: str, default: int, low: int, high: int, faults: list[Fault]) -> int:
    text = given.get(name, "")
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) < 12 and low <= int(text) <= high:
        return int(text)
    said = mark("It is a whole number from {low} to {high}.")
    faults.append(Fault(name, said, {"low": low, "high": high}))
    return default
