"""Gather the facts for the brief of the parties from a plan and its scenario."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from safeconduct.agreement.hours import silence_hours
from safeconduct.agreement.standing import held_texts
from safeconduct.brief.letters import TURN as TURN_WORDS
from safeconduct.brief.letters import letter_routes, used_routes
from safeconduct.brief.party_facts import (
    CHECKPOINT,
    EXIT,
    START,
    TURN,
    PacketRow,
    Paper,
    Party,
    PartyFacts,
    Point,
    Receipt,
    RoadRoute,
    Site,
    Window,
)
from safeconduct.brief.party_open import agreement_state, open_points, parties_named
from safeconduct.brief.passed_places import Holds, drive_s
from safeconduct.brief.translate import without_marks
from safeconduct.model.clauses import CLAUSE_KINDS, CONTACTS, find_clause_kind
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.model.plan import Packet, Plan, Route, WayPoint
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Category, Contact, PlaceRef, Term, TermsText, Value, in_force
from safeconduct.model.times import Span

_ORDER = {kind.name: number for number, kind in enumerate(CLAUSE_KINDS)}
_LETTERED = re.compile(r"^([A-Z]) [-\u2013\u2014] (?=\S)")


def gather(plan: Plan, scenario: Scenario, holds: Holds, state: str = "", places: Iterable[Place] = ()) -> PartyFacts:
    """Return the facts of the brief.

    holds: where packets are held on the road, as `passed_places.holds_of` tells. state: of the agreement by its recorded acts
    ("": none is recorded, so as the terms on file have it). places: of the road network, for their names in other languages.
    """
    parties = _parties(scenario)
    routes = _routes(plan, holds)
    terms = tuple(_term(term) for term in ordered(scenario.terms))
    letters = {name: one.letter for name, one in zip(parties_named(scenario), parties, strict=True)}
    packets = sorted(plan.timetable.packets, key=lambda one: (one.depart, one.id))
    return PartyFacts(
        number=_number(plan, scenario),
        version=_version(plan, scenario),
        program=plan.program_version,
        plan_input=plan.input_hash,
        name=without_marks(plan.scenario_name),
        schematic=plan.schematic or scenario.schematic,
        attribution=without_marks(plan.attribution),
        zones=plan.zones,
        start=_utc(plan.start),
        end=_utc(plan.end),
        parties=parties,
        state=state or agreement_state(plan, scenario),
        go=plan.go.go,
        reasons=0 if plan.go.go else len(plan.go.reasons),
        windows=_windows(scenario),
        shared_hours=_shared_hours(scenario),
        first_out=_utc(min(one.depart for one in packets)) if packets else None,
        last_out=_utc(plan.timetable.last_out) if plan.timetable.last_out is not None else None,
        people=plan.people,
        left=plan.left.total,
        vehicles=sum(one.vehicles for one in packets),
        routes=routes,
        sites=_sites(plan, scenario, letters),
        packets=_packets(plan, scenario, packets),
        papers=tuple(_paper(text, letters) for text in in_force(scenario.texts)),
        terms=tuple(_lettered(term, letters) for term in terms),
        contacts=_contacts(scenario.terms, letters),
        open_points=open_points(scenario, ordered(scenario.terms), letters),
        places=_place_names(scenario, routes, terms, (*scenario.gazetteer, *places)),
    )


def ordered(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return clauses in the order of the table of kinds, those in their own words last; else in the order given."""
    return tuple(sorted(terms, key=lambda term: _ORDER.get(term.kind, len(_ORDER))))


def _parties(scenario: Scenario) -> tuple[Party, ...]:
    """Return each party with its letter. A letter that the name itself begins with ("A - …") is not said twice."""
    found: list[Party] = []
    for number, name in enumerate(parties_named(scenario)):
        letter = chr(ord("A") + number) if number < 26 else f"A{number}"
        begins = _LETTERED.match(name)
        shown = name[begins.end() :] if begins is not None and begins[1] == letter else name
        found.append(Party(letter, without_marks(shown)))
    return tuple(found)


def _common(scenario: Scenario) -> tuple[TermsText, ...]:
    """Return the common texts in force, the one with the first reference first."""
    return tuple(sorted((one for one in in_force(scenario.texts) if not one.party), key=lambda one: one.reference))


