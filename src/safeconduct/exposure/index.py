"""The exposure index of each arc from incidents: a relative number, never a probability.

Kernel density of events over distance is common practice in crime and conflict mapping; the formula, what it rests on and what it
cannot foresee stand in `docs/explanation/exposure.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from math import cos, degrees, exp, pi, radians, sin

import numpy as np

from safeconduct.exposure.touch import RoadLines, point_indices
from safeconduct.model.hazard import Incident
from safeconduct.model.place import EARTH_RADIUS_M
from safeconduct.network.graph import FloatArray, LongArray

CUT_OFF = 4.0
"""An incident reaches this many bandwidths; 0.03 % of a Gaussian's weight lies beyond and is given back to what lies within."""

SAMPLE_M = 500.0
"""Greatest distance between two sample points of a road."""

REACH_SLACK = 1.001
"""The sieve by latitude is a little wider than the reach, which is measured straight through the sphere."""

Source = tuple[float, float, float, float]
"""Longitude, latitude, bandwidth in km, aged weight."""


def reference_day(incident: Incident) -> date:
    """Return the day an incident counts from: its last day, or its only one."""
    return incident.last_day or incident.day


def usable_incidents(incidents: Iterable[Incident], as_of: date) -> tuple[Incident, ...]:
    """Return the incidents known on `as_of`: those whose last day is not after it."""
    return tuple(one for one in incidents if reference_day(one) <= as_of)


def aged_sources(incidents: Iterable[Incident], as_of: date, *, half_life_days: float, bandwidth_m: float) -> tuple[Source, ...]:
    """Return one source for each place and bandwidth, with the sum of severity x 2^(-age / half-life) of its incidents.

    Ten rows of one death and one row of ten deaths give the same source. Weights of 0 are left out. Sorted by latitude.
    """
    weights: defaultdict[tuple[float, float, float], float] = defaultdict(float)
    for one in incidents:
        age_days = (as_of - reference_day(one)).days
        width_km = max(bandwidth_m, one.precision_m) / 1000
        weights[one.point.lat, one.point.lon, width_km] += one.severity * 2.0 ** (-age_days / half_life_days)
    return tuple((lon, lat, width_km, weight) for (lat, lon, width_km), weight in sorted(weights.items()) if weight)


def weight_density(lon: FloatArray, lat: FloatArray, sources: Iterable[Source]) -> FloatArray:
    """Return the aged weight per km2 at points: the sum of truncated Gaussians, each with the whole weight of its source.

    lon, lat: (p,) degrees, sorted by latitude; returns (p,). A source at distance d with bandwidth h adds
    w / (2 pi h^2 (1 - e^-8)) x exp(-d^2 / 2 h^2) up to d = 4 h and nothing farther away, so its integral over the plane is w.
    Distances are straight through the sphere, 0.01 % short of the ground at 300 km.
    """
    density = np.zeros(lat.size)
    earth_km = EARTH_RADIUS_M / 1000
    cos_lat = np.cos(np.radians(lat))
    x, y, z = cos_lat * np.cos(np.radians(lon)), cos_lat * np.sin(np.radians(lon)), np.sin(np.radians(lat))
    within = 1 - exp(-(CUT_OFF**2) / 2)
    for source_lon, source_lat, width_km, weight in sources:
        reach_deg = degrees(CUT_OFF * width_km / earth_km) * REACH_SLACK
        low, high = np.searchsorted(lat, [source_lat - reach_deg, source_lat + reach_deg])
        flat = cos(radians(source_lat))
        source_x, source_y, source_z = flat * cos(radians(source_lon)), flat * sin(radians(source_lon)), sin(radians(source_lat))
        cosine = x[low:high] * source_x + y[low:high] * source_y + z[low:high] * source_z
        near = np.flatnonzero(cosine >= 1 - (CUT_OFF * width_km / earth_km) ** 2 / 2)
        squared = np.maximum(0.0, 1 - cosine[near]) * 2 * (earth_km / width_km) ** 2
        density[low + near] += weight / (2 * pi * width_km**2 * within) * np.exp(-squared / 2)
    return density


