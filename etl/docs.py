"""Makes the reference pages below docs/ from the commands, the settings and the catalogues: `make docs`."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from etl import issues
from etl.cli import main as commands
from warehouse import audit, quality
from warehouse.settings import Settings

REFERENCE = Path(__file__).parent.parent / "warehouse" / "reference"
MADE = "<!-- made by `make docs`; change the catalogue, not this page -->"


def commands_page() -> str:
    """Return docs/commands.md: each command with its usage, arguments and options."""
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "Every command takes `--store DIR` (or `LINJU_STORE`) and `--json`, before or after",
        "its name. Exit status: 0 done, 1 refused because of the data, 2 wrong usage, 3 another refresh is running.",
        "",
    ]
    for name, command in sorted(commands.commands.items()):
        context = click.Context(command, info_name=f"linju {name}")
        usage = command.get_usage(context).removeprefix("Usage: ")
        lines += [f"## linju {name}", "", command.help or "", "", f"    {' '.join(usage.split())}", ""]
        lines += [*_options(command), ""]
    return "\n".join(lines).rstrip() + "\n"


def _options(command: click.Command) -> Iterator[str]:
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
            yield f"- {names}: {option.help or option.name}"


def issues_page() -> str:
    """Return docs/issues.md: everything that can be wrong with a workbook, and what to do."""
    lines = ["# Catalogue of issues", "", MADE, ""]
    for entry in issues.entries().values():
        lines += [
            f"## {entry.code}",
            "",
            f"**{entry.title_zh}** · {entry.title_en} · `{entry.severity}`",
            "",
            f"- {entry.todo_zh}",
            f"- {entry.todo_en}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def indicators_page() -> str:
    """Return docs/indicators.md: names, formula, unit and direction of each indicator."""
    sets = _reference("data_sets.toml")
    names = {key: item for table in sets.values() for key, item in table["elements"].items()}
    lines = [
        "# Catalogue of indicators",
        "",
        MADE,
        "",
        "value = numerator / denominator. Both are kept and added up; a rate is never averaged.",
        "",
    ]
    for key, item in _reference("indicators.toml").items():
        lines += [f"## {key}", "", f"**{item['name_zh']}** · {item['name_en']}", ""]
        if item.get("note_zh"):
            lines += [item["note_zh"], "", item["note_en"], ""]
        lines += [f"- numerator: {_sum(item['numerator'], names)}"]
        if item["denominator"]:
            scale = item.get("denominator_scale", 1)
            lines += [f"- denominator: {_sum(item['denominator'], names)}" + (f" / {scale}" if scale != 1 else "")]
        lines += [
            f"- unit: {item['unit']}; {item['measure']}; better: {item['direction']}",
            f"- data set: {sets[item['data_set_id']]['name_zh']} (`{item['data_set_id']}`)",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def quality_page() -> str:
    """Return docs/quality.md: what keeps a version from being published, and what looks wrong in one."""
    lines = ["# Audits and quality rules", "", MADE, "", "## Audits: a version that breaks one is not published", ""]
    for path in sorted(audit.AUDITS.glob("*.sql")):
        said = audit.header_of(path.read_text(encoding="utf-8"))
        lines += [f"- `{path.stem}`: {said['zh']} {said['en']}"]
    lines += ["", "## Rules: what they find is published with the figures, in quality_finding", ""]
    for rule in quality.rules():
        lines += [f"- `{rule.rule_id}` ({rule.severity}): {rule.sentence_zh} {rule.sentence_en}"]
    return "\n".join(lines) + "\n"


def _sum(elements: list[str], names: dict[str, Any]) -> str:
    parts = []
    for position, element in enumerate(elements):
        name = element.lstrip("-")
        sign = "− " if element.startswith("-") else "+ " if position else ""
        parts.append(f"{sign}{names[name]['name_zh']} (`{name}`)")
    return " ".join(parts)


def _reference(name: str) -> dict[str, Any]:
    return tomllib.loads((REFERENCE / name).read_text(encoding="utf-8"))


def setting_names() -> list[str]:
    """Return every setting of linju.toml as table.key."""
    return [f"{table.name}.{key.name}" for table in fields(Settings) for key in fields(table.default_factory)]  # type: ignore[arg-type]


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "issues.md": issues_page,
    "indicators.md": indicators_page,
    "quality.md": quality_page,
}


def main(folder: Path) -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
