"""Numbers as people write them on roads: speeds, weights, widths and heights with their units."""

from __future__ import annotations

import re

from safeconduct.network.graph import NO_LIMIT

NUMBER = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-zA-Z/]*)\s*")
FEET = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|''|in)?)?\s*")

KMH_PER = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}
TONNES_PER = {"": 1.0, "t": 1.0, "kg": 0.001, "lbs": 0.00045359237, "lb": 0.00045359237, "st": 0.90718474, "lt": 1.0160469088}
METRES_PER = {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001, "km": 1000.0}
FOOT_M, INCH_M = 0.3048, 0.0254


def parse_speed_kmh(text: str) -> float | None:
    """Return the posted speed in km/h, the lowest of a list; None where it is implicit ("RU:urban"), unlimited or unreadable."""
    found = [_in_unit(part, KMH_PER) for part in re.split(r"[;|]", text)]
    speeds = [speed for speed in found if speed is not None and 1.0 <= speed <= 200.0]
    return min(speeds, default=None)


def parse_weight_t(text: str) -> float:
    """Return a weight limit in tonnes (kilograms, pounds, short and long tons understood); inf where none can be read."""
    return _least(text, TONNES_PER)


def parse_length_m(text: str) -> float:
    """Return a width or height limit in metres (centimetres, feet and inches understood); inf where none can be read."""
    match = FEET.fullmatch(text)
    if match:
        return float(match[1]) * FOOT_M + float(match[2] or 0.0) * INCH_M
    return _least(text, METRES_PER)


def parse_lanes(text: str, *, most: float = 16.0) -> float | None:
    """Return a positive number up to `most`, the lowest of a list, or None."""
    found = [_in_unit(part, {"": 1.0}) for part in re.split(r"[;|]", text)]
    return min((lanes for lanes in found if lanes is not None and 0.0 < lanes <= most), default=None)


def _least(text: str, units: dict[str, float]) -> float:
    found = [_in_unit(part, units) for part in re.split(r"[;|]", text)]
    return min((value for value in found if value is not None and value > 0.0), default=NO_LIMIT)


def _in_unit(text: str, units: dict[str, float]) -> float | None:
    match = NUMBER.fullmatch(text)
    if not match or match[2].lower() not in units:
        return None
    return float(match[1].replace(",", ".")) * units[match[2].lower()]
