"""Who may not deviate drives the stated line: a side road between two way-points is found, and the planner's own line never is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from drawing import draw
from network.sketch import sketch
from safeconduct.agreement.stated_routes import StatedRoute
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.hazard import Closure
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import PlaceRef, Term, TermsText, Value
from safeconduct.network.build import build_network
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.raw import TurnRule
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.planning.term_corridors import Corridors
from safeconduct.planning.term_places import PlacedRoute
from safeconduct.verify.case import Case, make_case, movement_of
from safeconduct.verify.check import check_plan
from safeconduct.verify.roads import read_roads
from safeconduct.verify.stated_line import is_local, leaves_line, stated_line
from verify.sound_case import scenario

GRID = """
a               b       s       c               x


                        t
"""
ROADS = "ab bs:km=6 sc:km=6 bt ct cx"
"""Between b and c a side road by t leaves the straight road by s: 1.4 km longer."""
NETWORK, AT = draw(GRID, ROADS)
ON_S = Closure("C", "point", (LonLat(38.2, 47.5),), "mined")


def stated(*way_points: str, **values: Value) -> Term:
    return Term("R", "", (), kind="route", values=(("way_points", tuple(PlaceRef(one) for one in way_points)), *values.items()))


def case_of(term: Term, *closures: Closure, network: RoadNetwork = NETWORK) -> tuple[Scenario, tuple[Snap, ...]]:
    made = replace(
        scenario(),
        groups=(Group("G", "Group", network.node_point(AT["a"]), Headcount(80), own_cars=20),),
        exits=(Exit("X", "Exit", network.node_point(AT["x"])),),
        fleet=(),
        closures=closures,
        checkpoints=(),
        windows=(),
        texts=(TermsText((term,), "P/1"),),
        terms=(term,),
    )
    return made, (Snap("G", AT["a"], 0.0), Snap("X", AT["x"], 0.0))


def planned(term: Term, *closures: Closure) -> Plan:
    made, snaps = case_of(term, *closures)
    return replace(plan_corridor(survey(made, NETWORK, snaps), program_version="0"), summary=("later",))


def found(plan: Plan, term: Term, *closures: Closure) -> set[str]:
    return {one.code for one in check_plan(case_of(term, *closures)[0], NETWORK, plan)}


@pytest.mark.parametrize("way_points", ["abcx", "acx", "ac", "abc"])
def test_a_side_road_between_two_way_points_is_a_deviation(way_points: str) -> None:
    """The plan goes round by t because of a closure, as a text allows that does not forbid it; the strict text does not."""
    lenient, strict = stated(*way_points, deviation="allowed"), stated(*way_points, deviation="forbidden")
    round_by_t = planned(lenient, ON_S)
    assert found(round_by_t, lenient, ON_S) == set()
    assert found(round_by_t, strict, ON_S) == {"term-deviation"}
    straight = planned(strict)
    assert found(straight, strict) == set()


def test_the_finding_says_where_the_road_is_left() -> None:
    strict = stated("a", "b", "c", deviation="forbidden")
    plan = planned(stated("a", "b", "c"), ON_S)
    said = [str(one) for one in check_plan(case_of(strict, ON_S)[0], NETWORK, plan)]
    assert any("leaves the road of term R at km 12.0 (47.50000, 38.16000)" in one for one in said), said
    assert any("way back" in one for one in said)


def test_the_side_road_may_be_driven_where_the_text_names_it() -> None:
    strict = stated("a", "b", "t", "c", deviation="forbidden")
    assert found(planned(strict), strict) == set()
    assert "term-deviation" not in found(planned(stated("a", "b", "t", "c")), strict)


def test_of_two_equally_quick_ways_each_is_the_line() -> None:
    network, at = draw("a               b\n\n\n\n\n\n\n\nd               e", "ab:km=20 ad:km=10 db:km=10")
    line = line_on(network, [network.node_point(at["a"]), network.node_point(at["b"])])
    assert {network.arc_name(arc).name for arc in line} == {"road ab", "road ad", "road db"}
    shorter, at = draw("a               b\n\n\n\n\n\n\n\nd               e", "ab:km=19.9 ad:km=10 db:km=10")
    line = line_on(shorter, [shorter.node_point(at["a"]), shorter.node_point(at["b"])])
    assert {shorter.arc_name(arc).name for arc in line} == {"road ab"}


def test_what_no_vehicle_passes_is_on_no_line() -> None:
    network, at = draw("a               b\n\n\n\n\n\n\n\nd               e", "ab ad de eb")
    ends = [network.node_point(at["a"]), network.node_point(at["b"])]
    assert {network.arc_name(arc).name for arc in line_on(network, ends)} == {"road ab"}
    assert {network.arc_name(arc).name for arc in line_on(network, ends, limited=frozenset((0, 1)))} == {
        "road ad",
        "road de",
        "road eb",
    }


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_planner_and_checker_find_the_same_line_on_random_roads(first: int) -> None:
    """They share no code; where no two ways are equally quick they agree arc by arc, and the planner's is never outside."""
    equal = 0
    for seed in range(first, first + 40):
        network, passes, off, limited, exits = random_line(Random(f"line {seed}"))
        points = [network.node_point(node) for node in exits]
        closed: dict[int, tuple[str, ...]] = dict.fromkeys(limited, ("limit:weight",))
        closed |= {arc: ("C", *closed.get(arc, ())) for arc in range(0, network.arcs, 7)}
        conditions = ArcConditions(closed, {}, {}, (0.0,) * network.arcs)
        route = PlacedRoute(StatedRoute(stated("b"), (), (), forbidden=True), passes, off, ())
        corridors = Corridors(network, network.convoy_travel_s(50.0), conditions)
        allowed = corridors.allowed(route, (), list(zip(exits, points, strict=True)))
        case = bare(network, limited, exits)
        line = stated_line(case, passes, off)
        planner = {arc for arc in range(network.arcs) if allowed[arc]}
        if line is None:
            assert len(planner) >= 0.5 * network.arcs, f"seed {seed}"
            continue
        assert leaves_line(case, sorted(planner), [line]) is None, f"seed {seed}"
        checker = {arc for arc in range(network.arcs) if arc in line or is_local(case, arc)}
        equal += checker == planner
    assert equal >= 25


