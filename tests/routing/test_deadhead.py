import numpy as np

from routing.cases import arc_between, conditions, draw
from safeconduct.routing.deadhead import deadhead_seconds

MAP = draw("a b c\nd", "a>b b>c ac:km=9 da:km=1")


def test_seconds_are_those_of_the_shortest_way_and_infinite_without_one() -> None:
    network, at = MAP
    travel = network.convoy_travel_s(50.0)
    found = deadhead_seconds(network, travel, conditions(network), [at["a"], at["d"], at["c"]], [at["c"], at["b"], at["d"]])
    ab, bc, da = (int(travel[arc_between(network, at, pair)]) for pair in ("ab", "bc", "da"))
    ca = int(travel[arc_between(network, at, "ca")])
    np.testing.assert_array_equal(found, [[ab + bc, ab, da], [da + ab + bc, da + ab, 0], [0, ca + ab, ca + da]])


def test_closed_arcs_are_not_driven() -> None:
    network, at = MAP
    shut = conditions(network, closed={arc_between(network, at, "ab"): ("C",)})
    found = deadhead_seconds(network, network.convoy_travel_s(50.0), shut, [at["a"]], [at["b"], at["c"]])
    assert np.isinf(found[0, 0])
    assert found[0, 1] == network.convoy_travel_s(50.0)[arc_between(network, at, "ac")]
