"""The benchmarks' inputs: readers read what stands there, the generator repeats itself, cases keep their sums."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from benchmarks import inputs
from safeconduct.clearance.arc_network import ArcNetwork, checked_windows
from safeconduct.clearance.solve import clearance_time

MATSIM_TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE network SYSTEM "http://www.matsim.org/files/dtd/network_v2.dtd">
<network><nodes><node id="a" x="1.5" y="2"></node><node id="b" x="101.5" y="2"/><node id="c" x="9" y="9"/></nodes>
<links capperiod="01:00:00">
<link id="1" from="a" to="b" length="100" freespeed="10" capacity="1000.0" permlanes="1.0" modes="car,bus"/>
<link id="2" from="b" to="a" length="24" freespeed="10" capacity="100.0" permlanes="1.0" modes="car"/>
<link id="3" from="b" to="c" length="100" freespeed="10" capacity="9000.0" permlanes="1.0" modes="train"/>
</links></network>
"""


def test_matsim_reader(tmp_path: Path) -> None:
    path = tmp_path / "net.xml.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(MATSIM_TEXT)
    net, xy = inputs.matsim(path, 5.0)
    assert net.tail.tolist() == [0, 1]  # the train runs elsewhere
    assert net.head.tolist() == [1, 0]
    assert net.travel_steps.tolist() == [2, 0]  # 10 s; 2.4 s round to nothing
    assert net.capacity_per_step.tolist() == [1, 1]  # 1.39 rounded down; 0.14 raised to 1
    assert inputs.matsim(path, 60.0)[0].capacity_per_step.tolist() == [16, 1]
    assert net.nodes == 3
    assert xy.tolist() == [[1.5, 2.0], [101.5, 2.0], [9.0, 9.0]]


def test_generator_repeats_itself_and_is_road_like() -> None:
    net, xy = inputs.roadlike(2000, 5)
    again, xy_again = inputs.roadlike(2000, 5)
    other, _ = inputs.roadlike(2000, 6)
    for name in ("tail", "head", "travel_steps", "capacity_per_step"):
        assert (getattr(net, name) == getattr(again, name)).all()
    assert (xy == xy_again).all()
    assert net.arcs != other.arcs or (net.tail != other.tail).any()
    assert net.arcs == 2 * (1999 + 720)  # 100,000 nodes give 271,998 arcs in the same way
    half = net.arcs // 2
    assert (net.tail[:half] == net.head[half:]).all()
    assert (net.travel_steps[:half] == net.travel_steps[half:]).all()
    assert inputs.strong_nodes(net).all()
    assert len(np.unique(net.tail[:half] * 2000 + net.head[:half])) == half


def test_gabriel_edges_have_no_point_in_their_circle() -> None:
    xy = np.random.default_rng(3).uniform(0, 1000, (60, 2))
    found = {(int(a), int(b)) for a, b in inputs.gabriel_edges(xy)[0]}
    wanted = set()
    for a in range(60):
        for b in range(a + 1, 60):
            others = np.delete(np.arange(60), [a, b])
            inside = np.hypot(*(xy[others] - (xy[a] + xy[b]) / 2).T) < np.hypot(*(xy[a] - xy[b])) / 2
            if not inside.any():
                wanted.add((a, b))
    assert found == wanted


@pytest.mark.parametrize("seed", [1, 2])
def test_cases_keep_their_sums(seed: int) -> None:
    net, xy = inputs.roadlike(1500, 4)
    dense = inputs.dense_case(net, xy, pockets=200, people=3001, exits=5, seed=seed)
    assert (len(dense.supply), sum(dense.supply.values()), len(set(dense.exits))) == (200, 3001, 5)
    assert min(dense.supply.values()) >= 1
    assert not set(dense.exits) & set(dense.supply)
    assert dense == inputs.dense_case(net, xy, pockets=200, people=3001, exits=5, seed=seed)
    assert dense != inputs.dense_case(net, xy, pockets=200, people=3001, exits=5, seed=seed + 7)
    few = inputs.few_case(net, xy, pockets=6, people=40, exits=3, seed=seed)
    assert list(few.supply.values()) == [40] * 6
    assert not set(few.exits) & set(few.supply)


@pytest.mark.parametrize("pattern", inputs.PATTERNS)
def test_windows_are_usable_and_matter(pattern: str) -> None:
    net, xy = inputs.roadlike(300, 2)
    case = inputs.few_case(net, xy, pockets=3, people=60, exits=2, seed=1)
    windows = inputs.windows_case(net, case, seed=3, pattern=pattern)
    assert windows == inputs.windows_case(net, case, seed=3, pattern=pattern)
    assert checked_windows(net, windows) == windows
    load, longest = inputs.shortest_way_load(net, case)
    assert max(int(load[arc]) for arc in windows) > 0
    assert longest > 0
    free, shut = (clearance_time(net, case.supply, case.exits, windows=given) for given in (None, windows))
    assert shut.steps is not None
    assert free.steps is not None
    assert shut.steps >= free.steps


def test_load_on_a_line() -> None:
    net = ArcNetwork(np.array([0, 1]), np.array([1, 2]), np.array([3, 0]), np.array([1, 1]))
    load, longest = inputs.shortest_way_load(net, inputs.Case({0: 5, 1: 2}, (2,)))
    assert (load.tolist(), longest) == ([5, 7], 3)


@pytest.mark.skipif(not inputs.DATA.is_dir(), reason="the shared data are not there")
def test_real_files() -> None:
    net, xy = inputs.load_osm("Liechtenstein", 10.0)
    assert inputs.strong_nodes(net).all()
    assert len(xy) == net.nodes > 1000
    assert 10_000 < np.ptp(xy[:, 1]) < 40_000  # the country is some 25 km long
    matsim, points = inputs.load_matsim("Mount Alexander", 10.0)
    assert (matsim.nodes, matsim.arcs, len(points)) == (22_259, 43_828, 22_259)
