"""What a form lets a clerk write into a column, as the workbook program's own rules: validation, colours, totals.

A rule is written for the first row; the workbook program moves its references down with each row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from etl import header_words, words
from etl.template_plan import Field, Row, texts

SMALL = 1000  # a limit below it is worth telling the clerk
Cell = Callable[[str], str]  # the address of an element's cell in the first row, such as F7


def validation(item: Field, cell: Cell, here: frozenset[str]) -> dict[str, Any] | None:
    """Return what is refused at input; None for free text. here: the elements that the sheet has."""
    said = texts()["refused"]
    refused = {"error_title": said["title"], "ignore_blank": True, "show_input": False}
    if item.kind in ("yesno", "choice"):
        choices = list(item.words.values())
        return {
            "validate": "list",
            "source": choices,
            "error_message": said["choice"].format(choices=said["join"].join(choices)),
            **refused,
        }
    if not item.numeric:
        return None
    wholes = [name for name in item.wholes if name in here]
    if wholes:
        text = said["part"].format(whole=header_words.official(wholes[0]))
        return {"validate": "custom", "value": "=" + _fits(item, cell, wholes), "error_message": text, **refused}
    kind = "count" if item.kind == "count" else "number"
    between = item.most is not None and item.most < SMALL
    text = said[f"{kind}_between" if between else kind].format(least=item.least, most=item.most)
    limits: dict[str, Any] = {"criteria": ">=", "value": item.least}
    if item.most is not None:
        limits = {"criteria": "between", "minimum": item.least, "maximum": item.most}
    return {"validate": "integer" if kind == "count" else "decimal", **limits, "error_message": text, **refused}


def _fits(item: Field, cell: Cell, wholes: list[str]) -> str:
    own = cell(item.name)
    tests = [f"ISNUMBER({own})", f"{own}>={item.least}"]
    tests += [f"{own}=INT({own})"] if item.kind == "count" else []
    tests += [f"{own}<={item.most}"] if item.most is not None else []
    tests += [f'OR({cell(whole)}="",{own}<={cell(whole)})' for whole in wholes]
    return f"AND({','.join(tests)})"


def wrong(item: Field, cell: Cell, here: frozenset[str]) -> str | None:
    """Return the formula that is true for a pasted value that input would have refused; None for free text."""
    own = cell(item.name)
    if item.kind in ("yesno", "choice"):
        return "=AND(" + ",".join([f'{own}<>""', *(f'{own}<>"{word}"' for word in item.words.values())]) + ")"
    if not item.numeric:
        return None
    return f'=AND({own}<>"",NOT(IFERROR({_fits(item, cell, [name for name in item.wholes if name in here])},FALSE)))'


def todo(item: Field, cell: Cell, here: frozenset[str]) -> str | None:
    """Return the formula that is true for a blank cell that is asked for; None where a blank one never is."""
    own = cell(item.name)
    if item.name in texts()["optional"]["columns"]:
        return None
    need = texts()["needed"].get(item.name)
    if need is None or need["column"] not in here:
        return f'={own}=""'
    table = texts()["words"][need["column"]]
    among = ",".join(f'{cell(need["column"])}="{table[code]}"' for code in need["among"])
    return f'=AND({own}="",OR({among}))'


def total(item: Field, span: str, rows: tuple[Row, ...]) -> tuple[str, int | float] | None:
    """Return the total's formula over a span such as F7:F99 and its value as prefilled; None where it has no meaning.

    Yes is counted in every word that the reader takes for yes, so that a pasted one does not upset the total.
    """
    known = words.elements()[item.name]
    given = [row.values[item.name].value for row in rows if item.name in row.values]
    if item.kind == "yesno":
        listed = ",".join(f'"{word}"' for word in words.words()["yes_no"]["yes"])
        return f"=SUMPRODUCT(COUNTIF({span},{{{listed}}}))", sum(value == item.words["yes"] for value in given)
    if not item.numeric or (known.form == "row" and item.kind == "count"):
        return None
    return f"=SUM({span})", sum(value for value in given if not isinstance(value, str))
