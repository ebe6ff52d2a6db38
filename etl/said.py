"""What a heading says besides its element: another time, a plan, a part of what is counted.

`服务人次（累计）`, 计划 above 应报到, 占比 below 已报到 are no figures of this week: taken for them they would be
wrong without a word. The words stand in `words.toml`, `[beside_header]`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from etl import words
from etl.units import is_unit

ABOVE, WITHIN, BELOW = "above", "within", "below"  # where a word stands: over the heading, in its brackets, under it
Rest = tuple[tuple[str, str], ...]  # (where, folded word)


@lru_cache(maxsize=20_000)
def otherwise(rest: Rest, field: str) -> bool:
    """Say whether words beside a heading make its figures others than this week's of the element."""
    return any(_is_other(where, text, field) for where, text in rest if text and not is_unit(text))


def adds_nothing(text: str) -> bool:
    """Say whether a word below a heading may leave its meaning: 实际, 本周, 累计."""
    return any(_listed(name, text) for name in ("same", "week", "so_far"))


def _is_other(where: str, text: str, field: str) -> bool:
    flow = words.is_flow(field)
    if _listed("same", text) or (where == WITHIN and text in _hints().get(field, "")):
        return False
    if _listed("week", text):  # 已报到（本周）: those of all weeks, or this week's new ones?
        return not flow and where != ABOVE
    if _listed("so_far", text):
        return flow
    if _of_other_time(text):
        return True
    if where == ABOVE:
        return _listed("parts", text) or _of_other_tables(text, field)
    return where == BELOW or not _explains(text)


def _of_other_time(text: str) -> bool:
    inside = words.folded("beside_header", "others")
    return any(word in text for word in inside) or _span().search(text) is not None


def _of_other_tables(text: str, field: str) -> bool:
    """Say whether a word over a heading is an element of other tables only: 服务站 below 受理数 is where they came
    in, 新增 below 志愿者 are no members.
    """
    known = words.elements()
    owners = {known[name].data_set for _, name in words.headers().get(text, ()) if name in known}
    return bool(owners) and known[field].data_set not in owners


def _explains(text: str) -> bool:
    """Say whether a bracket only explains the heading: （不含流动党员）, （是/否）, （0-6）."""
    plain = re.sub(r"[\d\-—–~～.%+]+", "", text)
    known = not plain or is_unit(plain) or plain in words.lookup("yes_no")
    return known or any(word in text for word in words.folded("beside_header", "explains"))


def _listed(name: str, text: str) -> bool:
    return text in words.folded("beside_header", name)


@cache
def _hints() -> dict[str, str]:
    """Return what the official form itself writes in brackets below each element: （人，上月） below 值守干部人数."""
    form = tomllib.loads((words.MAPPINGS / "template.toml").read_text(encoding="utf-8"))
    tables = [form[name] for name in words.data_sets() if name in form]
    return {name: words.fold(hint) for table in tables for name, hint in table.get("hints", {}).items()}


@cache
def _span() -> re.Pattern[str]:
    """Return the pattern of months and years: 10月, 1-11月, 截至10月底, 2025年末; a day of a month is none."""
    around = words.words()["around"]
    month, year, week = around["month"], around["year"], around["week_prefix"]
    return re.compile(rf"\d{{1,2}}{month}(?!\d)|\d{{4}}{year}(?!\d|{week})")
