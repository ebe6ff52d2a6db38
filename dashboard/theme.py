"""The colours and type of the product, light and dark; the same colour means the same thing on every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONT = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
STYLES = ("style.css", "map.css", "admin.css", "glossary.css", "meeting.css", "takeaway.css", "desk.css")
MORE_IS_BETTER = ("#EDF8FB", "#B2D8E4", "#66B2CC", "#2B83AA", "#0B4F71")
LESS_IS_BETTER = ("#FEF0D9", "#FDCC8A", "#FC8D59", "#D7301F", "#7F0000")
CHANGE = ("#7F3B08", "#E08214", "#FDE0B6", "#F7F7F7", "#C6DDEE", "#4A9BC7", "#0B4F71")
BAND = {"inside": "#2B83AA", "below": "#E08214", "above": "#7F3B08"}
# Warm greys: the blue classes stay blue to all eyes, also to those that lack a kind of cone, and these do not.
NOTHING_TO_COUNT = {False: "#CFC8C0", True: "#46423E"}  # by "is the ground dark"
TOO_FEW = {False: "#A39B93", True: "#77736F"}
CATEGORIES = ("#2B83AA", "#E08214", "#5F50A4", "#136E47", "#C11471", "#8F6E2B", "#4D4D4D", "#80B1D3")


@dataclass(frozen=True)
class Theme:
    """The colours of one ground. better and worse are for text: both stand at 4.5 to 1 or more on it."""

    dark: bool
    ink: str
    quiet: str
    paper: str
    surface: str
    line: str
    accent: str
    main: str
    better: str
    worse: str
    band: str


LIGHT = Theme(
    dark=False,
    ink="#1F2933",
    quiet="#52606D",
    paper="#FFFFFF",
    surface="#F5F7FA",
    line="#D9E2EC",
    accent="#A6192E",
    main="#2B83AA",
    better="#0B5F86",
    worse="#9C4A06",
    band="rgba(82,96,109,0.16)",
)
DARK = Theme(
    dark=True,
    ink="#E4E7EB",
    quiet="#9FB0C0",
    paper="#12181F",
    surface="#1B2430",
    line="#323F4B",
    accent="#F28B95",
    main="#66B2CC",
    better="#80C4DC",
    worse="#F0A04B",
    band="rgba(159,176,192,0.20)",
)


def theme(kind: str | None) -> Theme:
    """Return the theme for what the browser says: "dark", else light."""
    return DARK if kind == "dark" else LIGHT


def edge(chosen: Theme) -> str:
    """Return the colour of the thin lines between areas: they must show beside the palest and the darkest class."""
    return chosen.paper if chosen.dark else chosen.line


@cache
def style(chosen: Theme) -> str:
    """Return the style element of a page."""
    names = ("ink", "quiet", "paper", "surface", "line", "accent", "main", "better", "worse")
    roots = "".join(f"--lj-{name}:{getattr(chosen, name)};" for name in names)
    css = "".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in STYLES)
    return f"<style>:root{{{roots}--lj-font:{FONT};}}\n{css}</style>"


def category_colour(index: int, chosen: Theme) -> str:
    """Return the colour of the n-th category; the dark grey is lightened on a dark ground."""
    colour = CATEGORIES[index % len(CATEGORIES)]
    return "#B8B8B8" if chosen.dark and colour == "#4D4D4D" else colour
