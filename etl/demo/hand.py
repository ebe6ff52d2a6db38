"""One clerk's hand: how numbers, words and places are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from etl.demo.bulk import CHOICES, HALVES, YES_NO
from etl.demo.texts import Texts

Cell = int | float | str | None
ABOUT_EVERY = 11  # of the clerk's "about" numbers, about one in so many is "约12", one "12余"


@dataclass(frozen=True)
class Hand:
    """A clerk of clerks.toml with the words that all share."""

    words: Texts
    clerk: dict[str, Any]
    cache: dict[str, str] = field(default_factory=dict)

    def number(self, element: str, value: int, row: int, column: int) -> Cell:
        """Return a count, area or duration as this clerk writes it."""
        if value == 0 and self.clerk["zero"] != "0":
            return str(self.clerk["zero"])
        plain: int | float = value
        if element in HALVES:
            plain = value / 2 if value % 2 else value // 2
        return self.styled(plain, row, column)

    def styled(self, plain: int | float, row: int, column: int) -> Cell:
        """Return a number in the clerk's style: as a number, as text, with separators, full-width, about."""
        style, texts = self.clerk["numbers"], self.words["numbers"]
        if style == "thousands":
            return f"{plain:,}"
        if style == "text":
            return str(plain)
        if style == "fullwidth":
            digits = str.maketrans("0123456789.", texts["fullwidth"] + texts["fullwidth_point"])
            return str(plain).translate(digits)
        if style == "about" and plain >= 10:
            turn = (row * 31 + column * 17) % ABOUT_EVERY
            return str(texts["about"][turn].format(plain)) if turn < 2 else plain
        if style == "mixed":
            return (plain, f" {plain} ", str(plain), plain)[(row + column) % 4]
        return plain

    def choice(self, element: str, value: int) -> Cell:
        """Return the clerk's word for a yes, a no or a choice."""
        if element in CHOICES:
            return str(self.clerk[element][CHOICES[element][value]])
        assert element in YES_NO
        yes, no = self.clerk.get(element, self.clerk["yes_no"])
        return str(yes if value else no)

    def place(self, level: str, name: str, row: int) -> str:
        """Return a unit's name as the clerk spells it; with spaces = true now and then with a stray blank."""
        key = f"{level} {name}"
        if key not in self.cache:
            self.cache[key] = _respelled(name, self.clerk["spell"].get(level, []))
        written = self.cache[key]
        if self.clerk["spell"].get("spaces") and row % 5 == 0:
            return f" {written[0]} {written[1:]} "
        return written

    def blank(self) -> Cell:
        """Return what stands where nothing was counted: nothing, a dash, a slash."""
        return str(self.clerk["blank"]) or None


def _respelled(name: str, endings: list[list[str]]) -> str:
    for ending, written in endings:
        if name.endswith(ending):
            return name[: len(name) - len(ending)] + written
    return name
