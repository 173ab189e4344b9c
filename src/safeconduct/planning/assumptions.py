"""What a plan takes for granted, in sentences that are printed with its figures."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.agreement.hours import hours_text
from safeconduct.agreement.typed_limits import limits_of
from safeconduct.agreement.wording import moment_text
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Moment, PlaceRef, Term


def assumptions_of(scenario: Scenario) -> tuple[str, ...]:
    """Return every assumption behind the plan and its bounds, one plain sentence each, in a fixed order."""
    settings = scenario.settings
    packets = (
        f"The column drives at most {settings.convoy_speed_kmh:g} km/h, in packets of at most {settings.packet_size} vehicles, "
        f"{settings.vehicle_gap_s} s between vehicles and {settings.packet_headway_s} s between packets."
    )
    found = [
        "The parties hold the silence on every road of the plan for the whole movement; only they can guarantee that.",
        packets,
        "Road speeds and capacities are the table's defaults where the road file states none; no road was inspected.",
        "The proven bounds hold for every plan that keeps these convoy rules on these roads, whatever its routes and order.",
        "Empty vehicles that drive back meet a free lane in the other direction."
        if settings.return_allowed
        else "No vehicle drives back for a second trip.",
    ]
    cars = [group for group in scenario.groups if group.own_cars]
    if cars:
        rates = sorted({group.people_per_car for group in cars})
        found.append(f"Declared own cars leave with the column, {' or '.join(f'{rate:g}' for rate in rates)} people in each.")
    if any(exit_.screening_per_h is None for exit_ in scenario.exits):
        names = ", ".join(exit_.name for exit_ in scenario.exits if exit_.screening_per_h is None)
        found.append(f"No screening rate is known for {names}: people count as out when their packet has passed.")
    found += [
        *_rules_of_the_road(scenario),
        *(f"Term {term.id} is planned for, accepted or not: {said}." for term, said in _limits(scenario)),
    ]
    found += _not_planned(scenario)
    if scenario.incidents:
        found.append("The exposure index compares routes by reported incidents; relative, and blind to what comes.")
    if scenario.schematic or scenario.roads.schematic:
        found.append("The road network is schematic, not surveyed: lengths, speeds and capacities are typed in, not measured.")
    return tuple(found)


def _rules_of_the_road(scenario: Scenario) -> Iterator[str]:
    """Yield what is assumed of nights and checkpoints."""
    settings = scenario.settings
    if settings.night_from and settings.night_to:
        yield f"Nobody is on the road from {settings.night_from} to {settings.night_to}, {scenario.zones[0]}."
    stops = [(one.name, one.stop_s(settings.packet_size)) for one in scenario.checkpoints if one.search_s]
    if stops:
        said = ", ".join(f"{name} {-(-seconds // 60)} min" for name, seconds in stops)
        yield (
            f"Every packet stops at a checkpoint, in both directions, for the search of {settings.packet_size} vehicles, "
            f"rounded up to minutes: {said}."
        )


def _limits(scenario: Scenario) -> Iterator[tuple[Term, str]]:
    """Yield each term that limits the timetable, with what it limits."""
    for term in scenario.terms:
        limits, search_s = limits_of(term), term.find_value("search_s") if term.kind == "inspection" else None
        said = []
        if limits.vehicles is not None:
            said.append(f"at most {limits.vehicles} vehicles of the fleet")
        if limits.private_cars is not None:
            said.append(f"at most {limits.private_cars} own cars" if limits.private_cars else "no own cars")
        if not limits.returns:
            said.append("no vehicle drives back")
        if limits.packet_size is not None:
            said.append(f"at most {limits.packet_size} vehicles in a packet")
        if limits.search_s is not None:
            where = f"at checkpoints of {limits.party}" if limits.party else "at every checkpoint"
            said.append(f"{limits.search_s} s for the search of a vehicle {where}")
        if search_s is not None:
            said.append(f"{search_s} s for the search of a vehicle")
        said += [one for one in (hours_text(term), _return_text(term), _route_text(term)) if one]
        if said:
            yield term, ", ".join(said)


def _return_text(term: Term) -> str:
    until = term.find_value("until")
    return f"vehicles are back by {moment_text(until)}" if term.kind == "returns" and isinstance(until, Moment) else ""


def _route_text(term: Term) -> str:
    """Return what a stated route asks of the ways, as far as the places are known."""
    if term.kind != "route" or term.find_value("use") == "aid in":
        return ""
    passed, avoided = (_names(term, field) for field in ("way_points", "avoid"))
    parts = [f"ways pass {passed} in this order, from where each assembly point lies on it"] if passed else []
    parts += [f"ways keep off {avoided}"] if avoided else []
    parts += ["local roads alone lead to it"] if passed and term.find_value("deviation") == "forbidden" else []
    return ", ".join(parts)


def _names(term: Term, field: str) -> str:
    value = term.find_value(field)
    return " - ".join(one.name for one in value if isinstance(one, PlaceRef)) if isinstance(value, tuple) else ""


def _not_planned(scenario: Scenario) -> Iterator[str]:
    """Yield what terms ask for that the timetable does not order: it is for the convoy leader."""
    for term in scenario.terms:
        place = term.find_value("place")
        if term.kind == "cars" and place in ("behind the buses", "before the buses"):
            yield f"Term {term.id} has private cars {place}: the convoy leader sees to it, the timetable does not order them so."
        most = term.find_value("most_people")
        if term.kind == "who" and isinstance(most, int) and most < scenario.people.total:
            yield f"Term {term.id} lets {most} people leave, {scenario.people.total} wait: who stays is not decided here."