def random_line(rng: Random) -> tuple[RoadNetwork, tuple[LonLat, ...], tuple[LonLat, ...], frozenset[int], tuple[int, ...]]:
    """Return roads with one-way streets and forbidden turns, way-points on and off them, places to bypass, limits and exits."""
    letters = "abcdefghijklmnop"
    grid = "\n\n\n\n\n".join("         ".join(letters[row : row + 4]) for row in range(0, 16, 4))
    pairs = [(a, letters[n + step]) for n, a in enumerate(letters) for step in (1, 4, 5) if n + step < 16]
    pairs = [(a, b) for a, b in pairs if rng.random() < 0.75 and not (a in "dhl" and b in "eim")]
    ways = " ".join(f"{a}{rng.choice(['', '', '>'])}{b}:kmh={rng.randint(25, 70)}" for a, b in pairs)
    turns = []
    for _ in range(rng.choice([0, 2, 4])):
        one, other = rng.sample(range(len(pairs)), 2)
        via = set(pairs[one]) & set(pairs[other])
        turns += [TurnRule(one + 1, letters.index(letter), other + 1, only=False) for letter in via]
    raw, _ = sketch(grid, ways, turns=turns, keep=letters)
    network, _ = build_network(raw)
    spots = [network.node_point(node) for node in range(network.nodes)]
    passes = tuple(moved(rng, rng.choice(spots), 0.02) for _ in range(rng.randint(1, 4)))
    off = tuple(moved(rng, rng.choice(spots), 0.01) for _ in range(rng.choice([0, 0, 1])))
    limited = frozenset(arc for arc in range(network.arcs) if rng.random() < 0.05)
    return network, passes, off, limited, tuple(rng.sample(range(len(spots)), rng.randint(1, 2)))


def moved(rng: Random, point: LonLat, most: float) -> LonLat:
    far = rng.choice([0.0, most])
    return LonLat(point.lon + rng.uniform(-far, far), point.lat + rng.uniform(-far, far))


def line_on(network: RoadNetwork, passes: list[LonLat], *, limited: frozenset[int] = frozenset()) -> frozenset[int]:
    line = stated_line(bare(network, limited), passes, ())
    assert line is not None
    return line


@cache
def some_case() -> Case:
    made, snaps = case_of(stated("b", "c"))
    plan = plan_corridor(survey(made, NETWORK, snaps), program_version="0")
    movement = movement_of(made)
    assert movement is not None
    return make_case(made, NETWORK, plan, movement)


def bare(network: RoadNetwork, limited: frozenset[int], exits: tuple[int, ...] = ()) -> Case:
    """Return a case of roads alone: no group, exits at these nodes, limits on these arcs."""
    case, roads = some_case(), read_roads(network, 50.0)
    named = {f"E{place}": Exit(f"E{place}", "", network.node_point(node)) for place, node in enumerate(exits)}
    return replace(
        case,
        roads=roads,
        leaving=[[arc for arc in range(roads.arcs) if roads.tail[arc] == node] for node in range(roads.nodes)],
        shut=replace(case.shut, closed=dict.fromkeys(limited, ("limit:weight",))),
        groups={},
        exits=named,
        exit_node={f"E{place}": node for place, node in enumerate(exits)},
    )
