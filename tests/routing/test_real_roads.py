import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from routing.cases import AS_OF, END, START, hour, scenario_of
from safeconduct.exposure.assess import assess
from safeconduct.files.roads import read_roads
from safeconduct.model.hazard import Closure, Incident
from safeconduct.model.place import LonLat, Place, distance_m
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import RoadSource
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.routing.options import find_options

ROADS = Path(__file__).parents[2].parent / "shared/data/osm/karabakh_drive.osm.pbf"
STEPANAKERT, MARTAKERT, SHUSHA, WEST = (
    LonLat(46.7515, 39.8265),
    LonLat(46.8167, 40.2117),
    LonLat(46.7499, 39.76),
    LonLat(46.55, 39.63),
)


@pytest.fixture(scope="module")
def network() -> RoadNetwork:
    if not ROADS.exists():
        pytest.skip("the road file of Karabakh is not there")
    return read_roads(ROADS, RoadSource(ROADS.name), cache=None)[0]


def nearest(network: RoadNetwork, point: LonLat) -> int:
    main = np.flatnonzero(network.component == 0)
    squeeze = np.cos(np.radians(point.lat))
    away = np.hypot((network.node_lon[main] - point.lon) * squeeze, network.node_lat[main] - point.lat)
    return int(main[np.argmin(away)])


def test_three_towns_get_options_on_real_roads_in_time(network: RoadNetwork) -> None:
    points = {"group-s": STEPANAKERT, "group-m": MARTAKERT, "group-u": SHUSHA, "exit-w": WEST}
    snaps = tuple(Snap(name, nearest(network, point), 0.0) for name, point in points.items())
    near = LonLat((STEPANAKERT.lon + SHUSHA.lon) / 2, (STEPANAKERT.lat + SHUSHA.lat) / 2)
    scenario = replace(
        scenario_of(("s", "m", "u"), ("w",)),
        incidents=tuple(Incident(f"i{number}", AS_OF, LonLat(46.75, 39.7 + number / 100), 2.0) for number in range(40)),
        closures=(Closure("C1", "point", (network.node_point(nearest(network, near)),), span=Span(hour(3), hour(4))),),
        gazetteer=(Place("Shusha", SHUSHA, "town"),),
    )
    began = time.perf_counter()
    conditions, facts = assess(scenario, network, start=START, end=END)
    travel = network.convoy_travel_s(50.0)
    found = find_options(network, travel, conditions, snaps, scenario, start=START, end=END, k=3)
    assert time.perf_counter() - began < 20, "most of it is the first compilation"
    assert facts.incidents == 40
    assert conditions.open_spans
    assert not found.unreachable
    node_of = {snap.id: snap.node for snap in snaps}
    for option in found.options:
        assert {route.group_id for route in option.routes} == {"group-s", "group-m", "group-u"}
        for route in option.routes:
            assert network.tail[route.arcs[0]] == node_of[route.group_id]
            assert network.head[route.arcs[-1]] == node_of["exit-w"]
            assert route.overlap <= 0.5
            assert distance_m(route.geometry[0], points[route.group_id]) < 1000
            drawn_m = sum(distance_m(a, b) for a, b in zip(route.geometry, route.geometry[1:], strict=False))
            assert drawn_m == pytest.approx(route.length_m, rel=0.005)
            assert 2 <= len(route.way_points) <= 14
    safest, _, fastest = found.options
    assert safest.person_exposure < fastest.person_exposure
    assert fastest.longest_s <= safest.longest_s
