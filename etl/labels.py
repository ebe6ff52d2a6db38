"""What a row's label makes of it: a total, a part of the row above, a note. The words stand in `words.toml`."""

from __future__ import annotations

from functools import lru_cache

from etl import words

TOTAL, SUBTOTAL, PART, NOTE = "total", "subtotal", "part", "note"
LISTED = "listed"  # a note, unless figures stand in its row


@lru_cache(maxsize=100_000)
def kind_of(text: str) -> str | None:
    """Say what a label makes of a row: `小 计` -> subtotal, `其中：` -> part, `填表人：` -> note, a name -> None."""
    table = words.words()["rows"]
    plain = words.without_brackets(words.fold(text))[0].rstrip(":") or words.fold(text)
    if plain in words.folded("rows", "total") or plain.endswith(tuple(words.folded("rows", "total_ends"))):
        return TOTAL
    if plain in words.folded("rows", "subtotal") or plain.endswith(tuple(words.folded("rows", "subtotal_ends"))):
        return SUBTOTAL
    if plain in words.folded("rows", "beside") or plain.startswith(
        tuple(words.fold(word) for word in table["part_starts"])
    ):
        return PART
    plain = words.fold(text)
    if is_note(plain):
        return NOTE
    return LISTED if plain.startswith(tuple(words.folded("rows", "list_starts"))) else None


def is_note(plain: str) -> bool:
    """Say whether a folded text begins a note or signature: `注：…`, `填表人 …`, `1、…`."""
    for start in words.folded("rows", "note_starts"):
        if plain == start or (plain.startswith(start) and (not start.isalpha() or plain[len(start)] in ":(;")):
            return True
        if plain.startswith(start) and len(start) > 2 and len(plain) > len(start) and not plain[len(start)].isalnum():
            return True
    return False


def lines_of(row: tuple[str | None, ...]) -> list[str]:
    """Return the texts of a row above or below a table; a label is joined to its value in the next cell:
    `填报日期：` | `2026-11-09`.
    """
    lines: list[str] = []
    for text in (text for text in row if text is not None):
        if lines and words.half_width(lines[-1]).endswith(":"):
            lines[-1] += text
        else:
            lines.append(text)
    return lines
