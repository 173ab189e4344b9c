"""Proofs of a scenario: figures that can be counted by hand, what binds, who is left, and that no plan beats them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from drawing import draw
from safeconduct.clearance.certificate import certificate_faults
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.errors import NoPlanError
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.plan import Proof, Snap
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span, Window
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.brackets import Watch
from safeconduct.planning.clearance_problem import clearance_problem
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.planning.proof_sentences import duration
from safeconduct.planning.proofs import prove
from verify.mutation_base import after_polls

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
BUSES = FleetEntry("bus", "bus", 3, 50, 0)


def hours(count: float) -> datetime:
    """Return so many hours after the start."""
    return START + timedelta(minutes=round(count * 60))


def scenario_of(
    network: RoadNetwork, at: dict[str, int], groups: str, exits: str, **changes: object
) -> tuple[Scenario, tuple[Snap, ...]]:
    """Return a day's scenario with a group of 100 people at each letter of `groups` and an exit at each letter of `exits`."""
    scenario = Scenario(
        name="drawn",
        start=START,
        end=hours(24),
        as_of=date(2026, 1, 1),
        zones=("UTC",),
        groups=tuple(Group(letter, f"Place {letter}", network.node_point(at[letter]), Headcount(100)) for letter in groups),
        exits=tuple(Exit(letter, f"Exit {letter}", network.node_point(at[letter])) for letter in exits),
        fleet=(BUSES,),
        roads=RoadSource("roads.csv"),
    )
    snaps = tuple(Snap(letter, at[letter], 0.0) for letter in groups + exits)
    return replace(scenario, **changes), snaps  # type: ignore[arg-type]


def proven(
    network: RoadNetwork,
    scenario: Scenario,
    snaps: tuple[Snap, ...],
    spans: dict[int, tuple[tuple[float, float], ...]] | None = None,
) -> dict[str, Proof]:
    """Return the proofs by kind; every certificate holds in its problem."""
    conditions = ArcConditions({}, spans or {}, {}, (0.0,) * network.arcs)
    proofs = prove(scenario, network, snaps, conditions, groups=scenario.groups, start=START, end=scenario.end)
    for proof in proofs:
        if proof.certificate is not None:
            problem = clearance_problem(
                scenario, network, snaps, conditions, kind=proof.kind, groups=scenario.groups, start=START, end=scenario.end
            )
            assert certificate_faults(problem.net, problem.supply, [problem.sink], proof.certificate, problem.windows) == ()
            assert proof.bound_s == (proof.certificate.horizon_steps + 1) * proof.step_s
        assert proof.sentence
    return {proof.kind: proof for proof in proofs}


def with_cars(scenario: Scenario, cars: int, people: int) -> Scenario:
    """Return the scenario with other people and own cars of 5 in its first group."""
    first = replace(scenario.groups[0], people=Headcount(people), own_cars=cars, people_per_car=5.0)
    return replace(scenario, groups=(first, *scenario.groups[1:]))


def test_a_road_bounds_the_vehicles() -> None:
    network, at = draw("a  b", "ab:km=6:cap=600:name=Mill_Road")
    scenario, snaps = scenario_of(network, at, "a", "b")
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    # 6 km at 50 km/h: 432 s. Packets of 10 with 6 s gaps and 60 s headway: 10 in 114 s, 316 an hour; 400 vehicles: 4,556.96 s.
    assert proof.bound_s == 432 + 4557 - 1
    assert proof.exact
    assert proof.held_groups == ("a",)
    assert [(road.name, road.kind, road.capacity_per_h, road.share) for road in proof.bottlenecks] == [
        ("Mill_Road", "road", 316, 1.0)
    ]
    assert "Mill_Road" in proof.sentence
    assert "packets of 10 vehicles" in proof.sentence


