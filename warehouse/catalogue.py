"""The catalogue: data sets with their elements, and indicators as sums of elements.

A *component* is what is paired at the submitted row: the numerator and denominator of one indicator, both of one data
set. An indicator over two data sets (complaints per 1,000 households) has two components, which meet at the
aggregated unit. Indicators that need the same sums share a component.

A *term* of a side is an element, "-element" (subtracted) or "rows:element": the number of rows (tickets) that state
it, so that a street's yes has a denominator and a sum of minutes a mean. How estates are counted: `catalogue_rules`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import catalogue_rows, catalogue_rules
from warehouse.catalogue_rules import CatalogueError
from warehouse.register import RANK

__all__ = ["Catalogue", "CatalogueError", "load"]

REFERENCE = Path(__file__).parent / "reference"

ROWS = "rows:"

Terms = tuple[tuple[str, int, bool], ...]  # element, +1 or -1, whether its rows are counted instead of summed


@dataclass(frozen=True)
class Element:
    """One data element. form: row, count or ticket; kind: stock or flow; carry: weeks, None = the setting."""

    number: int
    data_set_id: str
    element_id: str
    form: str
    kind: str
    carry: int | None


@dataclass(frozen=True)
class Component:
    """Sums that are paired at the row; denominator empty = a count.

    optional: a week has rows of it only where anybody in the city stated it that week (or it is carried into it).
    finest: the rank of the finest level that has rows of it; None = every level with data.
    """

    number: int
    data_set_id: str
    numerator: Terms
    denominator: Terms
    optional: bool
    finest: int | None


@dataclass(frozen=True)
class Indicator:
    """One indicator: its own component (of its data set), where numerator and denominator come from."""

    number: int
    indicator_id: str
    data_set_id: str
    own: int
    numerator_of: int
    denominator_of: int | None  # None: the same component's denominator
    scale: int


@dataclass
class Catalogue:
    """Data sets and indicators as read, with elements, components and indicators numbered."""

    data_sets: dict[str, dict[str, Any]]
    described: dict[str, dict[str, Any]]
    names: dict[str, dict[str, Any]] = field(default_factory=dict)  # of the sections and the sources
    elements: list[Element] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    def levels(self) -> dict[str, str]:
        """Return each data set's level, whose units owe a row."""
        return {name: str(entry["level"]) for name, entry in self.data_sets.items()}


def load(reference: Path = REFERENCE) -> Catalogue:
    """Read data_sets.toml and indicators.toml of a folder; CatalogueError names an entry that can not be computed."""
    data_sets = tomllib.loads((reference / "data_sets.toml").read_text(encoding="utf-8"))
    described = tomllib.loads((reference / "indicators.toml").read_text(encoding="utf-8"))
    named = reference / "sections.toml"  # what was published before it came has none
    names = tomllib.loads(named.read_text(encoding="utf-8")) if named.is_file() else {}
    catalogue = Catalogue(data_sets, described, names)
    for data_set_id, entry in data_sets.items():
        for element_id, element in entry["elements"].items():
            kind = element.get("kind", entry["kind"])
            catalogue.elements.append(
                Element(len(catalogue.elements), data_set_id, element_id, element["form"], kind, entry.get("carry"))
            )
    for indicator_id, entry in described.items():
        _add_indicator(catalogue, indicator_id, entry)
    return catalogue


def element_of(term: str) -> str:
    """Return the element that a term of an indicator names."""
    return term.lstrip("-").removeprefix(ROWS)


def sources(element_id: str, element: dict[str, Any]) -> list[str]:
    """Return the elements whose cells an element is made of: itself, and the row elements it is counted from."""
    return sorted({element_id, *element.get("from", []), *element.get("where", {})})


def _terms(written: list[str]) -> Terms:
    return tuple(
        (element_of(name), -1 if name.startswith("-") else 1, name.lstrip("-").startswith(ROWS)) for name in written
    )


def _data_set_of(catalogue: Catalogue, indicator_id: str, terms: Terms, preferred: str) -> str:
    homes = [{e.data_set_id for e in catalogue.elements if e.element_id == name} for name, *_ in terms]
    common = set.intersection(*homes)
    if not common:
        raise CatalogueError(f"indicators.toml: [{indicator_id}] one side spans data sets or is unknown")
    return preferred if preferred in common else min(common)


def _component(catalogue: Catalogue, made: Component) -> int:
    """Return the number of a component, added where there is none of its sums yet."""
    for known in catalogue.components:
        if (known.data_set_id, known.numerator, known.denominator) == (
            made.data_set_id, made.numerator, made.denominator,
        ):  # fmt: skip
            both = (known.finest, made.finest)
            finest = None if None in both else max(rank for rank in both if rank is not None)
            catalogue.components[known.number] = replace(
                known, optional=known.optional and made.optional, finest=finest
            )
            return known.number
    catalogue.components.append(replace(made, number=len(catalogue.components)))
    return len(catalogue.components) - 1


def _rank(indicator_id: str, level: str | None) -> int | None:
    if level is not None and level not in RANK:
        raise CatalogueError(f"indicators.toml: [{indicator_id}] names the unknown level {level!r}")
    return None if level is None else RANK[level]


