"""Map datums: turning GCJ-02, BD-09 and CGCS2000 points into WGS-84.

Chinese maps shift positions on purpose: GCJ-02 is off by up to about 700 m from WGS-84, BD-09 shifts that once
more. CGCS2000 agrees with WGS-84 to within a metre, which no map of a city shows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_AXIS = 6378245.0  # Krasovsky 1940, on which the shift was fitted
_ECCENTRICITY = 0.00669342162296594323
_BD_PERIOD = np.pi * 3000.0 / 180.0
_ROUNDS = 6  # each round shrinks what is left about a hundredfold; 1e-9 degrees after five


def to_wgs84(lng: ArrayLike, lat: ArrayLike, datum: str) -> tuple[Floats, Floats]:
    """Return (lng, lat) in WGS-84 degrees of points in a datum (wgs84, cgcs2000, gcj02, bd09; else ValueError).

    Shapes are kept; NaN stays NaN; points outside China are not shifted by GCJ-02.
    """
    east, north = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if datum in ("wgs84", "cgcs2000"):
        return east.copy(), north.copy()
    if datum == "gcj02":
        return _gcj02_to_wgs84(east, north)
    if datum == "bd09":
        return _gcj02_to_wgs84(*_bd09_to_gcj02(east, north))
    raise ValueError(f"not a map datum: {datum!r}")


def from_wgs84(lng: ArrayLike, lat: ArrayLike, datum: str) -> tuple[Floats, Floats]:
    """Return (lng, lat) in a datum's degrees of WGS-84 points: the inverse of `to_wgs84`; ValueError likewise."""
    east, north = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if datum in ("wgs84", "cgcs2000"):
        return east.copy(), north.copy()
    if datum == "gcj02":
        return _wgs84_to_gcj02(east, north)
    if datum == "bd09":
        return _gcj02_to_bd09(*_wgs84_to_gcj02(east, north))
    raise ValueError(f"not a map datum: {datum!r}")


def _shift(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lng - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    radians = lat / 180.0 * np.pi
    magic = 1.0 - _ECCENTRICITY * np.sin(radians) ** 2
    root_magic = np.sqrt(magic)
    d_lat = north * 180.0 / ((_AXIS * (1.0 - _ECCENTRICITY)) / (magic * root_magic) * np.pi)
    d_lng = east * 180.0 / (_AXIS / root_magic * np.cos(radians) * np.pi)
    return d_lng, d_lat


def _wgs84_to_gcj02(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    inside = (lng > 72.004) & (lng < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
    d_lng, d_lat = _shift(lng, lat)
    return lng + np.where(inside, d_lng, 0.0), lat + np.where(inside, d_lat, 0.0)


def _gcj02_to_wgs84(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    east, north = lng.copy(), lat.copy()
    for _ in range(_ROUNDS):
        there_lng, there_lat = _wgs84_to_gcj02(east, north)
        east, north = east - (there_lng - lng), north - (there_lat - lat)
    return east, north


def _gcj02_to_bd09(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    z = np.hypot(lng, lat) + 0.00002 * np.sin(lat * _BD_PERIOD)
    theta = np.arctan2(lat, lng) + 0.000003 * np.cos(lng * _BD_PERIOD)
    return z * np.cos(theta) + 0.0065, z * np.sin(theta) + 0.006


def _bd09_to_gcj02(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    east, north = lng - 0.0065, lat - 0.006
    for _ in range(_ROUNDS):
        there_lng, there_lat = _gcj02_to_bd09(east, north)
        east, north = east - (there_lng - lng), north - (there_lat - lat)
    return east, north
