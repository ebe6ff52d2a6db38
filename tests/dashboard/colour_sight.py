"""How colours look to eyes that lack one kind of cone, and how far apart two colours then are.

The matrices are those of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
Vision Deficiency" (IEEE TVCG 15(6), 2009), at severity 1.0, on linear RGB. The distance is CIEDE2000 (Sharma, Wu and
Dalal, "The CIEDE2000 Color-Difference Formula", Color Research & Application 30(1), 2005), D65.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Row = tuple[float, float, float]
SIGHT: dict[str, tuple[Row, Row, Row]] = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> Row:
    """Return the linear parts of #RRGGBB, 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _times(matrix: tuple[Row, ...], row: Row) -> Row:
    one, two, three = (sum(a * b for a, b in zip(line, row, strict=True)) for line in matrix)
    return one, two, three


def lab(colour: str, sight: str) -> Row:
    """Return a colour as eyes of a kind see it, in CIE Lab."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in _times(SIGHT[sight], linear(colour)))
    x, y, z = (part / white for part, white in zip(_times(_XYZ, (red, green, blue)), _WHITE, strict=True))
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Row, other: Row) -> float:
    """Return the CIEDE2000 difference of two Lab colours: about 1 is just seen side by side."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    grey = 1.5 - 0.5 * sqrt(mean7 / (mean7 + 25**7))
    a1, a2 = a1 * grey, a2 * grey
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn) / 2)
    mid = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * cos(radians(mid - 30)) + 0.24 * cos(radians(2 * mid))
    t += 0.32 * cos(radians(3 * mid + 6)) - 0.20 * cos(radians(4 * mid - 63))
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = hue / (1 + 0.015 * chroma * t)
    twist = sin(2 * radians(30 * exp(-(((mid - 275) / 25) ** 2))))
    crossed = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * twist
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + crossed * by_chroma * by_hue)


def apart(one: str, other: str, sight: str) -> float:
    """Return how far apart two #RRGGBB are to eyes of a kind."""
    return difference(lab(one, sight), lab(other, sight))
