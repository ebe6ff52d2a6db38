"""Makes the reference pages below docs/ from the commands, the settings and the catalogues: `make docs`."""

from __future__ import annotations

import csv
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
from warehouse.catalogue import ROWS, element_of
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
    """Return docs/indicators.md: each indicator by section, with definition, formula, unit, target and sources."""
    sets, published = _reference("data_sets.toml"), _published()
    names = {key: item for table in sets.values() for key, item in table["elements"].items()}
    lines = [
        "# Catalogue of indicators",
        "",
        MADE,
        "",
        "value = numerator / denominator. Both are kept and added up; a rate is never averaged.",
        "An *optional* indicator has figures only for the weeks in which anybody in the city reports it.",
        "[How to add one](indicators-howto.md).",
        "",
    ]
    section = 0
    sections = _reference("sections.toml")["sections"]
    for key, item in _reference("indicators.toml").items():
        if item["section"] != section:
            section = item["section"]
            said = sections[str(section)]
            lines += [f"## {section} {said['name_zh']} · {said['name_en']}", ""]
        lines += [*_indicator(key, item, sets, names), *_references(item, published), ""]
    return "\n".join(lines).rstrip() + "\n"


def _indicator(key: str, item: dict[str, Any], sets: dict[str, Any], names: dict[str, Any]) -> Iterator[str]:
    yield from (f"### {key}", "", f"**{item['name_zh']}** · {item['name_en']}", "")
    for note in ("note", "caveat"):
        if f"{note}_zh" in item:
            yield from (item[f"{note}_zh"], "", item[f"{note}_en"], "")
    yield f"- numerator: {_sum(item['numerator'], names)}"
    if item["denominator"]:
        scale = item.get("denominator_scale", 1)
        yield f"- denominator: {_sum(item['denominator'], names)}" + (f" / {scale}" if scale != 1 else "")
    low, high = item.get("target_low"), item.get("target_high")
    wanted = f"; healthy: {low} to {high}" if low is not None and high is not None else ""
    wanted = wanted or (f"; target: at least {low}" if low is not None else "")
    wanted = wanted or (f"; target: at most {high}" if high is not None else "")
    optional = "; optional" if item.get("optional") else ""
    yield f"- unit: {item['unit']}; {item['measure']}; better: {item['direction']}{wanted}{optional}"
    yield f"- classes of the map: {_classes(item)}"
    home = sets[item["data_set_id"]]
    finest = f"; figures down to each {item['finest']}" if "finest" in item else ""
    yield f"- data set: {home['name_zh']} (`{item['data_set_id']}`), owed by each {home['level']}{finest}"
    yield f"- reports: {', '.join(item['sources'])}"


def _classes(item: dict[str, Any]) -> str:
    """Return where the map's colours change, as it decides it: the healthy band, fixed breaks, the level's own."""
    if item["direction"] == "band" and item.get("target_low") is not None and item.get("target_high") is not None:
        return f"below {item['target_low']}, healthy, above {item['target_high']}"
    if "breaks" in item:
        return "from " + ", ".join(f"{edge:g}" for edge in item["breaks"])
    return "round numbers near the fifths of the level's values over all weeks"


def _published() -> dict[str, list[dict[str, str]]]:
    """Return the published figures by their measure."""
    found: dict[str, list[dict[str, str]]] = {}
    with (REFERENCE / "reference_figures.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["measure"], []).append(row)
    return found


def _references(item: dict[str, Any], published: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for kind, said in (("references", "published"), ("references_apart", "published, not comparable")):
        for measure in item.get(kind, []):
            for row in published[measure]:
                yield (
                    f"- {said}: {row['place']} {row['as_of']}: {row['value']} {row['unit']}"
                    f" ({row['qualifier']}; {row['source']})"
                )


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
    for position, term in enumerate(elements):
        name = element_of(term)
        sign = "− " if term.startswith("-") else "+ " if position else ""
        rows = "rows or tickets that state " if term.lstrip("-").startswith(ROWS) else ""
        parts.append(f"{sign}{rows}{names[name]['name_zh']} (`{name}`)")
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
