import numpy as np
import pytest

from routing.cases import arc_between, conditions, draw
from safeconduct.routing.alternates import Aims, dissimilar_ways, overlap_share, weights_of
from safeconduct.routing.front import bounds_to
from safeconduct.routing.ground import Ground, Way, ground_of

MAP = draw("a b c z\nd e f g", "ab bc cz ad de ef fg gz be cf")


def ground(exposure: dict[int, float] | None = None) -> Ground:
    network, _ = MAP
    return ground_of(network, network.convoy_travel_s(50.0), conditions(network, exposure))


def arcs(letters: str) -> list[int]:
    return [arc_between(*MAP, letters[index : index + 2]) for index in range(len(letters) - 1)]


def test_both_directions_of_a_road_are_the_same_road() -> None:
    assert overlap_share(ground(), arcs("abc"), arcs("cba")) == 1.0
    assert overlap_share(ground(), arcs("abc"), arcs("def")) == 0.0


def test_the_overlap_is_a_share_of_the_own_length() -> None:
    network, _ = MAP
    own = arcs("abefgz")
    expected = float(network.length_m[own[0]] / network.length_m[own].sum())
    assert overlap_share(ground(), own, arcs("abcz")) == pytest.approx(expected)
    assert overlap_share(ground(), [], arcs("abcz")) == 0.0


def test_weights_are_seconds_plus_priced_exposure() -> None:
    state = ground({0: 2.0})
    np.testing.assert_allclose(weights_of(state, 3.0) - state.time_s, 3.0 * state.grains)


def found_ways(state: Ground, first: Way, *, count: int, price: float = 0.0, max_overlap: float = 0.5) -> tuple[Way, ...]:
    bounds = bounds_to(state, [MAP[1]["z"]])
    source = MAP[1]["a"]
    return dissimilar_ways(Aims(state, bounds, price), first, source=source, count=count, max_overlap=max_overlap)


def test_the_first_way_leads_and_no_more_are_found_than_asked() -> None:
    state = ground()
    first = state.way(arcs("abcz"))
    assert found_ways(state, first, count=1) == (first,)
    two = found_ways(state, first, count=2)
    assert two[0] == first
    assert len(two) == 2
    assert len(found_ways(state, first, count=9)) < 9


def test_an_alternate_keeps_clear_of_every_earlier_way_and_not_of_the_first_alone() -> None:
    network, at = draw("abcd\nefgh\nijkz", "ab bc cd ef fg gh ij jk kz ae ei bf fj cg gk dh hz")
    state = ground_of(network, network.convoy_travel_s(50.0), conditions(network))
    bounds = bounds_to(state, [at["z"]])
    first = state.way([arc_between(network, at, pair) for pair in ("ab", "bc", "cd", "dh", "hz")])
    ways = dissimilar_ways(Aims(state, bounds, 0.0), first, source=at["a"], count=4, max_overlap=0.6)
    assert len(ways) > 2
    for number in range(1, len(ways)):
        earlier = [arc for way in ways[:number] for arc in way.arcs]
        assert overlap_share(state, ways[number].arcs, earlier) <= 0.6


def test_a_price_steers_alternates_away_from_exposure() -> None:
    shape = draw("b  c\n\na  z\n\nd  e", "az ab:km=1 bc:km=3 cz:km=1 ad:km=1 de:km=3.2 ez:km=1 az:km=3.5")
    network, at = shape
    upper = arc_between(network, at, "bc")
    state = ground_of(network, network.convoy_travel_s(50.0), conditions(network, {upper: 1.0}))
    bounds = bounds_to(state, [at["z"]])
    first = state.way([int(np.flatnonzero((network.tail == at["a"]) & (network.head == at["z"]))[1])])

    def second(price: float) -> tuple[int, ...]:
        ways = dissimilar_ways(Aims(state, bounds, price), first, source=at["a"], count=3, max_overlap=0.5)
        return tuple(arc for way in ways[1:] for arc in way.arcs)

    assert upper in second(0.0)
    assert upper not in second(1e-6)


def ways_on(grid: str, roads: str, first: str, exits: str, *, count: int = 2, max_overlap: float = 0.5) -> list[str]:
    """Return the ways from `a`, as the letters they pass; no two roads of the map join the same places."""
    network, at = draw(grid, roads)
    state = ground_of(network, network.convoy_travel_s(50.0), conditions(network))
    way = state.way([arc_between(network, at, first[index : index + 2]) for index in range(len(first) - 1)])
    aims = Aims(state, bounds_to(state, [at[one] for one in exits]), 0.0)
    letter = {node: name for name, node in at.items()}
    found = dissimilar_ways(aims, way, source=at["a"], count=count, max_overlap=max_overlap)
    return ["a" + "".join(letter[int(network.head[arc])] for arc in one.arcs) for one in found]


def test_an_alternate_goes_to_another_exit_before_another_road() -> None:
    grid, roads = "y  a z\n   b", "az:km=2 ab:km=1 bz:km=1.5 ay:km=5"
    assert ways_on(grid, roads, "az", "zy") == ["az", "ay"]
    assert ways_on(grid, roads, "az", "zy", count=3) == ["az", "ay", "abz"]
    assert ways_on(grid, roads, "az", "z") == ["az", "abz"]


def test_another_exit_may_take_three_times_as_long_and_no_longer() -> None:
    grid = "y  a z"
    assert ways_on(grid, "az:km=2 ay:km=5.9", "az", "zy") == ["az", "ay"]
    assert ways_on(grid, "az:km=2 ay:km=6.1", "az", "zy") == ["az"]


def test_each_further_alternate_goes_to_an_exit_of_its_own_the_nearest_first() -> None:
    roads = "az:km=2 ay:km=4 ax:km=5"
    assert ways_on("y a z\n  x", roads, "az", "zyx", count=3) == ["az", "ay", "ax"]
    assert ways_on("y a z\n  x", roads, "az", "zyx", count=2) == ["az", "ay"]


def test_a_way_to_another_exit_is_sought_off_the_roads_that_are_used() -> None:
    grid, roads = "a  b z\nc  d y", "ab:km=3 bz:km=1 bd:km=1 dy:km=1 ac:km=1 cd:km=4.5"
    assert ways_on(grid, roads, "abz", "zy") == ["abz", "acdy"]
    assert ways_on(grid, roads, "abz", "zy", max_overlap=0.7) == ["abz", "abdy"]


def test_an_exit_behind_a_long_common_road_is_passed_over() -> None:
    trunk = "ab:km=5 bz:km=1 by:km=1"
    assert ways_on("a   b z\n    y", trunk, "abz", "zy") == ["abz"]
    assert ways_on("a   b z\nc   y", f"{trunk} ac:km=3 cz:km=4", "abz", "zy") == ["abz", "acz"]


def test_a_way_to_another_exit_does_not_pass_an_exit() -> None:
    assert ways_on("a z   y", "az:km=2 zy:km=3", "az", "zy") == ["az"]
    assert ways_on("a z   y\n  b", "az:km=2 zy:km=3 ab:km=2 by:km=3.5", "az", "zy") == ["az", "aby"]
