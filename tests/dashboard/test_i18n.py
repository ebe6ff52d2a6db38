"""The catalogues hold every msgid of the code and no other, with the same places to fill in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import dashboard
from dashboard import i18n

ROOT = Path(dashboard.__file__).parent
CALLS = {"_", "mark"}


def used() -> set[str]:
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in CALLS and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_catalogue_is_complete_and_holds_nothing_unused(lang: str) -> None:
    assert set(i18n.catalogue(lang)) == used()


def test_the_code_is_read_at_all() -> None:
    assert {"not submitted", "Made-up data", "Parking"} <= used()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_places_to_fill_in_are_the_msgids(lang: str) -> None:
    for message, words in i18n.catalogue(lang).items():
        named = set(re.findall(r"{(\w+)}", words))
        assert named <= set(re.findall(r"{(\w+)}", message)), message
        if message not in ("W{week}",):
            assert named == set(re.findall(r"{(\w+)}", message)), message


def test_chinese_words_are_chinese() -> None:
    latin = [m for m, words in i18n.catalogue("zh").items() if not re.search("[\u4e00-\u9fff]", words)]
    assert latin == []
