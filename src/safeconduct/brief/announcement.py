"""The short announcement to people at the assembly points and to the public, from the facts of the brief, in one language.

It says who may leave, when, where, by which road, that leaving is voluntary and what to bring: the fields that its release level
may hold (`release.FIELDS`) and nothing else; no positions, no packets, no checkpoints, no numbers of people, no numbers to call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from safeconduct.brief.clause_table import UNKNOWN
from safeconduct.brief.clause_words import Names, clause_sentences, place_text
from safeconduct.brief.party_facts import CHECKPOINT, EXIT, START, TURN, PartyFacts, RoadRoute
from safeconduct.brief.party_make import digest_text
from safeconduct.brief.release import PUBLIC, may_hold
from safeconduct.brief.texts import LAW_SENTENCES, SCHEMATIC_NOTE, isolated
from safeconduct.brief.translate import Words
from safeconduct.model.errors import RefusedError
from safeconduct.model.terms import NO_LIMITS, Moment, PlaceRef, Term
from safeconduct.model.times import Span, common, union

TOLD: dict[str, tuple[str, ...]] = {
    "who": ("may_leave", "may_not_leave"),
    "voluntary": ("voluntary", "consent", "choice_of_destination", "destinations"),
    "cars": ("allowed", "place", "marking"),
    "belongings": ("allowed", "search", "forbidden_items", "phones"),
}
"""Kind of clause -> its fields that people are told, beside hours, assembly points and roads."""

NO_WAY_POINTS = UNKNOWN["route", "way_points"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: as it is printed, with other names in brackets, and as it is read out."""

    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Road:
    """A road: the places that it passes, in order, and what else is said of it, sentence by sentence."""

    places: tuple[Spot, ...]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What is announced, sentence by sentence. spans: when the silence holds; start: of the column, None where not known.

    identity: number, version, hash; places: assembly points; who: who may leave, and how; law: the law.
    """

    identity: str
    spans: tuple[Span, ...]
    start: datetime | None
    places: tuple[Spot, ...]
    roads: tuple[Road, ...]
    who: tuple[str, ...]
    law: tuple[str, ...]


def told(facts: PartyFacts, words: Words, digest: str, level: str) -> Told:
    """Return what is announced at a release level.

    digest: the hash of the facts in full. Raises RefusedError for the public when a clause says that leaving is not voluntary
    (nobody is called to a movement that the law forbids), and when no hour of silence is known.
    """
    if level == PUBLIC and not silence(facts):
        message = "No hour of silence is stated that every text leaves; nobody is called onto a road without it."
        raise RefusedError("announcement-time", message)
    if level == PUBLIC and any(term.find_value("voluntary") is False for term in facts.terms if term.kind == "voluntary"):
        message = "A clause says that leaving is not voluntary. Nobody may be moved against their will; no announcement is made."
        raise RefusedError("announcement-voluntary", message)
    names = facts.names_in(words.lang)
    return Told(
        identity=words.text(
            "Number {number}, version {version}, hash {hash}.",
            number=isolated(facts.number),
            version=isolated(facts.version),
            hash=isolated(digest_text(digest)),
        ),
        spans=silence(facts),
        start=column_start(facts),
        places=tuple(dict.fromkeys(_places(facts, words, names))),
        roads=_once(_roads(facts, words, names, level)) if may_hold(level, "way-points") else (),
        who=tuple(dict.fromkeys(_who(facts, words, names))),
        law=tuple(words.text(sentence) for sentence in LAW_SENTENCES),
    )


def _once(roads: Iterable[Road]) -> tuple[Road, ...]:
    """Return the roads, those of which the same is read out once: two texts may spell the same places each in its own letters."""
    first: dict[tuple[tuple[str, ...], tuple[str, ...]], Road] = {}
    for road in roads:
        first.setdefault((tuple(one.spoken for one in road.places), road.rules), road)
    return tuple(first.values())


@dataclass(frozen=True, slots=True)
class Parts:
    """The announcement in parts, each with its heading and sentences: when, where, who, law."""

    title: str
    identity: str
    when: tuple[str, ...]
    where: tuple[str, ...]
    who: tuple[str, ...]
    law: tuple[str, ...]


def parts(facts: PartyFacts, words: Words, digest: str, level: str) -> Parts:
    """Return the sentences of the announcement by part; arguments and errors as for `told`."""
    said = told(facts, words, digest, level)
    when = [words.text("Silence window: {span}.", span=words.span(one.start, one.end, facts.zones)) for one in said.spans]
    when = when or [no_hours(facts, words)]
    if said.start is not None:
        when.append(words.text("The column starts: {at}.", at=words.moment(said.start, facts.zones)))
    listed = words.either(one.shown for one in said.places)
    assembly = [words.text("People assemble at: {places}.", places=listed)] if listed else []
    roads = [one for road in said.roads for one in (*_road_sentence(road, words), *road.rules)]
    drawn = [words.text(SCHEMATIC_NOTE) + words.language.stop] if facts.schematic else []
    # Translators: what people should take along who leave.
    bring = words.text("Bring papers, medicines, water, food for a day and warm clothes.")
    newer = words.text("If anything changes, a version with a higher number is announced. Only the highest version holds.")
    return Parts(
        title=words.text("Announcement of a humanitarian corridor"),
        identity=said.identity,
        when=tuple(when),
        where=(*assembly, *roads, *drawn),
        who=(*said.who, bring),
        law=(*said.law, newer),
    )


def announcement(facts: PartyFacts, words: Words, digest: str, level: str) -> str:
    """Return the announcement as plain text, one sentence a line, LF. The same arguments give the same text.

    Before release to the public it says at its head that it may not be passed on.
    """
    made = parts(facts, words, digest, level)
    head = [] if level == PUBLIC else [not_released(words)]
    blocks: list[tuple[str, Iterable[str]]] = [
        ("", [*head, made.title, made.identity]),
        (words.text("When"), made.when),
        (words.text("Where"), made.where),
        (words.text("Who may leave"), made.who),
        (words.text("What the law says"), made.law),
    ]
    if not words.catalogue.reviewed and level != PUBLIC:
        blocks.append(("", [words.text("No native speaker who knows the law has reviewed this translation.")]))
    return "\n".join(_lines(blocks))


def no_hours(facts: PartyFacts, words: Words) -> str:
    """Return what is said where there is no hour of silence: nothing on file, or no hour that every text leaves."""
    if _windows(facts):
        return words.text("The texts on file leave no hour of silence in common.")
    return words.text("No silence window is on file.")


def not_released(words: Words) -> str:
    """Return what stands at the head of an announcement that may not be made yet."""
    return words.text("NOT RELEASED. For checking only: do not read out, do not pass on.")


def _lines(blocks: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for heading, sentences in blocks:
        if heading:
            yield heading
        yield from sentences
        yield ""


def silence(facts: PartyFacts) -> tuple[Span, ...]:
    """Return when the silence holds for everybody: the hours common to the windows on file and to those of each text in force.

    Where a text states one end of its hours alone, the movement's own end stands for the other. Windows for movements to one exit
    alone are left out. Empty where nothing is on file or no hour is common.
    """
    spans: tuple[Span, ...] | None = None
    for some in _windows(facts):
        spans = union(some) if spans is None else common(spans, union(some))
    return spans or ()


def _windows(facts: PartyFacts) -> list[list[Span]]:
    """Return the hours on file and those of each text, each as they stand."""
    filed = [Span(one.start, one.end) for one in facts.windows if not one.exit]
    of_texts: dict[str, list[Span]] = {}
    for term in facts.terms:
        begin, end = term.find_value("from"), term.find_value("to")
        if term.kind == "window" and (isinstance(begin, Moment) or isinstance(end, Moment)):
            first = begin.at if isinstance(begin, Moment) else facts.start
            last = end.at if isinstance(end, Moment) else facts.end
            of_texts.setdefault(term.paper, []).append(Span(first, max(first, last)))
    return [some for some in (filed, *of_texts.values()) if some]


def column_start(facts: PartyFacts) -> datetime | None:
    """Return when the column starts: the latest that a clause says, else the first departure to the full minute upwards."""
    said = [at.at for term in facts.terms if term.kind == "start" and isinstance(at := term.find_value("at"), Moment)]
    first = facts.first_out
    if said or first is None:
        return max(said, default=None)
    return first + timedelta(seconds=-first.second % 60)


def _places(facts: PartyFacts, words: Words, names: Names) -> Iterator[Spot]:
    """Yield the assembly points as the clauses name them, else those of the plan."""
    found = [_spot(one, words, names) for term in facts.terms if term.kind == "assembly" for one in _refs(term, "points")]
    yield from found or [_spot(PlaceRef(one.name), words, names) for one in facts.sites if one.kind == START]


def _spot(place: PlaceRef, words: Words, names: Names) -> Spot:
    spoken = words.either(one for one in (names.get(place.name, place.name), place.address) if one)
    return Spot(place_text(place, words, names), spoken)


def _refs(term: Term, field: str) -> tuple[PlaceRef, ...]:
    found = term.find_value(field)
    return tuple(one for one in found if isinstance(one, PlaceRef)) if isinstance(found, tuple) else ()


def _roads(facts: PartyFacts, words: Words, names: Names, level: str) -> Iterator[Road]:
    """Yield each road by the names of its places, as the clauses say, else as the plan has it."""
    clauses = [term for term in facts.terms if term.kind == "route" and term.values and term.find_value("use") != "aid in"]
    for term in clauses:
        places = tuple(_spot(one, words, names) for one in _refs(term, "way_points"))
        kept = tuple(pair for pair in term.values if pair[0] in ("avoid", "deviation"))
        rules = clause_sentences(replace(term, values=kept, limits=NO_LIMITS), words, facts.zones, names) if kept else ()
        unknown = words.text(NO_WAY_POINTS)
        yield Road(places, tuple(one for one in rules if one != unknown))
    if not clauses:
        for route in facts.routes:
            passed = _named(route, with_checkpoints=may_hold(level, "checkpoints"))
            yield Road(tuple(_spot(PlaceRef(one), words, names) for one in passed))


def _named(route: RoadRoute, *, with_checkpoints: bool) -> list[str]:
    """Return the places of a route from its start to its goal, turns and places without a name left out."""
    left_out = {TURN, START, EXIT} | (set() if with_checkpoints else {CHECKPOINT})
    between = [point.name for point in route.points if point.role not in left_out and point.name]
    return [*dict.fromkeys((route.start, *between, route.goal))]


def _road_sentence(road: Road, words: Words) -> tuple[str, ...]:
    numbered = words.either(_numbered((one.shown for one in road.places), words))
    return (words.text("Way-points in this order: {places}.", places=numbered),) if road.places else ()


def _numbered(places: Iterable[str], words: Words) -> Iterator[str]:
    """Yield the places with a number before each, which keeps their order clear in every direction of writing."""
    for number, place in enumerate(places, 1):
        yield f"{isolated(f'({number})')} {words.value(place)}"


def _who(facts: PartyFacts, words: Words, names: Names) -> Iterator[str]:
    for term in facts.terms:
        fields = TOLD.get(term.kind, ())
        kept = tuple(pair for pair in term.values if pair[0] in fields)
        if kept:
            yield from clause_sentences(replace(term, values=kept, limits=NO_LIMITS), words, facts.zones, names)
