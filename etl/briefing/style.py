"""Sizes, colours and fonts of the slides: those of the pages, on paper. A slide is 13.33 by 7.5 inches."""

from __future__ import annotations

from dataclasses import dataclass

from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
INNER = Emu(WIDTH - 2 * MARGIN)
TOP, BOTTOM = Inches(1.35), Inches(6.75)  # of what lies between title and footer
FOOT = Inches(6.92)

FONT = "Microsoft YaHei"  # on every Windows since 2007; elsewhere the nearest Chinese font takes its place
TEXT, SMALL_TITLE, TITLE, FIGURE, COVER = 18, 20, 30, 40, 48  # points; nothing on a slide is smaller than TEXT

INK, QUIET, PAPER, SURFACE, LINE, ACCENT = "1F2933", "52606D", "FFFFFF", "F5F7FA", "D9E2EC", "A6192E"
MAIN, BETTER, WORSE, PAST = "2B83AA", "0B5F86", "9C4A06", "7F8FA0"
NOTHING, FEW = "CFC8C0", "A39B93"
MORE_IS_BETTER = ("EDF8FB", "B2D8E4", "66B2CC", "2B83AA", "0B4F71")
LESS_IS_BETTER = ("FEF0D9", "FDCC8A", "FC8D59", "D7301F", "7F0000")
BAND = ("E08214", "2B83AA", "7F3B08")  # below, inside, above
ACCENTS = ("2B83AA", "E08214", "5F50A4", "136E47", "C11471", "8F6E2B")  # of the theme: charts added by hand take them


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in EMU."""

    x: int
    y: int
    wide: int
    high: int

    @property
    def right(self) -> int:
        """Return the right edge."""
        return self.x + self.wide

    @property
    def bottom(self) -> int:
        """Return the lower edge."""
        return self.y + self.high


def rgb(colour: str) -> RGBColor:
    """Return a colour RRGGBB as python-pptx takes it."""
    return RGBColor.from_string(colour)


def mix(colour: str, other: str, share: float) -> str:
    """Return a colour so much of the way to another."""
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def pale(colour: str) -> str:
    """Return the colour of a value carried forward: half way to the paper."""
    return mix(colour, PAPER, 0.5)


def ink_on(colour: str) -> str:
    """Return white or ink, whichever has the greater contrast on a colour (WCAG 2)."""
    ground = _luminance(colour)
    white = 1.05 / (ground + 0.05)
    dark = (ground + 0.05) / (_luminance(INK) + 0.05)
    return PAPER if white > dark else INK


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in bytes.fromhex(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
