"""The sentences of a clause in one language, made from its typed fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from safeconduct.brief.clause_table import (
    ANSWERS,
    CATEGORY_WORDS,
    CHOICES,
    OWN_CLAUSE,
    SENTENCES,
    SPANS,
    TITLES,
    UNKNOWN,
)
from safeconduct.brief.texts import isolated, msgid
from safeconduct.brief.translate import Words
from safeconduct.model.clauses import (
    CHOICE,
    CONTACTS,
    COUNT,
    FLAG,
    ITEMS,
    MOMENT,
    PEOPLE,
    PLACE_SET,
    PLACES,
    SECONDS,
    WORDS,
    FieldKind,
    find_clause_kind,
)
from safeconduct.model.terms import Category, Moment, PlaceRef, Term, TermLimits, Value

Names = Mapping[str, str]
"""Names of places in the language, by the name that a text gives them."""


def clause_title(term: Term, words: Words) -> str:
    """Return the title of a clause's kind, with its label where a text holds several of the kind."""
    title = words.text(TITLES.get(term.kind, OWN_CLAUSE))
    # Translators: title of a clause, then what tells it from others of its kind.
    return words.phrase("{title}: {label}", title=title, label=term.label) if term.label else title


def clause_sentences(term: Term, words: Words, zones: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """Return a sentence for each field of the clause, in the order of the table of kinds; then what it limits in the timetable.

    Moments are shown in `zones` and in the zone in which the text states them. Fields on which lives hang are told as not stated
    where the clause has other fields and not them. The clause's own words are not among the sentences.
    """
    kind = find_clause_kind(term.kind)
    said: list[str] = []
    if kind is not None and term.values:
        both = _span_sentence(term, words, zones)
        for field in kind.fields:
            if both and field.name in ("from", "to"):
                said += [both] if field.name == "from" else []
                continue
            found = term.find_value(field.name)
            if found is None:
                unknown = UNKNOWN.get((kind.name, field.name))
                said += [words.text(unknown)] if unknown else []
            else:
                said += _field_sentence((kind.name, field), found, words, zones, names)
    return (*said, *_limit_sentences(term.limits, words))


def _span_sentence(term: Term, words: Words, zones: tuple[str, ...]) -> str:
    start, end = term.find_value("from"), term.find_value("to")
    if term.kind not in SPANS or not isinstance(start, Moment) or not isinstance(end, Moment):
        return ""
    return words.text(SPANS[term.kind], span=words.span(start.at, end.at, with_zone(zones, start)))


def with_zone(zones: tuple[str, ...], moment: Moment) -> tuple[str, ...]:
    """Return the zones, and after them the one in which a text states a moment when its clock differs from all of them."""
    if moment.zone in zones:
        return zones
    try:
        offset = moment.at.astimezone(ZoneInfo(moment.zone)).utcoffset()
    except (KeyError, ValueError, OSError):
        return zones
    return zones if any(_offset(moment.at, zone) == offset for zone in zones) else (*zones, moment.zone)


def _offset(at: datetime, zone: str) -> object:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def _field_sentence(
    what: tuple[str, FieldKind], found: Value, words: Words, zones: tuple[str, ...], names: Names
) -> tuple[str, ...]:
    kind, field = what
    key = (kind, field.name)
    if field.type == CONTACTS:
        return ()
    if field.type == COUNT and isinstance(found, int):
        return (_count_sentence(key, found, words),)
    if field.type == FLAG:
        return (words.text(ANSWERS[key][0 if found else 1]),)
    if field.type == CHOICE and isinstance(found, str):
        return (words.text(CHOICES[key][found]),)
    name, shown = _shown(field, found, words, zones, names)
    return (words.text(SENTENCES[key], **{name: shown}),)


def _shown(field: FieldKind, found: Value, words: Words, zones: tuple[str, ...], names: Names) -> tuple[str, str]:
    """Return the placeholder of a field's sentence and what stands in it."""
    if field.type == MOMENT and isinstance(found, Moment):
        return "at", words.moment(found.at, with_zone(zones, found))
    if field.type == SECONDS and isinstance(found, int):
        return "duration", words.duration(found)
    if field.type == WORDS and isinstance(found, str):
        return "words", found
    assert isinstance(found, tuple), field.type
    if field.type in (PLACES, PLACE_SET):
        places = [place_text(one, words, names) for one in found if isinstance(one, PlaceRef)]
        if field.type == PLACES:
            # A number before each place keeps the order in which they are passed clear in every direction of writing.
            places = [f"{isolated(f'({number})')} {words.value(place)}" for number, place in enumerate(places, 1)]
        return "places", words.either(places)
    if field.type == PEOPLE:
        return "people", words.either(people_words(one, words) for one in found if isinstance(one, Category))
    assert field.type == ITEMS, field.type
    return "items", words.either(one for one in found if isinstance(one, str))


def place_text(place: PlaceRef, words: Words, names: Names) -> str:
    """Return a place by its name in the language, with the text's own name and address in brackets where they differ."""
    local = names.get(place.name, place.name)
    beside = [one for one in (place.name if local != place.name else "", place.address) if one]
    if not beside:
        return local
    # Translators: a name, and in brackets another name or an address.
    return words.phrase("{name} ({beside})", name=local, beside=words.either(beside))


def people_words(category: Category, words: Words) -> str:
    """Return a category of people with its limits of sex and age: "civilians (women and girls only, aged 0 to 18)"."""
    named = words.text(CATEGORY_WORDS[category.kind]) if category.kind in CATEGORY_WORDS else category.kind
    limits: list[str] = []
    if category.sex != "any":
        limits.append(words.text(_SEXES[category.sex]))
    low, high = category.age_from, category.age_to
    if low is not None and high is not None:
        limits.append(words.text("aged {low} to {high}", low=low, high=high))
    elif low is not None:
        limits.append(words.text("aged {low} and over", low=low))
    elif high is not None:
        limits.append(words.text("aged up to {high}", high=high))
    return words.phrase("{name} ({beside})", name=named, beside=words.either(limits)) if limits else named


_SEXES = {"female": msgid("women and girls only"), "male": msgid("men and boys only")}


def _count_sentence(key: tuple[str, str], number: int, words: Words) -> str:
    """Return the sentence of a field that holds a number; it takes the plural of the language."""
    if key == ("who", "most_people"):
        return words.count("At most {n} person leaves.", "At most {n} people leave.", number)
    if key == ("cars", "most"):
        return words.count("At most {n} private car.", "At most {n} private cars.", number)
    if key == ("convoy", "most_vehicles"):
        return words.count("At most {n} vehicle of the fleet.", "At most {n} vehicles of the fleet.", number)
    if key == ("convoy", "packet_size"):
        return words.count("A packet has at most {n} vehicle.", "A packet has at most {n} vehicles.", number)
    assert key == ("medical", "ambulances"), key
    return words.count("{n} ambulance is let through.", "{n} ambulances are let through.", number)


def _limit_sentences(limits: TermLimits, words: Words) -> tuple[str, ...]:
    """Return what a clause in words limits in the timetable, in the sentences of the fields that say the same."""
    said: list[str] = []
    if limits.vehicles is not None:
        said.append(_count_sentence(("convoy", "most_vehicles"), limits.vehicles, words))
    if limits.private_cars is not None:
        said.append(_count_sentence(("cars", "most"), limits.private_cars, words))
    if not limits.returns:
        said.append(words.text(ANSWERS["returns", "allowed"][1]))
    if limits.packet_size is not None:
        said.append(_count_sentence(("convoy", "packet_size"), limits.packet_size, words))
    if limits.search_s is not None:
        said.append(words.text(SENTENCES["inspection", "search_s"], duration=words.duration(limits.search_s)))
    return tuple(said)
