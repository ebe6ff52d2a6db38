"""What the commands print: JSON for programs, plain lines for people."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.says import say, week_name

if TYPE_CHECKING:  # the geometry library is heavy, and few commands need it
    from warehouse.geography import GeometryReport

Report = Callable[[str, int, int], None]
SHOWN = 30


class Result(Protocol):
    """What a check or a refresh gives back."""

    @property
    def ok(self) -> bool:
        """False where a file was refused."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the result."""


def language() -> str:
    """Return zh or en: LINJU_LANG, else what the machine is set to."""
    named = os.environ.get("LINJU_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    named = named or (locale.getlocale()[0] or "")
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


@contextmanager
def progress(as_json: bool) -> Iterator[Report | None]:
    """Give a function that reports (what, done, of) on a terminal; None where nobody watches."""
    if as_json or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield report


def show(data: Any, line: str, *, as_json: bool) -> None:
    """Print a small answer: its JSON, or one line."""
    print(json.dumps(data, ensure_ascii=False, default=str) if as_json else line)


def failure(message: str, *, as_json: bool) -> None:
    """Print why a command could not do its work."""
    if as_json:
        print(json.dumps({"error": message}, ensure_ascii=False))
    print(message, file=sys.stderr)


def refused(found: list[Any], *, as_json: bool) -> None:
    """Print the issues for which an act was refused."""
    if as_json:
        print(json.dumps({"issues": [item.to_dict() for item in found]}, ensure_ascii=False, default=str))
        return
    for item in found:
        print(item.message(language()), file=sys.stderr)


def created(store: Any, units: dict[str, int], report: GeometryReport | None, *, as_json: bool) -> None:
    """Print what a new store holds: units by level, and what the check of its boundary files found."""
    counts = ", ".join(f"{number} {level}" for level, number in units.items())
    data = {"store": str(store.root), "units": units}
    if report is None:
        show(data, f"{store.root}: {counts}", as_json=as_json)
        return
    from etl import boundary_words

    said = [say(language(), "boundary_summary", outlined=report.outlined)]
    said += boundary_words.lines(report, boundary_words.names(store), language())
    data |= {"boundaries": report.to_dict()}
    show(data, "\n".join([f"{store.root}: {counts}", *said]), as_json=as_json)


def result(found: Result, effect: list[str], *, as_json: bool) -> None:
    """Print a check or refresh and end with status 1 where a file was refused. effect: what it moves, in words."""
    data = found.to_dict()
    if as_json:
        print(json.dumps(data, ensure_ascii=False, default=str))
    else:
        _print_result(data, effect)
    if not found.ok:
        raise SystemExit(1)


def _print_result(data: dict[str, Any], effect: list[str]) -> None:
    console, lang = Console(), language()
    table = Table(box=None, pad_edge=False)
    for column in ("", "file", "sender", "week", "data sets", "rows", "issues"):
        table.add_column(column, overflow="fold", justify="right" if column in ("rows", "issues") else "left")
    for item in data["submissions"]:
        mark = "✓" if item["accepted"] else "✗"
        table.add_row(
            mark,
            item["file"],
            item["sender"] or "",
            item["period"] or "",
            ", ".join(item["data_sets"]),
            str(item["rows"]),
            str(_count(item["issues"])),
        )
    if data["submissions"]:
        console.print(table)
    grave = [item for item in data["issues"] if item["severity"] != "note"]
    for item in grave[:SHOWN]:
        where = " ".join(str(part) for part in (item["file"], item["sheet"], item["cell"]) if part)
        console.print(f"{item['severity']}  {where}: {item[f'message_{lang}']}", markup=False, highlight=False)
    if len(grave) > SHOWN:
        console.print(f"… {len(grave) - SHOWN} more; all of them with --json", markup=False)
    for line in effect:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if data["version"]:
        console.print(f"→ {data['version']}", markup=False, highlight=False)


def _count(issues: Any) -> int:
    return issues if isinstance(issues, int) else len(issues)


def _effect_line(move: dict[str, Any]) -> str:
    week = move.get("period_id", "")
    return (
        f"  {week} {move['org_unit_id']} {move['indicator_id']}: {_number(move['before'])} → {_number(move['after'])}"
    )


def _number(value: Any) -> str:
    return "—" if value is None else f"{float(value):,.4g}" if abs(float(value)) < 1 else f"{float(value):,.1f}"


def audit_failed(error: Any, *, as_json: bool) -> None:
    """Print which rule of the store the new figures would break; the published version is unchanged."""
    if as_json:
        print(json.dumps({"version": None, "audits": error.failures}, ensure_ascii=False, default=str))
    else:
        print(str(error), file=sys.stderr)


def explained(found: dict[str, Any], *, as_json: bool) -> None:
    """Print a number and the cells it comes from."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False, default=str))
        return
    console = Console()
    console.print(f"{found['value']} = {found['numerator']} / {found['denominator']}", markup=False)
    for cell in found["cells"][:SHOWN]:
        where = " ".join(str(cell[key]) for key in ("file", "sheet", "cell") if cell[key])
        said = f"  {cell['org_unit_id']} {cell['data_element']} {cell['value']}  {where}{_provenance(cell)}"
        console.print(said, markup=False, highlight=False)
    if len(found["cells"]) > SHOWN:
        console.print(f"… {len(found['cells']) - SHOWN} more; all of them with --json", markup=False)


def _provenance(cell: dict[str, Any]) -> str:
    text, lang = "", language()
    if cell.get("carried_from"):
        text += say(lang, "carried", week=week_name(cell["carried_from"], lang))
    if cell.get("corrected_from") is not None:
        text += say(lang, "corrected", old=cell["corrected_from"], reason=cell["reason"])
    return text


def versions(found: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print the published versions, newest last, the current one marked."""
    if as_json:
        print(json.dumps({"versions": found}, ensure_ascii=False, default=str))
        return
    for item in found:
        print(
            f"{'*' if item['current'] else ' '} {item['version']}  {item['published_at']}  "
            f"{_count(item['submissions'])} submissions"
        )


def changes(found: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print what moved between two versions, and why."""
    if as_json:
        print(json.dumps({"changes": found}, ensure_ascii=False, default=str))
        return
    for item in found[:SHOWN]:
        print(f"{item['cause']:10}{_effect_line(item)}")
    if len(found) > SHOWN:
        print(f"… {len(found) - SHOWN} more; all of them with --json")


def verified(problems: list[Any], *, as_json: bool) -> None:
    """Print what is damaged and end with status 1, or say that all is whole."""
    if as_json:
        print(json.dumps({"problems": problems}, ensure_ascii=False, default=str))
    else:
        for problem in problems:
            print(problem, file=sys.stderr)
        if not problems:
            print("All files are whole and the published version can be built again, row by row.")
    if problems:
        raise SystemExit(1)
