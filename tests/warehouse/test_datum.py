"""Points move by the known distances and come back to where they were."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse import datum

# a point in the middle of a southern city, WGS-84
LNG, LAT = 113.134, 27.828


def metres(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    east = (other_lng - lng) * 111_320 * np.cos(np.radians(lat))
    return float(np.hypot(east, (other_lat - lat) * 110_574))


@pytest.mark.parametrize("name", ["gcj02", "bd09", "wgs84", "cgcs2000"])
def test_there_and_back_is_the_same_point(name: str) -> None:
    there = datum.from_wgs84([LNG, 113.5, 115.2], [LAT, 27.1, 30.0], name)
    lng, lat = datum.to_wgs84(*there, name)
    assert np.allclose(lng, [LNG, 113.5, 115.2], atol=1e-8) and np.allclose(lat, [LAT, 27.1, 30.0], atol=1e-8)


def test_gcj02_is_off_by_the_known_distance() -> None:
    lng, lat = datum.to_wgs84(LNG, LAT, "gcj02")
    assert metres(LNG, LAT, float(lng), float(lat)) == pytest.approx(670, abs=30)


def test_a_published_pair_of_gcj02_and_wgs84() -> None:
    # Tiananmen as often quoted: WGS-84 116.391383, 39.907333 <-> GCJ-02 116.397627, 39.908736 (to some 10 m)
    lng, lat = datum.to_wgs84(116.397627, 39.908736, "gcj02")
    assert metres(116.391383, 39.907333, float(lng), float(lat)) < 15


def test_missing_points_stay_missing_and_places_abroad_stay_put() -> None:
    lng, lat = datum.to_wgs84([np.nan, 2.35], [np.nan, 48.86], "gcj02")
    assert np.isnan(lng[0]) and np.isnan(lat[0]) and (lng[1], lat[1]) == (2.35, 48.86)


def test_an_unknown_datum_is_an_error() -> None:
    with pytest.raises(ValueError, match="nad27"):
        datum.to_wgs84(1.0, 2.0, "nad27")
