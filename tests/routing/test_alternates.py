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