def _add_indicator(catalogue: Catalogue, indicator_id: str, entry: dict[str, Any]) -> None:
    home = str(entry["data_set_id"])
    if home not in catalogue.data_sets:
        raise CatalogueError(f"indicators.toml: [{indicator_id}] names the unknown data set {home!r}")
    top, bottom = _terms(entry["numerator"]), _terms(entry["denominator"])
    top_home = _data_set_of(catalogue, indicator_id, top, home)
    bottom_home = _data_set_of(catalogue, indicator_id, bottom, home) if bottom else top_home
    denominator_of: int | None = None
    optional, finest = bool(entry.get("optional", False)), _rank(indicator_id, entry.get("finest"))
    if top_home == bottom_home:
        own = numerator_of = _component(catalogue, Component(0, top_home, top, bottom, optional, finest))
    else:
        numerator_of = _component(catalogue, Component(0, top_home, top, (), optional, finest))
        denominator_of = _component(catalogue, Component(0, bottom_home, bottom, (), optional, finest))
        own = numerator_of if top_home == home else denominator_of
    catalogue.indicators.append(
        Indicator(
            len(catalogue.indicators),
            indicator_id,
            home,
            own,
            numerator_of,
            denominator_of,
            int(entry.get("denominator_scale", 1)),
        )
    )


def tables(catalogue: Catalogue, carry_weeks: int) -> dict[str, pl.DataFrame]:
    """Return the models' tables ref_element, ref_component, ref_term, ref_rule, ref_indicator and estate_element."""
    number = {(e.data_set_id, e.element_id): e.number for e in catalogue.elements}
    elements = [
        {
            "element_no": e.number, "data_set_id": e.data_set_id, "data_element": e.element_id, "form": e.form,
            "data_set_no": list(catalogue.data_sets).index(e.data_set_id),
            "carry": 0 if e.kind == "flow" else carry_weeks if e.carry is None else e.carry,
        }
        for e in catalogue.elements
    ]  # fmt: skip
    components = [
        {
            "component_no": c.number, "data_set_id": c.data_set_id,
            "data_set_no": list(catalogue.data_sets).index(c.data_set_id),
            "numerator_terms": len(c.numerator), "denominator_terms": len(c.denominator),
            "optional": c.optional, "finest_rank": c.finest,
        }
        for c in catalogue.components
    ]  # fmt: skip
    terms = [
        {
            "component_no": c.number, "element_no": number[c.data_set_id, name], "side": side, "sign": sign,
            "counted": counted,
        }
        for c in catalogue.components
        for side, chosen in (("n", c.numerator), ("d", c.denominator))
        for name, sign, counted in chosen
    ]  # fmt: skip
    return {
        "ref_element": pl.DataFrame(
            elements, schema_overrides=dict.fromkeys(("element_no", "data_set_no", "carry"), pl.Int32())
        ),
        "ref_component": pl.DataFrame(
            components, schema_overrides=dict.fromkeys(("component_no", "data_set_no", "finest_rank"), pl.Int32())
        ),
        "ref_term": pl.DataFrame(
            terms, schema_overrides=dict.fromkeys(("component_no", "element_no", "sign"), pl.Int32())
        ),
        "ref_rule": catalogue_rules.table(catalogue.data_sets, number),
        "ref_indicator": _indicator_table(catalogue),
        "estate_element": pl.DataFrame(
            {e.element_id: [e.number] for e in catalogue.elements if e.data_set_id == "estates"}
        ).cast(pl.Int32()),
    }


def _indicator_table(catalogue: Catalogue) -> pl.DataFrame:
    rows = [
        {
            "indicator_no": i.number, "indicator_id": i.indicator_id, "data_set_id": i.data_set_id, "own_no": i.own,
            "numerator_no": i.numerator_of, "denominator_no": i.denominator_of, "scale": i.scale,
        }
        for i in catalogue.indicators
    ]  # fmt: skip
    numbers = ("indicator_no", "own_no", "numerator_no", "denominator_no", "scale")
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(numbers, pl.Int32()))


def indicator_keys(catalogue: Catalogue) -> pl.DataFrame:
    """Return key_indicator: each indicator's number in this file."""
    rows = [(item.number, item.indicator_id) for item in catalogue.indicators]
    return pl.DataFrame(rows, schema=["indicator_no", "indicator_id"], orient="row")


def element_keys(catalogue: Catalogue) -> pl.DataFrame:
    """Return key_element: each data element's number in this file."""
    rows = [(item.number, item.data_set_id, item.element_id) for item in catalogue.elements]
    return pl.DataFrame(rows, schema=["element_no", "data_set_id", "data_element"], orient="row")


def indicator_rows(catalogue: Catalogue) -> pl.DataFrame:
    """Return the rows of dim_indicator."""
    return catalogue_rows.indicators(catalogue.described, catalogue.data_sets, catalogue.names)


def data_set_rows(catalogue: Catalogue) -> pl.DataFrame:
    """Return the rows of dim_data_set."""
    return catalogue_rows.data_sets(catalogue.data_sets)


def element_rows(catalogue: Catalogue) -> pl.DataFrame:
    """Return the rows of dim_element."""
    return catalogue_rows.elements(catalogue.data_sets)
