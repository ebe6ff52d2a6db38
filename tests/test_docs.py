"""The documents say what the program does: every command and option is documented, and no page is out of date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl import docs
from etl.cli import main

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("page", sorted(docs.PAGES))
def test_page_is_up_to_date(page: str) -> None:
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert written == docs.PAGES[page](), f"docs/{page} is out of date: run `make docs`"


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert f"## linju {name}" in text
        assert command.help, f"{name} has no help"
        for option in command.params:
            if option.param_type_name == "option":
                assert option.opts[0] in text
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in main.commands if not re.search(rf"`(linju )?{name}`", readme)]
    assert missing == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in docs.setting_names() if f"`{name}`" not in text] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
