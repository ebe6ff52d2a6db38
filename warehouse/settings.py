"""The settings of one city: `linju.toml` in the store."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, field, fields
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
SEVERITIES = ("error", "warning")


class SettingsError(ValueError):
    """A setting that can not be used; the message names the setting and what it may be."""


@dataclass(frozen=True)
class City:
    """Who the store is for."""

    name: str = "示例市"
    made_up: bool = False
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Reporting:
    """Who owes what by when. due_weekday is an ISO weekday (2 = Tuesday) of the following week.

    due_on_workdays: a due day that is a holiday moves to the next working day (holidays.csv).
    """

    sender_level: str = "district"
    expected: tuple[str, ...] = ("estates", "reporting_back", "complaints", "service_network", "co_building")
    due_weekday: int = 2
    due_time: str = "12:00"
    due_on_workdays: bool = True
    carry_weeks: int = 4

    def due(self) -> time:
        """Return the time of day at which a week's workbook is due."""
        return time.fromisoformat(self.due_time)


@dataclass(frozen=True)
class Map:
    """The datum of the boundaries and points, and the review number (审图号) to print under the map."""

    datum: str = "wgs84"
    review_number: str = ""


@dataclass(frozen=True)
class Privacy:
    """Counts of persons under `small_cell` are shown as "<n" below street level.

    whole_file: whether the published file, in which they stand as they were sent, can be taken away by the browser.
    """

    small_cell: int = 3
    whole_file: bool = True


@dataclass(frozen=True)
class Limits:
    """What a received file may be at most: through the browser, and from the inbox or command line."""

    upload_mb: int = 50
    file_mb: int = 500
    rows: int = 2_000_000


@dataclass(frozen=True)
class Admin:
    """The admin's work in the browser: in_browser = false leaves it to the commands."""

    in_browser: bool = True


@dataclass(frozen=True)
class Versions:
    """Which versions keep their figures ready: the newest ones, and the last of each month for so many months.

    The served one and those that meeting packs stand on are always kept; the others can be built again.
    """

    keep_newest: int = 20
    keep_months: int = 36


@dataclass(frozen=True)
class Thresholds:
    """When a submitted number is said to be unusual for its unit; docs/settings.md says what each means."""

    outlier_limit: float = 3.0
    outlier_limit_flow: float = 5.0
    outlier_weeks: int = 10
    outlier_span: int = 52
    outlier_least: int = 10
    jump: float = 0.5
    zero_from: int = 5


@dataclass(frozen=True)
class Ranking:
    """Who has a place in a ranking: docs/briefing.md says what each means. reporting_floor is a share, 0 to 1."""

    least_cases: int = 10
    least_households: int = 200
    reporting_floor: float = 0.8


@dataclass(frozen=True)
class Checks:
    """How strictly a file is checked. rate_differs: error, or warning where the city works a rate out otherwise."""

    rate_differs: str = "error"


@dataclass(frozen=True)
class Settings:
    """All settings, with their defaults; a missing table or key takes the default."""

    city: City = field(default_factory=City)
    reporting: Reporting = field(default_factory=Reporting)
    map: Map = field(default_factory=Map)
    privacy: Privacy = field(default_factory=Privacy)
    limits: Limits = field(default_factory=Limits)
    admin: Admin = field(default_factory=Admin)
    versions: Versions = field(default_factory=Versions)
    thresholds: Thresholds = field(default_factory=Thresholds)
    ranking: Ranking = field(default_factory=Ranking)
    checks: Checks = field(default_factory=Checks)


T = TypeVar("T")


def _table(kind: type[T], name: str, given: dict[str, Any]) -> T:
    known = {item.name: item.default for item in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise SettingsError(f"linju.toml: [{name}] has no setting {key!r}; it may have {', '.join(known)}")
        wanted = type(known[key])
        if wanted is tuple and isinstance(value, list):
            value = tuple(value)
        if wanted is float and type(value) is int:
            value = float(value)
        if type(value) is not wanted:
            raise SettingsError(f"linju.toml: [{name}] {key} must be {wanted.__name__}, not {value!r}")
        values[key] = value
    return kind(**values)


def parse(text: str) -> Settings:
    """Read the text of a linju.toml; SettingsError names the table and key that is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"linju.toml is not valid TOML: {error}") from error
    kinds = {
        "city": City, "reporting": Reporting, "map": Map, "privacy": Privacy, "limits": Limits, "admin": Admin,
        "versions": Versions, "thresholds": Thresholds, "ranking": Ranking, "checks": Checks,
    }  # fmt: skip
    unknown = set(data) - set(kinds)
    if unknown:
        raise SettingsError(f"linju.toml has no table [{min(unknown)}]; it may have {', '.join(kinds)}")
    settings = Settings(**{name: _table(kind, name, data.get(name, {})) for name, kind in kinds.items()})
    if settings.map.datum not in DATUMS:
        raise SettingsError(f"linju.toml: [map] datum must be one of {', '.join(DATUMS)}")
    if settings.checks.rate_differs not in SEVERITIES:
        raise SettingsError(f"linju.toml: [checks] rate_differs must be one of {', '.join(SEVERITIES)}")
    return settings


def load(path: Path) -> Settings:
    """Read a linju.toml; a file that is not there gives the defaults."""
    return parse(path.read_text(encoding="utf-8")) if path.exists() else Settings()


def dump(settings: Settings) -> str:
    """Return the text of a linju.toml with every setting written out."""
    lines: list[str] = []
    for name, table in asdict(settings).items():
        lines.append(f"[{name}]")
        for key, value in table.items():
            value = list(value) if isinstance(value, tuple) else value
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        lines.append("")
    return "\n".join(lines)