def test_a_slow_road_bounds_less_a_packet_and_a_tenth_more_helps() -> None:
    network, at = draw("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, snaps = scenario_of(network, at, "a", "b")
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    steady_s = 432 + 400 * 36 - 1
    allowance_s = (10 * 3600 - 100 * 114) / 100
    assert steady_s - allowance_s * 1.03 - 2 <= proof.bound_s <= steady_s - allowance_s + 1
    assert not proof.exact
    assert "100 vehicles an hour. 10 % more there would save 21 min" in proof.sentence


def test_buses_count_by_the_most_places() -> None:
    network, at = draw("a  b", "ab:km=6")
    scenario, snaps = scenario_of(network, at, "a", "b")
    problem_of = {"kind": "roads", "groups": scenario.groups, "start": START, "end": scenario.end}
    conditions = ArcConditions({}, {}, {}, (0.0,) * network.arcs)
    problem = clearance_problem(scenario, network, snaps, conditions, **problem_of)  # type: ignore[arg-type]
    assert problem.supply == {network.nodes: 2 * 3600}
    fewer = replace(scenario, fleet=())
    assert clearance_problem(fewer, network, snaps, conditions, **problem_of).supply == {}  # type: ignore[arg-type]


def test_screening_bounds_the_people_and_names_the_exit() -> None:
    network, at = draw("a  b", "ab:km=6")
    scenario, snaps = scenario_of(network, at, "a", "b")
    slow = replace(scenario, exits=(replace(scenario.exits[0], screening_per_h=50),))
    proof = proven(network, slow, snaps)["screening"]
    assert proof.unit == "people"
    assert proof.bound_s == 432 + 7200 - 1
    assert proof.exact
    assert proof.bottlenecks[0].kind == "exit"
    assert "Exit b" in proof.sentence
    assert "screening" not in proven(network, scenario, snaps)


def test_opening_hours_and_ready_times_move_the_bound() -> None:
    network, at = draw("a  b", "ab:km=6")
    scenario, snaps = scenario_of(network, at, "a", "b")
    late = replace(scenario, exits=(replace(scenario.exits[0], screening_per_h=50, opens=hours(3)),))
    assert proven(network, late, snaps)["screening"].bound_s == 3 * 3600 + 7200 - 1
    ready = replace(scenario, groups=(replace(scenario.groups[0], ready=hours(2)),))
    assert proven(network, ready, snaps)["roads"].bound_s == 2 * 3600 + 432 + 23 - 1  # two buses at 316 an hour: 22.8 s


def test_a_movement_that_is_too_short_leaves_people() -> None:
    network, at = draw("a  b", "ab:km=6")
    scenario, snaps = scenario_of(network, at, "a", "b", end=hours(1))
    slow = replace(scenario, exits=(replace(scenario.exits[0], screening_per_h=50),))
    proof = proven(network, slow, snaps)["screening"]
    assert proof.least_left == 100 - 50 * (3600 - 432) // 3600
    assert proof.bound_s > 3600
    assert "are too short" in proof.sentence
    assert proven(network, replace(slow, end=hours(5)), snaps)["screening"].least_left == 0


def test_people_left_are_proven_by_roads_alone_too() -> None:
    network, at = draw("a  b", "ab:km=6:cap=60")
    scenario, snaps = scenario_of(network, at, "a", "b", end=hours(1))
    found = proven(network, replace(with_cars(scenario, 600, 3000), fleet=()), snaps)
    assert found["roads"].least_left == 0
    assert found["roads"].bound_s > 3600
    through = 60 * 5 * (3600 - 432) // 3600
    assert 3000 - through - 60 <= found["screening"].least_left <= 3000 - through


def test_a_closing_road_waits_for_its_opening() -> None:
    network, at = draw("a  b  c", "ab:km=1 bc:km=6:name=Bridge")
    scenario, snaps = scenario_of(network, at, "a", "c")
    arcs = [arc for arc in range(network.arcs) if network.arc_name(arc).name == "Bridge"]
    spans: dict[int, tuple[tuple[float, float], ...]] = dict.fromkeys(arcs, ((0.0, 30.0), (7200.0, 80_000.0)))
    open_s = proven(network, scenario, snaps)["roads"].bound_s
    assert open_s < 7200 <= proven(network, scenario, snaps, spans)["roads"].bound_s


def test_two_windows_push_the_bound_into_the_second() -> None:
    network, at = draw("a  b", "ab:km=6:cap=400")
    windows = (Window("w1", Span(START, hours(1))), Window("w2", Span(hours(10), hours(20))))
    scenario, snaps = scenario_of(network, at, "a", "b", windows=windows)
    proof = proven(network, with_cars(scenario, 600, 3000), snaps)["roads"]
    assert 10 * 3600 <= proof.bound_s < 11 * 3600  # 600 vehicles do not pass in the first hour; the relaxation lets them queue
    few = proven(network, with_cars(scenario, 100, 500), snaps)["roads"]
    assert few.bound_s < 3600


def test_beds_leave_who_finds_none() -> None:
    network, at = draw("a  b  c", "ab bc")
    scenario, snaps = scenario_of(network, at, "a", "bc")
    assert "beds" not in proven(network, scenario, snaps)
    one = (replace(scenario.exits[0], beds=30), scenario.exits[1])
    assert "beds" not in proven(network, replace(scenario, exits=one), snaps)
    both = tuple(replace(exit_, beds=30) for exit_ in scenario.exits)
    assert proven(network, replace(scenario, exits=both), snaps)["beds"].least_left == 40


def test_an_unnamed_road_is_told_by_its_place() -> None:
    network, at = draw("a  b", "ab:km=6:name=")
    scenario, snaps = scenario_of(network, at, "a", "b")
    name = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"].bottlenecks[0].name
    assert name in {"unnamed primary road near a", "unnamed primary road near b"}


def test_no_groups_no_proofs_and_stop_is_heard() -> None:
    network, at = draw("a  b", "ab")
    scenario, snaps = scenario_of(network, at, "a", "b")
    conditions = ArcConditions({}, {}, {}, (0.0,) * network.arcs)
    assert prove(scenario, network, snaps, conditions, groups=(), start=START, end=scenario.end) == ()
    ended = Watch(stop=lambda: True)
    stopped = prove(scenario, network, snaps, conditions, groups=scenario.groups, start=START, end=scenario.end, watch=ended)
    assert [proof.kind for proof in stopped] == ["roads"]
    assert not stopped[0].exact


def random_scenario(seed: int) -> tuple[RoadNetwork, Scenario, tuple[Snap, ...]]:
    """Return a small scenario with slow and fast roads, late groups, screening, beds and windows."""
    rng = random.Random(seed)
    roads = [
        f"{ends}:cap={rng.choice([20, 40, 60, 100, 150, 250, 400, 1500])}:km={rng.choice([0.2, 1, 3, 10])}"
        for ends in ("ab", "bc", "de", "ef", "ad", "be", "cf")
    ]
    network, at = draw("a  b  c\n \nd  e  f", " ".join(roads))
    starts, ends = "".join(rng.sample("abde", rng.randint(1, 3))), "".join(rng.sample("cf", rng.randint(1, 2)))
    scenario, snaps = scenario_of(network, at, starts, ends, end=hours(rng.choice([3, 8, 24])))
    groups = []
    for group in scenario.groups:
        people = rng.randint(5, 200)
        cars = rng.choice([0, 0, people // 5, people // 10, people // 2])
        ready = rng.choice([None, hours(0.5), hours(1)])
        groups.append(replace(group, people=Headcount(people), own_cars=cars, people_per_car=rng.choice([1.0, 4.0]), ready=ready))
    exits = [
        replace(one, screening_per_h=rng.choice([None, None, 300]), opens=rng.choice([None, None, hours(1)]))
        for one in scenario.exits
    ]
    split = (Window("w1", Span(START, hours(1))), Window("w2", Span(hours(2), hours(12))))
    settings = Settings(packet_size=rng.choice([1, 3, 10]), packet_headway_s=rng.choice([10, 60]), load_fixed_s=0, board_able_s=0)
    return (
        network,
        replace(
            scenario,
            groups=tuple(groups),
            exits=tuple(exits),
            windows=rng.choice([(), (), split]),
            settings=settings,
            fleet=(replace(BUSES, count=rng.randint(1, 12)),),
        ),
        snaps,
    )


@pytest.mark.parametrize("seed", range(30))
def test_no_timetable_beats_a_proof(seed: int) -> None:
    network, scenario, snaps = random_scenario(seed)
    try:
        plan = plan_corridor(survey(scenario, network, snaps), program_version="0", stop_extras=after_polls(30))
    except NoPlanError:
        return
    for proof in plan.proofs:
        if plan.clear_s is not None:
            assert proof.bound_s <= plan.clear_s, proof.sentence
            assert proof.least_left == 0
        assert proof.least_left <= plan.left.total


def test_a_dense_packet_on_a_slow_road_is_allowed_for() -> None:
    """Two groups share a fast road; one comes over a slow one. A steady flow would need longer than these packets do."""
    network, at = draw("a  b  c\n \nd", "ab:km=1:cap=60 bc:km=1:cap=1500 db:km=0.2:cap=1500")
    scenario, snaps = scenario_of(network, at, "ad", "c")
    groups = tuple(replace(one, people=Headcount(10), own_cars=10, people_per_car=1.0) for one in scenario.groups)
    late = (groups[0], replace(groups[1], ready=hours(0.05)))
    plan = plan_corridor(survey(replace(scenario, groups=late), network, snaps), program_version="0")
    assert plan.clear_s is not None
    assert plan.bound_s is not None
    assert plan.bound_s <= plan.clear_s


def test_what_a_longer_movement_would_need_holds_for_packets_too() -> None:
    network, at = draw("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, snaps = scenario_of(network, at, "a", "b")
    day = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    short = proven(network, with_cars(replace(scenario, end=hours(1)), 400, 2000), snaps)["roads"]
    assert day.bound_s < 432 + 400 * 36 - 1, "less than a steady stream takes"
    assert f"nobody could have all of them out sooner than {duration(day.bound_s)} after the start." in short.sentence
