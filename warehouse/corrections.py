"""The reviewed table of corrections, `corrections.csv` of the store: a cell, its old and new value, why, and who.

A line is a cell of one submission. `old` is its guard: where the submission says (or after an earlier line has come
to say) something else, the line does not hold, and nothing is published before somebody has looked at it.
"""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.catalogue import REFERENCE
from warehouse.store import write_atomic

COLUMNS = ("submission", "sheet", "cell", "field", "old", "new", "reason", "who", "date")
_NEEDED = ("submission", "cell", "reason", "who")
_TEXTS = ("text", "unit")
_LARGEST = Decimal(10) ** 14

Value = Decimal | str | bool | None


class Unreadable(ValueError):
    """A written value that an element can not have."""


@dataclass(frozen=True)
class Line:
    """One correction as written. number: its row in the file; field: empty unless a cell says several things."""

    number: int
    submission: str
    sheet: str
    cell: str
    field: str
    old: str
    new: str
    reason: str
    who: str
    date: str

    def missing(self) -> str | None:
        """Return the first column that must not be empty and is."""
        return next((name for name in _NEEDED if not getattr(self, name)), None)


@dataclass(frozen=True)
class Fault:
    """Why a line does not hold. column: of the line, where to look; known: what stands in the submission instead;
    element: the data element that the cell says.
    """

    code: str
    line: Line
    column: str
    known: str = ""
    element: str = ""

    def __str__(self) -> str:
        return f"corrections.csv row {self.line.number}: {self.code} {getattr(self.line, self.column)!r} {self.known}"


class CorrectionFailed(RuntimeError):
    """A correction does not hold; nothing was published. faults: all lines at fault."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(item) for item in faults))


def load(path: Path) -> list[Line]:
    """Read the lines of a corrections.csv in their order; a missing file has none.

    A spreadsheet program may have saved it in UTF-8 (with a mark) or in GB18030.
    """
    if not path.exists():
        return []
    rows = csv.reader(io.StringIO(_text(path.read_bytes())[0], newline=""))
    head = [name.strip().lower() for name in next(rows, [])]
    found = []
    for number, row in enumerate(rows, start=2):
        given = dict(zip(head, row, strict=False))
        said = {name: given.get(name, "").strip() for name in COLUMNS}
        if any(said.values()):
            found.append(Line(number=number, **{**said, "cell": said["cell"].upper().replace("$", "")}))
    return found


def _text(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8-sig", errors="replace"), "utf-8-sig"


def template() -> bytes:
    """Return an empty corrections.csv; the mark lets spreadsheet programs read its Chinese."""
    return (",".join(COLUMNS) + "\r\n").encode("utf-8-sig")


def append(path: Path, line: Line) -> None:
    """Add a line at the end, in the file's own encoding; what stands there is kept as it is."""
    text, encoding = _text(path.read_bytes() if path.exists() else template())
    head = next(csv.reader(io.StringIO(text)), list(COLUMNS))
    if text and not text.endswith("\n"):
        text += "\r\n"
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([getattr(line, name, "") for name in head])
    write_atomic(path, (text + out.getvalue()).encode(encoding))


# values -------------------------------------------------------------------------------------------------------------


@cache
def words(reference: Path = REFERENCE) -> dict[str, Any]:
    """Return correction_words.toml of a folder of reference tables."""
    path = reference / "correction_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {"blank": [""]}


def read(text: str, kind: str, table: str, reference: Path = REFERENCE) -> Value:
    """Read a written value: a number, a truth (1 or 0) or the code of a choice; None = not submitted.

    kind: the element's type, or `choice`; table: the element's name, or category, channel. Unreadable for all else.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    listed = words(reference)
    if plain in listed["blank"]:
        return None
    if kind in _TEXTS:
        return plain
    if kind in ("yesno", "choice"):
        entry = listed.get("yesno" if kind == "yesno" else table, {})
        for code, said in entry.items():
            if plain.lower() in said:
                return Decimal(code == "yes") if kind == "yesno" else str(code)
        raise Unreadable(", ".join(said[0] for said in entry.values()))
    try:
        number = Decimal(plain.replace(",", "")).quantize(Decimal("0.001"))
    except InvalidOperation as error:
        raise Unreadable("0–9") from error
    if not 0 <= number < _LARGEST or (kind == "count" and number != number.to_integral_value()):
        raise Unreadable("0, 1, 2 …" if kind == "count" else "≥ 0")
    return number


def write(value: Value, kind: str, table: str, reference: Path = REFERENCE) -> str:
    """Return how a value is written in corrections.csv."""
    if value is None:
        return ""
    if kind == "yesno":
        return str(words(reference)["yesno"]["yes" if value else "no"][0])
    if kind == "choice":
        return str(words(reference).get(table, {}).get(str(value), [str(value)])[0])
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
