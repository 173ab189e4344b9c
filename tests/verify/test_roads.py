"""The network in plain lists, and driving times worked out again."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from drawing import draw
from safeconduct.verify.roads import read_roads


@pytest.mark.parametrize("speed_kmh", [5.0, 37.3, 50.0, 130.0])
def test_driving_times_are_those_of_the_network(speed_kmh: float) -> None:
    rng = Random(speed_kmh)
    roads = " ".join(f"ab:km={rng.uniform(0, 30):.4f}:kmh={rng.choice([0.01, 20, 50, 61.7, 90])}" for _ in range(300))
    network, _ = draw("a b", roads)
    assert read_roads(network, speed_kmh).travel_s == network.convoy_travel_s(speed_kmh).tolist()


def test_points_and_roads_follow_the_direction() -> None:
    network, at = draw("a b c", "ab b>c")
    roads = read_roads(network, 50.0)
    assert roads.points(0) == list(network.arc_points(0))
    assert roads.points(1) == list(network.arc_points(1)) == roads.points(0)[::-1]
    assert (roads.road(0), roads.road(1), roads.road(2)) == (0, 0, 2)
    assert roads.node_point(at["b"]) == network.node_point(at["b"])
    assert np.isclose(roads.metres([0, 2]), network.length_m[[0, 2]].sum())
