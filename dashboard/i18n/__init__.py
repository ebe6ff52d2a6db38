"""The interface's words: gettext catalogues, one .po a language, msgids in English."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
LANGUAGES = {"zh": "zh_CN", "en": "en"}
DEFAULT = "zh"

Words = Callable[[str], str]


def mark(message: str) -> str:
    """Return the message as it is: marks a msgid that is looked up later."""
    return message


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return msgid -> words of a language ("zh", "en"); KeyError for any other."""
    with (FOLDER / f"{LANGUAGES[lang]}.po").open("rb") as stream:
        return {str(item.id): str(item.string) for item in read_po(stream) if item.id and item.string}


@cache
def words(lang: str) -> Words:
    """Return the function that gives a msgid's words in a language; a missing one stays English."""
    known = catalogue(lang)
    return lambda message: known.get(message, message)


def language(given: str | None, locale: str | None) -> str:
    """Return the language to show: the one in the link, else the browser's, else Chinese."""
    if given in LANGUAGES:
        return given
    return "en" if locale and not locale.lower().startswith("zh") else DEFAULT
