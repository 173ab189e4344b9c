"""The examples on real roads, and random scenarios on a real extract: planned, verified, bounded. Needs the shared data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from safeconduct.app.case import read_scenario
from safeconduct.app.plan import make_plan
from safeconduct.app.verify import verify_plan
from safeconduct.files.roads import read_roads
from safeconduct.model.errors import NoPlanError
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import RoadSource
from safeconduct.network.graph import RoadNetwork

ROOT = Path(__file__).parents[2]
OSM = ROOT.parent / "shared/data/osm"
LIECHTENSTEIN = OSM / "liechtenstein_2015.osm.pbf"

needs_roads = pytest.mark.skipif(not OSM.exists(), reason="the shared road extracts are not beside this checkout")


@needs_roads
@pytest.mark.parametrize(("example", "people", "most_gap"), [("karabakh", 20000, 0.02), ("porto", 13505, 0.15)])
def test_the_examples_are_planned_close_to_their_bound(example: str, people: int, most_gap: float) -> None:
    case = read_scenario(ROOT / "examples" / example)
    plan = make_plan(case)
    assert verify_plan(plan, case) == ()
    assert plan.people.total == people
    assert plan.gap is not None
    assert 0 <= plan.gap <= most_gap


@pytest.fixture(scope="module")
def network() -> RoadNetwork:
    return read_roads(LIECHTENSTEIN, RoadSource(LIECHTENSTEIN.name), cache=None)[0]


def draw_folder(folder: Path, network: RoadNetwork, rng: Random) -> None:
    """Write a scenario with random points on the roads, random people, vehicles, exits and, at times, two windows."""

    def point() -> str:
        node = rng.randrange(network.nodes)
        return f"{network.node_lon[node] + rng.gauss(0, 3e-4):.6f},{network.node_lat[node] + rng.gauss(0, 3e-4):.6f}"

    start = datetime(2024, 3, 30, rng.randrange(24), tzinfo=UTC)
    end = start + timedelta(hours=rng.choice([6, 15, 30]))
    (folder / "scenario.toml").write_text(
        f'name = "random"\nzone = "Europe/Vaduz"\nstart = "{start.isoformat()}"\nend = "{end.isoformat()}"\n'
        f'as_of = {date(2024, 3, 29)}\n[roads]\nfile = "{LIECHTENSTEIN.as_posix()}"\n[plan]\nroutes = {rng.randint(1, 4)}\n'
        "clearance_time_limit_s = 10\n",
        encoding="utf-8",
    )
    groups = [
        f"G{n},Point {n},{point()},{rng.randrange(1, 4000)},{rng.randrange(200)},{rng.choice([0, 8])},{rng.choice([0, 300])}"
        for n in range(rng.randint(1, 4))
    ]
    (folder / "groups.csv").write_text("id,name,lon,lat,able,seated,stretcher,own_cars\n" + "\n".join(groups), encoding="utf-8")
    exits = [f"E{n},Exit {n},{point()},{rng.choice(['', 300, 1000])},{rng.choice(['', 2000])}" for n in range(rng.randint(1, 3))]
    (folder / "exits.csv").write_text("id,name,lon,lat,screening_per_h,beds\n" + "\n".join(exits), encoding="utf-8")
    fleet = f"id,kind,count\nBUS,bus,{rng.randrange(1, 50)}\nAMB,ambulance,{rng.randrange(1, 6)}\n"
    (folder / "vehicles.csv").write_text(fleet, encoding="utf-8")
    if rng.random() < 0.5:
        halves = [start, start + timedelta(hours=2), start + timedelta(hours=4), start + timedelta(hours=6)]
        times = [moment.isoformat() for moment in halves]
        rows = f"id,from,to,scope\nW1,{times[0]},{times[1]},all\nW2,{times[2]},{times[3]},all\n"
        (folder / "windows.csv").write_text(rows, encoding="utf-8")


@needs_roads
@pytest.mark.parametrize("seed", range(12))
def test_random_scenarios_on_real_roads_verify_or_name_what_binds(seed: int, network: RoadNetwork, tmp_path: Path) -> None:
    draw_folder(tmp_path, network, Random(seed))
    case = read_scenario(tmp_path)
    binding: tuple[str, ...] = ()
    plan: Plan | None = None
    try:
        plan = make_plan(case)
    except NoPlanError as none:
        binding = none.binding
    if plan is None:
        assert binding
        return
    assert verify_plan(plan, case) == ()
    assert plan.least_left <= plan.left.total
    assert plan.clear_s is None or plan.bound_s is None or plan.bound_s <= plan.clear_s
