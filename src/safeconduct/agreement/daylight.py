"""When it is light at a place, by the sunrise equation: a few minutes off at most, which is enough to ask a question."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import acos, asin, cos, degrees, radians, sin

from safeconduct.model.place import LonLat
from safeconduct.model.times import Span

NOON_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
HORIZON_DEG = -0.833
"""Height of the sun's centre at sunrise and sunset: refraction and its radius."""


def daylight(day: date, point: LonLat) -> Span | None:
    """Return sunrise and sunset of a day at a place; None where the sun does not rise or does not set on it."""
    days = (datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - NOON_2000).days - point.lon / 360
    anomaly = radians((357.5291 + 0.98560028 * days) % 360)
    centre = 1.9148 * sin(anomaly) + 0.02 * sin(2 * anomaly) + 0.0003 * sin(3 * anomaly)
    longitude = radians((degrees(anomaly) + centre + 180 + 102.9372) % 360)
    transit = days + 0.0053 * sin(anomaly) - 0.0069 * sin(2 * longitude)
    tilt = asin(sin(longitude) * sin(radians(23.4397)))
    latitude = radians(point.lat)
    part = (sin(radians(HORIZON_DEG)) - sin(latitude) * sin(tilt)) / max(1e-9, cos(latitude) * cos(tilt))
    if not -1 < part < 1:
        return None
    half = degrees(acos(part)) / 360
    rise, fall = (NOON_2000 + timedelta(days=transit + way * half) for way in (-1, 1))
    return Span(rise.replace(microsecond=0), fall.replace(microsecond=0))
