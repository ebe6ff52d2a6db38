"""Everything that can be wrong with a file, and how it is said. The catalogue is data: `mappings/issues.toml`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as default
from functools import cache
from typing import Any

import polars as pl

from etl import words
from warehouse import facts

ERROR, WARNING, NOTE = "error", "warning", "note"
LONGEST = 40
LISTED = 100  # of one kind in one column; the rest is counted
_PERSONAL_NUMBERS = re.compile(r"(?<!\d)(\d{17}[\dXx]|1\d{10}|1\d{2}[- ]\d{4}[- ]\d{4}|0\d{2,3}-?\d{7,8})(?!\d)")


@dataclass(frozen=True)
class Entry:
    """One kind of issue. scope: what an error holds back where a part is accepted: row, table or file."""

    code: str
    severity: str
    title_zh: str
    title_en: str
    template_zh: str
    template_en: str
    todo_zh: str
    todo_en: str
    scope: str = "row"


@dataclass(frozen=True)
class Issue:
    """One thing wrong, assumed or noted. value: shortened and masked; field: a data element or a column's role."""

    code: str
    file: str = ""
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    value: str | None = None
    details: dict[str, Any] = default(default_factory=dict)
    suggestions: tuple[dict[str, str], ...] = ()

    @property
    def severity(self) -> str:
        """Return error, warning or note."""
        return entries()[self.code].severity

    @property
    def scope(self) -> str:
        """Return what the issue holds back: row, table or file."""
        return entries()[self.code].scope

    def message(self, lang: str) -> str:
        """Return what is wrong, where, and what to do, in zh or en."""
        entry = entries()[self.code]
        template, todo = (entry.template_zh, entry.todo_zh) if lang == "zh" else (entry.template_en, entry.todo_en)
        name = field_name(self.field)
        near = "、".join(item["path"] for item in self.suggestions) if self.suggestions else ""
        values = _Blank(
            {"file": self.file, "sheet": self.sheet or self.file, "cell": self.cell or "", "value": self.value or ""},
            field=name[lang == "en"], name_zh=name[0], name_en=name[1],
            near_zh=phrase("near_zh").format(names=near) if near else "",
            near_en=phrase("near_en").format(names=near) if near else "",
        )  # fmt: skip
        values.update({key: str(value) for key, value in self.details.items()})
        return " ".join(f"{template.format_map(values)} {todo.format_map(values)}".split())

    def to_dict(self) -> dict[str, Any]:
        """Return the issue as `check --json` gives it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "field": self.field,
            "value": self.value,
            "message_zh": self.message("zh"),
            "message_en": self.message("en"),
            "suggestions": [dict(item) for item in self.suggestions],
        }


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def issue(
    code: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    field: str | None = None,
    value: str | None = None,
    suggestions: Iterable[dict[str, str]] = (),
    **details: Any,
) -> Issue:
    """Make an issue of the catalogue; its value is shortened and masked here, so that no caller can forget it."""
    assert code in entries(), code
    shown = {key: mask(text) if isinstance(text, str) else text for key, text in details.items()}
    return Issue(code, "", sheet, cell, field, None if value is None else mask(value), shown, tuple(suggestions))


def in_file(found: Iterable[Issue], file: str) -> list[Issue]:
    """Return the issues with the name of their file."""
    return [replace(item, file=file) for item in found]


def mask(text: str) -> str:
    """Return a value fit to be shown: 40 characters at most, phone and identity numbers without digits."""
    plain = words.half_width(text) if not text.isascii() else text
    if _PERSONAL_NUMBERS.search(plain):
        text = _PERSONAL_NUMBERS.sub(lambda found: "*" * len(found[0]), plain)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@cache
def _catalogue_file() -> dict[str, Any]:
    return tomllib.loads((words.MAPPINGS / "issues.toml").read_text(encoding="utf-8"))


@cache
def entries() -> dict[str, Entry]:
    """Return the catalogue by code."""
    return {
        code: Entry(code=code, **item)
        for code, item in _catalogue_file().items()
        if code not in ("fields", "phrases")
    }


def catalogue() -> list[Entry]:
    """Return all kinds of issues, errors first."""
    order = {ERROR: 0, WARNING: 1, NOTE: 2}
    return sorted(entries().values(), key=lambda entry: order[entry.severity])


def phrase(name: str) -> str:
    """Return a turn of phrase that several messages use."""
    return str(_catalogue_file()["phrases"][name])


def field_name(name: str | None) -> tuple[str, str]:
    """Return the Chinese and English name of an element or a column's role."""
    if name is None:
        return "", ""
    if name in words.elements():
        element = words.elements()[name]
        return element.name_zh, element.name_en
    zh, en = _catalogue_file()["fields"].get(name, (name, name))
    return zh, en


def frame(found: Iterable[Issue], submission_id: str) -> pl.DataFrame:
    """Return issues as they are kept in the store."""
    rows: list[dict[str, object]] = [
        {
            "submission_id": submission_id,
            "code": item.code,
            "severity": item.severity,
            "sheet": item.sheet,
            "cell": item.cell,
            "field": item.field,
            "value": item.value,
            "details": json.dumps({**item.details, "suggestions": item.suggestions}, ensure_ascii=False, default=str),
        }
        for item in found
    ]
    return facts.frame(facts.ISSUE, rows)


def count(found: Iterable[Issue], severity: str) -> int:
    """Return how many issues are of a severity."""
    return sum(item.severity == severity for item in found)