def near_lines(lines: RoadLines, sources: Iterable[Source]) -> LongArray:
    """Return the lines whose bounds come within reach of any source, ascending; all others have index 0."""
    degree_km = radians(1.0) * EARTH_RADIUS_M / 1000
    west, south, east, north = lines.bounds
    near = np.zeros(lines.start.size, dtype=np.bool_)
    by_south = np.argsort(south, kind="stable")
    sorted_south = south[by_south]
    tallest = float((north - south).max()) if south.size else 0.0
    for lon, lat, width_km, _ in sources:
        high = CUT_OFF * width_km / degree_km
        # The widest a degree of reach gets, at the edge of the reach nearer to the pole.
        wide = high / max(0.01, float(np.cos(np.radians(min(89.0, abs(lat) + high)))))
        first, last = np.searchsorted(sorted_south, [lat - high - tallest, lat + high])
        some = by_south[first:last]
        near[some[(north[some] >= lat - high) & (east[some] >= lon - wide) & (west[some] <= lon + wide)]] = True
    return np.flatnonzero(near).astype(np.int64)


def mean_densities(lines: RoadLines, sources: tuple[Source, ...]) -> FloatArray:
    """Return the mean weight per km2 along each line, shape (l,).

    Every line is cut into equal pieces of at most 500 m (half the smallest bandwidth, when that is less) and integrated by the
    trapezoid rule, ends included.
    """
    means = np.zeros(lines.start.size)
    wanted = near_lines(lines, sources)
    if not wanted.size:
        return means
    spacing_m = min(SAMPLE_M, min(source[2] for source in sources) * 1000 / 2)
    lon, lat, line, share = sample_points(lines, wanted, spacing_m)
    # Roads meet at their ends: points closer than a centimetre are computed once. The key sorts by latitude.
    key = np.rint((lat + 90) * 1e7).astype(np.uint64) << np.uint64(32) | np.rint((lon + 180) * 1e7).astype(np.uint64)
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(lat[first], kind="stable")
    density = np.empty(first.size)
    density[order] = weight_density(lon[first][order], lat[first][order], sources)
    means[wanted] = np.bincount(line, weights=density[back] * share, minlength=wanted.size)
    return means


def sample_points(lines: RoadLines, wanted: LongArray, spacing_m: float) -> tuple[FloatArray, FloatArray, LongArray, FloatArray]:
    """Return sample points along the wanted lines: longitude, latitude, rank of the line in `wanted`, share of the line's mean.

    Each of shape (q,). The shares of a line sum to 1.
    """
    index, rank = point_indices(lines, wanted)
    lon, lat = lines.network.geo_lon[index], lines.network.geo_lat[index]
    squeeze = np.cos(np.radians((lat[1:] + lat[:-1]) / 2))
    step_m = np.hypot(np.diff(lon) * squeeze, np.diff(lat)) * radians(1.0) * EARTH_RADIUS_M
    # All lines laid out one behind the other, a metre apart, so that one interpolation serves them all.
    along_m = np.concatenate([np.zeros(1), np.cumsum(np.where(rank[1:] == rank[:-1], step_m, 1.0))])
    ends = np.cumsum(np.bincount(rank, minlength=wanted.size))
    start_m = along_m[np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1]])]
    length_m = along_m[ends - 1] - start_m
    pieces = np.maximum(1, np.ceil(length_m / spacing_m)).astype(np.int64)
    line = np.repeat(np.arange(wanted.size, dtype=np.int64), pieces + 1)
    step = np.arange(line.size) - (np.cumsum(pieces + 1) - (pieces + 1))[line]
    at_m = start_m[line] + length_m[line] * (step / pieces[line])
    share = np.where((step == 0) | (step == pieces[line]), 0.5, 1.0) / pieces[line]
    return np.interp(at_m, along_m, lon), np.interp(at_m, along_m, lat), line, share
