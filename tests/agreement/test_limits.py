"""What terms limit: the scenario within it, by the planner's rule and by the checker's own."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.limits import kept_serials, limited
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import NO_LIMITS, Term, TermLimits
from safeconduct.verify.limits import within_terms
from verify.sound_case import scenario

HERE = LonLat(38.0, 47.5)


def case(
    *limits: TermLimits,
    fleet: tuple[FleetEntry, ...] = (),
    groups: tuple[Group, ...] = (),
    checkpoints: tuple[Checkpoint, ...] = (),
    **changed: object,
) -> Scenario:
    """Return a scenario with a term for each of the limits."""
    terms = tuple(Term(f"T{number}", "text", (), limits=one) for number, one in enumerate(limits))
    made = scenario()
    made = replace(made, terms=terms, fleet=fleet, groups=groups, checkpoints=checkpoints)
    return replace(made, settings=replace(made.settings, **changed))  # type: ignore[arg-type]


def in_use(made: Scenario) -> set[str]:
    """Return the serials that are in use at the start."""
    return {serial for entry in made.fleet for serial in entry.serials() if entry.find_lost(serial) != made.start}


def test_without_limits_nothing_changes() -> None:
    made = case(NO_LIMITS, fleet=(FleetEntry("V", "bus", 3, 50, 0),), groups=(Group("G", "G", HERE, Headcount(50), own_cars=4),))
    assert limited(made) == made


def test_patients_vehicles_are_kept_first_then_the_largest() -> None:
    fleet = (
        FleetEntry("small", "minibus", 2, 18, 0),
        FleetEntry("amb", "ambulance", 3, 2, 2),
        FleetEntry("bus", "bus", 2, 50, 0),
        FleetEntry("escort", "escort car", 2, 0, 0, role="escort"),
    )
    groups = (Group("G", "G", HERE, Headcount(100, 0, 3)),)
    made = case(TermLimits(vehicles=5), TermLimits(vehicles=9), fleet=fleet, groups=groups, escorts_per_packet=1)
    assert kept_serials(made, 5) == {"escort-01", "amb-01", "amb-02", "bus-01", "bus-02"}
    assert in_use(limited(made)) == {"escort-01", "amb-01", "amb-02", "bus-01", "bus-02"}
    assert "escort-02" not in kept_serials(made, 8)


def test_own_cars_stay_with_those_who_go_first() -> None:
    first = Group("A", "A", HERE, Headcount(100), own_cars=10, priority=2)
    second = Group("B", "B", HERE, Headcount(100), own_cars=10, priority=1)
    made = limited(case(TermLimits(private_cars=12), groups=(first, second)))
    assert [group.own_cars for group in made.groups] == [2, 10]
    assert made.groups[0].people == first.people
    assert limited(case(TermLimits(private_cars=0), groups=(first,))).groups[0].car_people == 0


def test_returns_and_packets_follow_the_strictest_term() -> None:
    made = limited(case(TermLimits(packet_size=8), TermLimits(packet_size=6), TermLimits(returns=False)))
    assert (made.settings.packet_size, made.settings.return_allowed) == (6, False)
    assert limited(case(TermLimits(packet_size=40))).settings.packet_size == 10


def test_a_party_says_how_long_it_searches() -> None:
    posts = (Checkpoint("K1", "K1", HERE, 20, party="East"), Checkpoint("K2", "K2", HERE, 30, party="West"))
    made = limited(case(TermLimits(search_s=90, party="East"), checkpoints=posts))
    assert [one.search_s for one in made.checkpoints] == [90, 30]
    made = limited(case(TermLimits(search_s=90, party="East"), TermLimits(search_s=10), checkpoints=posts))
    assert [one.search_s for one in made.checkpoints] == [90, 10]


ENTRIES = st.builds(
    lambda count, places, role: (count, places, role),
    st.integers(1, 4),
    st.tuples(st.integers(0, 60), st.integers(0, 4), st.integers(0, 3)),
    st.sampled_from(["transport", "transport", "escort", "recovery"]),
)
LIMITS = st.builds(
    TermLimits,
    st.none() | st.integers(0, 12),
    st.none() | st.integers(0, 30),
    st.booleans(),
    st.none() | st.integers(1, 50),
    st.none() | st.integers(0, 300),
    st.sampled_from(["", "East", "West"]),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(ENTRIES, max_size=5),
    st.lists(LIMITS, max_size=3),
    st.lists(st.tuples(st.integers(1, 99), st.integers(0, 9), st.integers(0, 30), st.integers(1, 3)), max_size=4),
)
def test_the_checker_comes_to_the_same_scenario(
    rows: list[tuple[int, tuple[int, int, int], str]], limits: list[TermLimits], people: list[tuple[int, int, int, int]]
) -> None:
    fleet = tuple(
        FleetEntry(f"V{number}", "bus", count, seats, lying, wheelchair_places=rolling, role=role)
        for number, (count, (seats, lying, rolling), role) in enumerate(rows)
    )
    groups = tuple(
        Group(f"G{number}", "G", HERE, Headcount(able, 0, ill, ill), own_cars=cars, priority=rank)
        for number, (able, ill, cars, rank) in enumerate(people)
    )
    posts = (Checkpoint("K1", "K1", HERE, 20, party="East"), Checkpoint("K2", "K2", HERE, 30, party=""))
    made = case(*limits, fleet=fleet, groups=groups, checkpoints=posts, escorts_per_packet=1, recovery_per_packet=2)
    ours, theirs = limited(made), within_terms(made)
    assert in_use(ours) == in_use(theirs)
    assert replace(ours, fleet=()) == replace(theirs, fleet=())
    vehicles = [one.vehicles for one in limits if one.vehicles is not None]
    if vehicles:
        assert len(in_use(ours)) == min(*vehicles, sum(entry.count for entry in fleet), 10**6)