def _number(plan: Plan, scenario: Scenario) -> str:
    """Return the reference of the common text; without one, "SC-", the day and six digits made from the scenario's name."""
    named = [" ".join(without_marks(one.reference).split()) for one in _common(scenario) if one.reference]
    if named and named[0]:
        return named[0].replace("\u00b7", "-")
    digits = hashlib.sha256(scenario.name.encode()).hexdigest()[:6].upper()
    return f"SC-{_utc(plan.start):%Y%m%d}-{digits}"


def _version(plan: Plan, scenario: Scenario) -> str:
    """Return the version of the common text and, after a point, the minute of the movement at which the plan was made again.

    The first number is 0 without a common text, the second 0 for a plan that replaces none.
    """
    text = max((one.version for one in _common(scenario)), default=1 if scenario.terms and not scenario.texts else 0)
    again = 0 if plan.revision is None else max(1, (plan.revision.at - scenario.start) // timedelta(minutes=1))
    return f"{text}.{again}"


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _position(point: LonLat) -> LonLat:
    return LonLat(round(point.lon, 5), round(point.lat, 5))


def _windows(scenario: Scenario) -> tuple[Window, ...]:
    exits = {one.id: without_marks(one.name) for one in scenario.exits}
    shown = [one for one in scenario.windows if one.scope in ("all", "exit")]
    return tuple(
        sorted(
            (Window(_utc(one.span.start), _utc(one.span.end), exits.get(one.exit_id, "")) for one in shown),
            key=lambda one: (one.start, one.end, one.exit),
        )
    )


def _shared_hours(scenario: Scenario) -> tuple[Window, ...] | None:
    hours = silence_hours(held_texts(scenario.texts, scenario.terms), Span(scenario.start, scenario.end))
    return None if hours is None else tuple(Window(_utc(one.start), _utc(one.end)) for one in hours)


def _routes(plan: Plan, holds: Holds) -> tuple[RoadRoute, ...]:
    letters = letter_routes(plan)
    firsts: dict[str, Packet] = {}
    for packet in sorted(plan.timetable.packets, key=lambda one: (one.depart, one.id), reverse=True):
        firsts[letters[packet.route_id]] = packet
    shown: dict[str, RoadRoute] = {}
    for route in used_routes(plan):
        letter = letters[route.id]
        if letter not in shown:
            shown[letter] = _route(route, letter, firsts.get(letter), holds)
    return tuple(shown.values())


def _route(route: Route, letter: str, first: Packet | None, holds: Holds) -> RoadRoute:
    points = tuple(_point(point, first, holds) for point in route.way_points)
    named = [without_marks(point.name) for point in route.way_points]
    start, goal = (named[0], named[-1]) if named else (route.group_id, route.exit_id)
    line = tuple(dict.fromkeys(_position(point) for point in route.geometry))
    return RoadRoute(letter, start, goal, round(route.length_m), route.travel_s, points, line)


def _point(point: WayPoint, first: Packet | None, holds: Holds) -> Point:
    turn = point.name.startswith(TURN_WORDS)
    names = tuple(LocalName(one.lang, without_marks(one.text)) for one in point.names)
    at = None if first is None else _utc(first.depart + timedelta(seconds=drive_s(first, point, holds)))
    name = without_marks(point.name.removeprefix(TURN_WORDS))
    return Point(round(point.km, 1), name, TURN if turn else point.role, _position(point.point), names, at)


def _packets(plan: Plan, scenario: Scenario, packets: Iterable[Packet]) -> tuple[PacketRow, ...]:
    letters = letter_routes(plan)
    groups = {one.id: without_marks(one.name) for one in scenario.groups}
    exits = {one.id: without_marks(one.name) for one in scenario.exits}
    return tuple(
        PacketRow(
            one.id,
            letters[one.route_id],
            groups.get(one.group_id, one.group_id),
            exits.get(one.exit_id, one.exit_id),
            _utc(one.depart),
            _utc(one.arrive),
            _utc(one.out),
            one.vehicles,
            one.people.total,
        )
        for one in packets
    )


def _sites(plan: Plan, scenario: Scenario, letters: dict[str, str]) -> tuple[Site, ...]:
    left: dict[str, int] = {}
    for one in plan.timetable.left:
        left[one.group_id] = left.get(one.group_id, 0) + one.people.total
    groups = tuple(
        Site(START, without_marks(one.name), _position(one.point), one.people.total, left.get(one.id, 0))
        for one in scenario.groups
    )
    posts = tuple(
        Site(
            CHECKPOINT,
            without_marks(one.name or one.id),
            _position(one.point),
            party=letters.get(one.party, without_marks(one.party)),
            opens=_utc(one.opens) if one.opens else None,
            closes=_utc(one.closes) if one.closes else None,
        )
        for one in scenario.checkpoints
    )
    exits = tuple(
        Site(
            EXIT,
            without_marks(one.name or one.id),
            _position(one.point),
            opens=_utc(one.opens) if one.opens else None,
            closes=_utc(one.closes) if one.closes else None,
        )
        for one in scenario.exits
    )
    return (*groups, *posts, *exits)


def _paper(text: TermsText, letters: dict[str, str]) -> Paper:
    receipts = tuple(
        Receipt(letters.get(one.party, one.party), without_marks(one.paper), _utc(one.at) if one.at else None, one.channel)
        for one in sorted(text.acknowledged, key=lambda one: one.party)
    )
    dated = _utc(text.dated) if text.dated else None
    party = letters.get(text.party, text.party)
    return Paper(without_marks(text.reference), text.version, party, dated, without_marks(text.channel), receipts)


def _term(term: Term) -> Term:
    """Return a clause with its words cleaned, without contacts and without where it was read."""
    return replace(
        term,
        id=without_marks(term.id),
        text=without_marks(term.text),
        label=without_marks(term.label),
        paper=without_marks(term.paper),
        source="",
        values=tuple((name, _value(found)) for name, found in term.values if not _is_contacts(term.kind, name)),
        texts=tuple(LocalName(one.lang, without_marks(one.text)) for one in term.texts),
    )


def _is_contacts(kind_name: str, field_name: str) -> bool:
    kind = find_clause_kind(kind_name)
    field = kind.find_field(field_name) if kind is not None else None
    return field is not None and field.type == CONTACTS


def _value(found: Value) -> Value:
    if isinstance(found, str):
        return without_marks(found)
    if not isinstance(found, tuple):
        return found
    return tuple(_item(one) for one in found)  # type: ignore[return-value]  # each item keeps its own type


def _item(one: object) -> object:
    if isinstance(one, str):
        return without_marks(one)
    if isinstance(one, PlaceRef):
        return replace(one, name=without_marks(one.name), address=without_marks(one.address))
    return replace(one, kind=without_marks(one.kind)) if isinstance(one, Category) else one


def _lettered(term: Term, letters: dict[str, str]) -> Term:
    """Return a clause whose answers name parties by their letter, in the order of the letters."""
    answers = (
        replace(one, party=letters.get(one.party, one.party), paper=without_marks(one.paper), channel=without_marks(one.channel))
        for one in term.answers
    )
    limits = replace(term.limits, party=letters.get(term.limits.party, without_marks(term.limits.party)))
    return replace(term, answers=tuple(sorted(answers, key=lambda one: one.party)), limits=limits)


def _contacts(terms: Iterable[Term], letters: dict[str, str]) -> tuple[Contact, ...]:
    """Return the contacts of clauses by function, without numbers."""
    found: dict[Contact, None] = {}
    for term in terms:
        for _, value in term.values:
            for one in value if isinstance(value, tuple) else ():
                if isinstance(one, Contact):
                    party = letters.get(one.party, without_marks(one.party))
                    found[Contact(without_marks(one.function), party, without_marks(one.channel))] = None
    return tuple(found)


def _place_names(
    scenario: Scenario, routes: Iterable[RoadRoute], terms: Iterable[Term], places: Iterable[Place]
) -> tuple[tuple[str, tuple[LocalName, ...]], ...]:
    """Return names in other languages of the places that clauses, routes and sites name, from way-points and known places."""
    wanted = {point.name for route in routes for point in route.points}
    for sites in (scenario.groups, scenario.exits, scenario.checkpoints):
        wanted |= {without_marks(one.name) for one in sites}
    for term in terms:
        for _, value in term.values:
            wanted |= {one.name for one in value if isinstance(one, PlaceRef)} if isinstance(value, tuple) else set()
    known: dict[str, tuple[LocalName, ...]] = {}
    for route in routes:
        for point in route.points:
            if point.names and point.role != TURN:
                known.setdefault(point.name, point.names)
    for place in places:
        # A text may name a place in any of its languages.
        for name in {place.name, *(one.text for one in place.names)} & wanted if place.names else ():
            names = tuple(LocalName(one.lang, without_marks(one.text)) for one in place.names)
            known.setdefault(name, (*names, LocalName("", without_marks(place.name))))
    return tuple((name, known[name]) for name in sorted(wanted & set(known)))
