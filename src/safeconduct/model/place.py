"""Points and named places."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8
"""Mean Earth radius in metres (IUGG 1980)."""


class LonLat(NamedTuple):
    """A point on the ground: longitude then latitude, decimal degrees, WGS 84 (the order of RFC 7946)."""

    lon: float
    lat: float


class LocalName(NamedTuple):
    """One name of a thing in one language; `lang` is an ISO 639-1 code, or "" for the name on the signs."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A named place: town, village, crossing or border post.

    `kind` is the OpenStreetMap `place` value (city, town, village, hamlet …), "gazetteer" or "crossing".
    """

    name: str
    point: LonLat
    kind: str = "gazetteer"
    names: tuple[LocalName, ...] = ()


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle distance in metres between two points (haversine on the mean sphere, within 0.6 % of the ellipsoid)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.lon - a.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))
