"""What terms limit: the scenario within it, by the planner's rule and by the checker's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.hours import returns_until
from safeconduct.agreement.limits import kept_serials, limited
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.errors import NoPlanError
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import NO_LIMITS, Moment, PlaceRef, Term, TermLimits, TermsText, Value
from safeconduct.model.times import Span, Window
from safeconduct.planning.movement import movement_of
from safeconduct.verify.limits import within_terms
from verify.sound_case import at, scenario

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


def clause(kind: str, **values: Value) -> Term:
    """Return a typed clause; a keyword `from_` is the field "from"."""
    return Term(kind, "", (), kind=kind, values=tuple((name.rstrip("_"), value) for name, value in values.items()))


def moment(hour: int, minute: int = 0, zone: str = "UTC") -> Moment:
    return Moment(at(hour, minute), zone)


def within(*texts: tuple[Term, ...]) -> Scenario:
    """Return the sample scenario (08:00 to 14:00, one window 08:30 to 13:30) with a text for each of the tuples."""
    made = replace(scenario(), windows=(Window("W1", Span(at(8, 30), at(13, 30))),))
    listed = tuple(TermsText(terms, f"P/{number}") for number, terms in enumerate(texts))
    made = replace(made, texts=listed, terms=tuple(term for terms in texts for term in terms))
    assert limited(made) == within_terms(made)
    assert limited(limited(made)) == limited(made)
    return limited(made)


def hours(made: Scenario) -> list[tuple[datetime, datetime]]:
    return [(span.start, span.end) for span in made.movement_spans()]


def test_windows_add_up_in_a_text_and_are_cut_by_another() -> None:
    first = (clause("window", from_=moment(8), to=moment(10)), clause("window", from_=moment(11), to=moment(13)))
    assert hours(within(first)) == [(at(8, 30), at(10)), (at(11), at(13))]
    assert hours(within(first, (clause("window", from_=moment(9), to=moment(12)),))) == [(at(9), at(10)), (at(11), at(12))]
    assert hours(within((clause("window", from_=moment(12)),))) == [(at(12), at(13, 30))]


def test_nobody_leaves_before_the_latest_start() -> None:
    assert hours(within((clause("start", at=moment(9)),), (clause("start", at=moment(10)),))) == [(at(10), at(13, 30))]


def test_hours_that_share_nothing_leave_no_plan_and_are_named() -> None:
    made = within((clause("window", from_=moment(8), to=moment(10)),), (clause("window", from_=moment(10), to=moment(12)),))
    assert hours(made) == []
    with pytest.raises(NoPlanError) as found:
        movement_of(made)
    assert [one.split(" leaves ")[0] for one in found.value.binding[1:]] == ['Term window ("Silence window")'] * 2


def test_typed_clauses_limit_like_the_table() -> None:
    fleet = (FleetEntry("bus", "bus", 4, 50, 0),)
    groups = (Group("A", "A", HERE, Headcount(100), own_cars=10),)
    posts = (Checkpoint("K1", "Bridge", HERE, 20, party="East"), Checkpoint("K2", "Ford", HERE, 30, party="West"))
    terms = (
        clause("convoy", most_vehicles=3, packet_size=6),
        clause("cars", most=4),
        clause("returns", allowed=False, until=moment(12)),
        clause("inspection", search_s=120, places=(PlaceRef("bridge"),)),
    )
    made = replace(case(fleet=fleet, groups=groups, checkpoints=posts), terms=terms)
    ours = limited(made)
    assert ours == within_terms(made)
    assert len(in_use(ours)) == 3
    assert (ours.groups[0].own_cars, ours.settings.packet_size, ours.settings.return_allowed) == (4, 6, False)
    assert [one.search_s for one in ours.checkpoints] == [120, 30]
    assert returns_until(made) == at(12)
    no_cars = replace(made, terms=(clause("cars", allowed=False),))
    assert limited(no_cars).groups[0].own_cars == 0


MOMENTS = st.builds(moment, st.integers(6, 16), st.sampled_from([0, 20]), st.sampled_from(["UTC", "UTC+3", "Europe/Kyiv", ""]))
CLAUSES = st.one_of(
    st.builds(lambda begin, end: clause("window", from_=begin, to=end), MOMENTS, MOMENTS),
    st.builds(lambda begin: clause("window", from_=begin), MOMENTS),
    st.builds(lambda begin: clause("start", at=begin), MOMENTS),
    st.just(clause("window")),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CLAUSES, max_size=3).map(tuple), max_size=3))
def test_both_come_to_the_same_hours(texts: list[tuple[Term, ...]]) -> None:
    within(*texts)


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
