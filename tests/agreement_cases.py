"""Texts of parties for tests: a rich one with every kind of clause, and short ways to write clauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from safeconduct.model.clauses import MOMENT, PLACE_SET, PLACES, find_clause_kind
from safeconduct.model.terms import Category, Contact, Moment, PlaceRef, Term, TermsText, Value

KYIV, MOSCOW, LONDON = "Europe/Kyiv", "Europe/Moscow", "Europe/London"


def at(clock: str, zone: str = KYIV, day: str = "2022-03-05") -> Moment:
    """Return a moment as a text of that zone writes it."""
    return Moment(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)), zone)


def places(names: str) -> tuple[PlaceRef, ...]:
    """Return the places named between commas."""
    return tuple(PlaceRef(name.strip()) for name in names.split(",") if name.strip())


def term(kind: str, label: str = "", words: str = "", **values: object) -> Term:
    """Return a clause; hours are of 5 March 2022 in Kyiv, names of places stand between commas; from_ stands for from."""
    known = find_clause_kind(kind)
    typed: list[tuple[str, Value]] = []
    for one in known.fields if known else ():
        value = values.get(one.name, values.get(f"{one.name}_"))
        if value is None:
            continue
        if one.type == MOMENT and isinstance(value, str):
            value = at(value)
        if one.type in {PLACES, PLACE_SET} and isinstance(value, str):
            value = places(value)
        typed.append((one.name, value))  # type: ignore[arg-type]  # tests give values of the field's type
    return Term(f"{kind}-{label}", words, (), kind=kind, label=label, values=tuple(typed))


def text(*terms: Term, party: str = "", reference: str = "", zone: str = KYIV, version: int = 1) -> TermsText:
    """Return a text of these clauses."""
    return TermsText(terms, reference=reference, party=party, zone=zone, version=version)


def changed(base: TermsText, kind: str, label: str = "", **values: object) -> TermsText:
    """Return a text with some fields of one clause set anew; None takes a field out."""
    terms = list(base.terms)
    place = next(i for i, one in enumerate(terms) if one.kind == kind and one.label == label)
    fresh = dict(term(kind, label, "", **values).values)
    asked = {name.rstrip("_") for name in values}
    old = dict(terms[place].values)
    known = find_clause_kind(kind)
    assert known is not None
    kept = {one.name: fresh.get(one.name, None if one.name in asked else old.get(one.name)) for one in known.fields}
    terms[place] = replace(terms[place], values=tuple((name, value) for name, value in kept.items() if value is not None))
    return replace(base, terms=tuple(terms))


def without(base: TermsText, kind: str, label: str = "") -> TermsText:
    """Return a text without a clause."""
    return replace(base, terms=tuple(one for one in base.terms if (one.kind, one.label) != (kind, label)))


RICH = text(
    term("window", from_="09:00", to="16:00"),
    term("start", at="11:00"),
    term(
        "route",
        "out",
        way_points="Mariupol, Nikolske, Rozivka, Polohy, Orikhiv, Zaporizhzhia",
        avoid="Volnovakha",
        deviation="forbidden",
        use="people out",
    ),
    term("route", "in", way_points="Zaporizhzhia, Tokmak, Berdiansk, Mariupol", use="aid in"),
    term("assembly", points="Drama theatre, Stadium, House of culture"),
    term("who", may_leave=(Category("civilians"), Category("wounded and sick")), most_people=4000),
    term("voluntary", voluntary=True, choice_of_destination=True, destinations="Zaporizhzhia, Dnipro", consent="a signed form"),
    term("cars", allowed=True, place="behind the buses", most=200, marking="white cloth"),
    term("convoy", most_vehicles=50, packet_size=10),
    term("belongings", allowed=True, search=False, forbidden_items=("weapons", "uniforms"), phones="kept"),
    term("weapons", condition="none taken", hand_over="Nikolske", registered=True),
    term("medical", first=True, access=True, ambulances=6, hospital="Zaporizhzhia"),
    term("escort", escort=("Red Cross",), armed=False, intermediary=("OSCE",), hand_over="Orikhiv"),
    term("inspection", places="Orikhiv", by=("the police",), search_s=120),
    term("aid", allowed=True, way_points="Zaporizhzhia, Mariupol", from_="12:00", to="18:00", goods=("water", "food")),
    term("returns", allowed=True, until="20:00"),
    term("stay", protected=True, later_leave=True, services=("water",)),
    term("held", categories=(Category("civilians", "male", 18, 60),), review=("Red Cross",), family_told=True),
    term(
        "communication",
        contacts=(Contact("convoy leader", "A", "radio", "+380 44 123 45 67"), Contact("duty officer", "B", "phone", "112")),
        interval_s=1800,
    ),
    term("blocked", act="waits", wait_s=3600, decides=("the intermediary",)),
    term("release", when="when the silence holds"),
    term("duration", extension=True, longest_s=7200),
    term("authority", signed_by=("deputy minister",), level="government"),
    term("order", by="08:00", places="Orikhiv", confirmed=True),
    term("reciprocity", depends_on=("the way from Volnovakha",), act="goes on"),
    term("road", cleared=True, cleared_by=("the sappers",), passable=True),
    term("", "flags", "Every vehicle shows a white flag."),
    party="Alpha",
)
"""A text with every kind of clause."""

OTHER = replace(RICH, party="Beta")
"""The same text as another party holds it."""
