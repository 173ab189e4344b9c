"""Distances on the ground for whole arrays of points."""

from __future__ import annotations

import numpy as np

from safeconduct.model.place import EARTH_RADIUS_M
from safeconduct.network.graph import FloatArray


def lengths_m(lon_a: FloatArray, lat_a: FloatArray, lon_b: FloatArray, lat_b: FloatArray) -> FloatArray:
    """Return great-circle distances in metres from each point a to each point b, as `model.place.distance_m` does for one.

    All arrays have one shape, in decimal degrees. Haversine on the mean sphere.
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    chord = np.sin((phi_b - phi_a) / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(lon_b - lon_a) / 2) ** 2
    result: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return result


def steps_m(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return the length of each step of a line of n points; shape (n - 1,), metres."""
    return lengths_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
