"""Looks at scenario and plan beside the texts: the causes of failure that show in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from safeconduct.agreement.daylight import daylight
from safeconduct.agreement.facts import OPEN, SATISFIED, Facts, Seen, all_of, see_clause
from safeconduct.agreement.limits import limited
from safeconduct.agreement.wording import zone_of
from safeconduct.model.people import Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Moment, PlaceRef
from safeconduct.model.times import Span, union

NO_SCENARIO = "The texts alone do not show it; it shows in a scenario with groups, vehicles and exits, and in its plan."


def see_seats(facts: Facts) -> Seen:
    """Look whether there is a seat for everybody: by the plan, else by one trip of all vehicles and own cars."""
    if facts.scenario is None:
        return Seen(OPEN, (), NO_SCENARIO)
    scenario, people = limited(facts.scenario), facts.scenario.people.total
    most = [value for term in facts.terms if term.kind == "who" and isinstance(value := term.find_value("most_people"), int)]
    if most and min(most) < people:
        return Seen(OPEN, (), f"{people} people wait, and a text lets {min(most)} leave.")
    if facts.plan is not None:
        left = facts.plan.left.total
        if left:
            return Seen(OPEN, (), f"By the plan {left} of {people} people are left when the movement ends.")
        return Seen(SATISFIED, (f"By the plan all {people} people ride.",))
    seats = sum(
        entry.places
        for entry in scenario.fleet
        for serial in entry.serials()
        if entry.role == "transport" and entry.find_lost(serial) is None
    )
    by_car = sum(group.car_people for group in scenario.groups)
    said = f"{people} people wait; own cars take {by_car}, one trip of all vehicles {seats}"
    if seats + by_car >= people:
        return Seen(SATISFIED, (f"{said}.",))
    return Seen(
        OPEN, (), f"{said}: {people - seats - by_car} need a second trip. Only a plan shows whether there is time for it."
    )


def see_way_back(facts: Facts) -> Seen:
    """Look whether empty vehicles may come back, by a stated road or until a stated hour."""
    wanted = (("allowed", True, "empty vehicles may not come back"),)
    seen = see_clause(facts, "returns", ("allowed",), wanted=wanted)
    stated = [term for term in facts.terms if term.kind == "returns"]
    if seen.status == SATISFIED and not any(term.find_value("until") or term.find_value("way_points") for term in stated):
        return Seen(OPEN, seen.evidence, "No hours and no road are stated for the return of vehicles.")
    return seen


def see_checkpoint(facts: Facts) -> Seen:
    """Look whether checkpoints and exits let through who comes in the time there is."""
    search = see_clause(facts, "inspection", ("places", "search_s"))
    if facts.scenario is None:
        return all_of(search, Seen(OPEN, (), NO_SCENARIO))
    return all_of(search, _throughput(facts, limited(facts.scenario)))


def _throughput(facts: Facts, scenario: Scenario) -> Seen:
    hours = sum((span.end - span.start for span in _spans(scenario)), timedelta()).total_seconds() / 3600
    if facts.plan is not None and not facts.plan.left.total:
        waits = [packet.out - packet.clear for packet in facts.plan.timetable.packets]
        longest = int(max(waits, default=timedelta()).total_seconds() // 60)
        return Seen(
            SATISFIED, (f"By the plan everybody is through; the longest wait and screening at an exit is {longest} min.",)
        )
    unknown = [one.name for one in scenario.exits if one.screening_per_h is None]
    if unknown:
        return Seen(OPEN, (), f"No rate of screening is known for {', '.join(unknown)}.")
    rate = sum(one.screening_per_h or 0 for one in scenario.exits)
    people = scenario.people.total
    if rate * hours < people:
        return Seen(
            OPEN, (), f"The exits screen {rate} people an hour, {rate * hours:.0f} in {hours:.1f} h; {people} people wait."
        )
    vehicles = sum(len(entry.serials()) for entry in scenario.fleet) + sum(group.cars_used for group in scenario.groups)
    slow = [one.name for one in scenario.checkpoints if one.vehicles_per_h * hours < vehicles]
    if slow:
        return Seen(OPEN, (), f"{vehicles} vehicles leave; not so many are searched in {hours:.1f} h at {', '.join(slow)}.")
    return Seen(SATISFIED, (f"The exits screen {rate} people an hour, {rate * hours:.0f} in {hours:.1f} h.",))


def see_night(facts: Facts) -> Seen:
    """Look whether the movement ends in daylight: by the plan, by the hours of the texts, or by the night that is set."""
    if facts.scenario is not None and facts.scenario.settings.night_from:
        settings = facts.scenario.settings
        return Seen(SATISFIED, (f"No movement is planned from {settings.night_from} to {settings.night_to}.",))
    point, hours = _where(facts), _hours(facts)
    if point is None or not hours:
        return Seen(OPEN, (), "It is not known where and until when people are on the road, so not whether it is dark by then.")
    zone = zone_of(facts.scenario.zones[0]) if facts.scenario is not None and facts.scenario.zones else hours[0].start.tzinfo
    evidence = []
    for span in hours:
        light = daylight(span.start.astimezone(zone).date(), point)
        if light is None:
            return Seen(OPEN, (), "The sun does not rise or does not set on that day.")
        fall, last = light.end.astimezone(zone), span.end.astimezone(zone)
        said = f"on the road until {last:%Y-%m-%d %H:%M}, sunset about {fall:%H:%M}"
        if span.end > light.end or span.start < light.start:
            return Seen(OPEN, (), f"It is dark while people are on the road: {said}.")
        evidence.append(f"In daylight: {said}.")
    return Seen(SATISFIED, tuple(evidence))


def _where(facts: Facts) -> LonLat | None:
    """Return a place of the movement: an assembly point of the scenario, or the first place of the texts whose point is known."""
    if facts.scenario is not None and facts.scenario.groups:
        return facts.scenario.groups[0].point
    return next(_points(facts), None)


def _points(facts: Facts) -> Iterator[LonLat]:
    for term in facts.terms:
        for _, value in term.values:
            for place in value if isinstance(value, tuple) else ():
                if isinstance(place, PlaceRef) and place.point is not None:
                    yield place.point


def _hours(facts: Facts) -> tuple[Span, ...]:
    """Return when people are on the road: by the plan, else by windows and texts."""
    if facts.plan is not None and facts.plan.timetable.packets:
        packets = facts.plan.timetable.packets
        if max(packet.clear for packet in packets) - min(packet.depart for packet in packets) < timedelta(days=1):
            return (Span(min(packet.depart for packet in packets), max(packet.clear for packet in packets)),)
        return union(Span(packet.depart, packet.clear) for packet in packets)
    if facts.scenario is not None:
        return _spans(limited(facts.scenario))
    windows = [(term.find_value("from"), term.find_value("to")) for term in facts.terms if term.kind == "window"]
    return union(
        Span(begin.at, end.at)
        for begin, end in windows
        if isinstance(begin, Moment) and isinstance(end, Moment) and begin.at < end.at
    )


def _spans(scenario: Scenario) -> tuple[Span, ...]:
    return union(span for one in scenario.exits for span in scenario.movement_spans(one.id))


def see_patients(facts: Facts) -> Seen:
    """Look whether those who cannot walk have a vehicle: by the plan, else by the places there are."""
    wanted = (("first", True, "wounded and sick do not leave first"), ("access", True, "medical staff have no access"))
    clause = see_clause(facts, "medical", ("first", "access"), wanted=wanted)
    if facts.scenario is None:
        return all_of(clause, Seen(OPEN, (), NO_SCENARIO))
    return all_of(clause, _patient_places(facts, limited(facts.scenario)))


def _patient_places(facts: Facts, scenario: Scenario) -> Seen:
    people = scenario.people
    if facts.plan is not None:
        left = facts.plan.left
        unable = left - Headcount(left.able)
        if unable.total:
            return Seen(OPEN, (), f"By the plan {unable.total} people who cannot walk or sit unaided are left.")
        return Seen(
            SATISFIED,
            (f"By the plan nobody is left of {people.total - people.able} who need help, a stretcher or a wheelchair.",),
        )
    lying = sum(entry.stretcher_places * entry.count for entry in scenario.fleet)
    rolling = sum(entry.wheelchair_places * entry.count for entry in scenario.fleet)
    seats = sum(entry.seats * entry.count for entry in scenario.fleet) + sum(group.car_people for group in scenario.groups)
    lacking = [
        f"{wanted} {word}, {there} places"
        for wanted, there, word in (
            (people.stretcher, lying, "on stretchers"),
            (people.wheelchair, rolling, "in wheelchairs"),
            (people.seated, seats, "who need a seat and help"),
        )
        if wanted > there
    ]
    if lacking:
        return Seen(OPEN, (), f"Fewer places than people in one trip: {'; '.join(lacking)}.")
    return Seen(
        SATISFIED, (f"{lying} stretcher places for {people.stretcher}, {rolling} wheelchair places for {people.wheelchair}.",)
    )
