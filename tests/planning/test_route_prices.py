"""The price of few routes: figures counted by hand, order, names, an early end, and what it asks the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from drawing import draw
from planning.test_proofs import START, hours, scenario_of, with_cars
from safeconduct.clearance.arc_network import ArcNetwork, Windows
from safeconduct.clearance.result import ClearanceResult, Progress
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.plan import ANY_NUMBER, RoutePrice
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.brackets import Stop
from safeconduct.planning.clearance_problem import clearance_problem
from safeconduct.planning.route_names import Streets
from safeconduct.planning.route_prices import (
    MOST_ROUTES,
    Mask,
    PriceProblem,
    in_order,
    price_problem,
    route_prices,
    worth_showing,
)

TWO_ROADS = ("a  b\n\nc", "ab:km=10:cap=100:name=Ford ac:km=8:cap=60:name=Ferry cb:km=8:cap=60:name=Ferry")


def asked_of(
    network: RoadNetwork, scenario: Scenario, at: dict[str, int], spans: dict[int, tuple[tuple[float, float], ...]] | None = None
) -> PriceProblem:
    """Return the question of prices of a scenario that `scenario_of` made."""
    _, snaps = scenario_of(network, at, "".join(one.id for one in scenario.groups), "".join(one.id for one in scenario.exits))
    conditions = ArcConditions({}, spans or {}, {}, (0.0,) * network.arcs)
    problem = clearance_problem(
        scenario, network, snaps, conditions, kind="roads", groups=scenario.groups, start=START, end=scenario.end
    )
    return price_problem(problem, network, scenario.exits)


class Fake:
    """A search that answers from a list and notes what it was asked."""

    def __init__(self, *answers: tuple[int | None, int]) -> None:
        self.answers = answers
        self.feeder: Mask | None = None
        self.windows: Windows | None = None
        self.seed = -1

    def __call__(
        self,
        net: ArcNetwork,
        supply: Mapping[int, int],
        exits: Iterable[int],
        most: int,
        *,
        feeder: Mask | None = None,
        windows: Windows | None = None,
        seed: int = 0,
        stop: Stop | None = None,
        progress: Progress | None = None,
    ) -> tuple[ClearanceResult, ...]:
        assert most == MOST_ROUTES
        self.feeder, self.windows, self.seed = feeder, windows, seed
        if progress is not None:
            progress(1, None)
        way = (net.arcs - 1,)
        return tuple(
            ClearanceResult(steps, lower, None, exact=False, routes=(way,) * number if steps is not None else None)
            for number, (steps, lower) in enumerate(self.answers, start=1)
        )


def drawn(grid: str, roads: str, *, cars: int = 400, **changes: object) -> tuple[PriceProblem, RoadNetwork]:
    """Return the question of a group with cars at a and an exit at b."""
    network, at = draw(grid, roads)
    scenario, _ = scenario_of(network, at, "a", "b", **changes)
    return asked_of(network, replace(with_cars(scenario, cars, 5 * cars), fleet=()), at), network


def test_one_road_of_two_costs_what_the_other_would_carry() -> None:
    asked, _ = drawn(*TWO_ROADS)
    one, two, every = route_prices(asked, 0)
    # 10 km at 50 km/h: 720 s; 400 vehicles at 100 an hour: 14,400 s. Both roads carry 160 an hour, the second after 1,152 s.
    assert (one.routes, one.clear_s, one.bound_s) == (1, 720 + 14_400 - 1, 720 + 14_400 - 1)
    assert one.names == ("Place a to Exit b via Ford",)
    assert (two.clear_s, two.bound_s) == (every.clear_s, every.bound_s)
    assert every.clear_s == -(-(400 * 3600 + 100 * 720 + 60 * 1152) // 160) - 1
    assert set(two.names) == {"Place a to Exit b via Ford", "Place a to Exit b via Ferry"}
    assert (every.routes, every.names) == (ANY_NUMBER, ())


def test_one_road_alone_costs_nothing() -> None:
    asked, _ = drawn("a  b", "ab:km=6:cap=100:name=Ford")
    one, every = route_prices(asked, 0)
    assert (one.clear_s, one.bound_s) == (every.clear_s, every.bound_s)


def test_places_without_a_common_way_need_a_route_each() -> None:
    network, at = draw("a  b\n \nc  d", "ab:km=9:cap=100:name=Ford cd:km=9:cap=60:name=Ferry")
    scenario, _ = scenario_of(network, at, "ac", "bd")
    one, two, every = route_prices(asked_of(network, scenario, at), 0)
    assert (one.possible, one.clear_s, one.names) == (False, None, ())
    assert (two.possible, two.clear_s) == (True, every.clear_s)
    assert set(two.names) == {"Place a to Exit b via Ford", "Place c to Exit d via Ferry"}


def test_groups_whose_ways_run_together_need_one_route() -> None:
    network, at = draw("a  b  c  d", "ab:km=9 bc:km=9 cd:km=9")
    scenario, _ = scenario_of(network, at, "abc", "d")
    one, every = route_prices(asked_of(network, scenario, at), 0)
    assert one.clear_s == every.clear_s
    assert one.names == ("Place a, Place b, Place c to Exit d via road ab, road bc, road cd",)


def test_the_movement_may_go_on_after_its_end_and_closures_stay() -> None:
    short, network = drawn(*TWO_ROADS, end=hours(1))
    assert route_prices(short, 0) == route_prices(drawn(*TWO_ROADS)[0], 0)
    asked, network = drawn("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, _ = scenario_of(network, {"a": 0, "b": 1}, "a", "b")
    late = asked_of(network, with_cars(scenario, 400, 2000), {"a": 0, "b": 1}, {0: ((7200.0, 80_000.0),)})
    assert (route_prices(late, 0)[0].clear_s or 0) - (route_prices(asked, 0)[0].clear_s or 0) >= 7200


def test_the_search_is_asked_with_local_roads_seed_and_only_windows_that_matter() -> None:
    fake = Fake(*[(20_000, 19_000)] * MOST_ROUTES)
    asked, network = drawn("a  b", "ab:km=1.5:cap=100")
    told: list[str] = []
    route_prices(asked, 0, few=fake, seed=5, tell=told.append)
    assert fake.seed == 5
    assert fake.windows == {}
    assert fake.feeder is not None
    assert fake.feeder.tolist() == [True, False, True, False], (
        "the road out of a, not the one back; the group's arc, not the exit's"
    )
    assert told
    far, _ = drawn("a  b", "ab:km=2.5:cap=100")
    route_prices(far, 0, few=fake)
    assert fake.feeder.tolist() == [False, False, True, False]
    assert network.arcs == 2


def test_times_and_bounds_that_hold_for_others_are_used() -> None:
    prices = [
        RoutePrice(1, None, 100),
        RoutePrice(2, 500, 300, ("A", "B")),
        RoutePrice(3, 600, 200, ("A", "B", "C")),
        RoutePrice(4, 450, 250, ("A",)),
        RoutePrice(ANY_NUMBER, 260, 260),
    ]
    better = in_order(prices, 0)
    assert [one.clear_s for one in better] == [None, 500, 500, 450, 260]
    assert [one.bound_s for one in better] == [300, 300, 260, 260, 260]
    assert better[2].names == ("A", "B")
    assert [one.bound_s for one in in_order(prices, 280)] == [300, 300, 280, 280, 280]
    never = [prices[0], replace(prices[0], routes=2, possible=False), *prices[2:]]
    assert [one.possible for one in in_order(never, 0)] == [False, False, True, True, True]


def test_numbers_that_bring_nothing_more_are_left_out() -> None:
    every = RoutePrice(ANY_NUMBER, 260, 260)
    found = [RoutePrice(1, 400, 300, ("A",)), RoutePrice(2, 260, 260, ("A", "B")), RoutePrice(3, 260, 260, ("A", "B")), every]
    assert [one.routes for one in worth_showing(found, cut_short=False)] == [1, 2]
    idle = [
        RoutePrice(1, 400, 300, ("A",)),
        RoutePrice(2, 400, 290, ("A",)),
        *(RoutePrice(n, 400, 260, ("A",)) for n in (3, 4)),
        every,
    ]
    assert [one.routes for one in worth_showing(idle, cut_short=False)] == [1, 2, 3, 4]
    assert [one.routes for one in worth_showing(idle, cut_short=True)] == [1, 2]
    assert [one.routes for one in worth_showing([replace(idle[0], clear_s=None, bound_s=260), every], cut_short=True)] == [1]


def test_an_early_end_gives_what_is_known_or_nothing() -> None:
    asked, _ = drawn(*TWO_ROADS)
    assert route_prices(asked, 0, stop=lambda: True) == ()
    calls = iter(range(10**6))
    for most in (3, 6, 12, 24, 48):
        prices = route_prices(asked, 0, stop=lambda most=most: next(calls) % 1000 > most)  # type: ignore[misc]
        assert all(one.clear_s is None or one.bound_s <= one.clear_s for one in prices)


def test_the_same_question_gives_the_same_prices() -> None:
    assert route_prices(drawn(*TWO_ROADS)[0], 0) == route_prices(drawn(*TWO_ROADS)[0], 0)


@pytest.mark.parametrize("metres", [500.0, 1500.0, 4000.0])
def test_local_roads_equal_networkx(metres: float) -> None:
    import networkx as nx

    network, at = draw("a  b  c\n \nd  e  f", "ab:km=0.4 bc:km=1.1 de:km=0.7 ef ad:km=0.3 be:km=0.2 c>f:km=0.9 ab:km=0.6")
    scenario, _ = scenario_of(network, at, "ae", "f")
    asked = asked_of(network, scenario, at)
    streets = Streets(asked.problem, network, scenario.exits, metres)
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for arc in range(network.arcs):
        graph.add_edge(int(network.tail[arc]), int(network.head[arc]), m=float(network.length_m[arc]))
    expected = np.zeros(asked.problem.net.arcs, dtype=np.bool_)
    expected[network.arcs : network.arcs + 2] = True
    for letter in "ae":
        away = nx.single_source_dijkstra_path_length(graph, at[letter], weight="m")
        for arc in range(network.arcs):
            tail = int(network.tail[arc])
            expected[arc] |= tail in away and away[tail] + float(network.length_m[arc]) <= metres
    assert streets.mask.tolist() == expected.tolist()


def test_a_group_that_is_ready_late_is_so_much_later_and_leaves_no_window() -> None:
    network, at = draw("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, _ = scenario_of(network, at, "a", "b")
    scenario = with_cars(scenario, 400, 2000)
    late = replace(scenario, groups=(replace(scenario.groups[0], ready=hours(2)),))
    on_time, delayed = asked_of(network, scenario, at), asked_of(network, late, at)
    assert delayed.windows == on_time.windows == {}
    times = [route_prices(one, 0)[0].clear_s for one in (on_time, delayed)]
    assert times[1] == (times[0] or 0) + 7200
