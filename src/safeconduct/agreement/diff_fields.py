"""One field of two clauses compared by its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from safeconduct.agreement.diff_clauses import Clause, normal_words
from safeconduct.agreement.diff_items import CHANGES, SILENT, Confirmation, Difference, Reading, Spot
from safeconduct.agreement.diff_people import People, category_words, minus, people_of, people_words
from safeconduct.agreement.diff_places import PlacePair, in_order, paired_places, stands_between, without_repeats
from safeconduct.agreement.diff_times import duration_words, moment_words, span_words
from safeconduct.agreement.place_match import PlaceMatcher
from safeconduct.model import clauses as table
from safeconduct.model.clauses import ClauseKind, FieldKind
from safeconduct.model.place import distance_m
from safeconduct.model.terms import Category, Contact, Moment, PlaceRef, Value
from safeconduct.model.times import common

SPOT_M = 500.0
"""Points of one assembly point or checkpoint farther apart than this are to be confirmed."""


LONGEST_NATIONAL = 10
"""Digits of the longest number that is called without the code of its country; a longer one that begins with 00 has it."""


@dataclass(slots=True)
class Found:
    """What the comparison of two clauses has found so far."""

    differences: list[Difference] = field(default_factory=list)
    silences: list[Difference] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    to_read: list[Reading] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How much was found that is not silently equal."""
        return len(self.differences) + len(self.silences) + len(self.confirmations) + len(self.to_read)


@dataclass(frozen=True, slots=True)
class Side:
    """Two clauses of a kind that belong together, and the field that is compared.

    whole: the same clauses with what was already told of them. names: of the texts. zones: in which the sentences give moments.
    """

    kind: ClauseKind
    clauses: tuple[Clause, Clause]
    whole: tuple[Clause, Clause]
    names: tuple[str, str]
    zones: tuple[str, ...]
    places: PlaceMatcher
    field: FieldKind

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(self.kind.name, (self.clauses[0].label, self.clauses[1].label), self.field.name)

    @property
    def title(self) -> str:
        """The clause's title with its label, or both labels where they differ."""
        labels = list(dict.fromkeys(one.label for one in self.clauses if one.label))
        return self.kind.title + (f' "{" / ".join(labels)}"' if labels else "")

    def difference(self, change: str, sides: tuple[str, str], sentence: str, what: str = "") -> Difference:
        """Return a difference at this field; what: fills the question."""
        silent = self.names[0] if not sides[0] else self.names[1]
        question = CHANGES[change][1].format(label=self.field.label, what=what, silent=silent)
        return Difference(self.spot, change, self.field.danger, *sides, f"{self.title}: {sentence}", question)


def compare_field(side: Side, found: Found) -> bool:
    """Compare the field of two clauses, add to what is found, and return whether both say the same."""
    first, second = (one.values.get(side.field.name) for one in side.clauses)
    if first is None or second is None:
        if first not in {None, ()} or second not in {None, ()}:
            found.silences.append(silence(side, first, second))
        return False
    before = found.count
    COMPARE[side.field.type](side, first, second, found)
    return found.count == before


def silence(side: Side, first: Value | None, second: Value | None) -> Difference:
    """Return the silence of one text on a field that the other fills."""
    speaks, quiet = (0, 1) if second is None else (1, 0)
    value = first if second is None else second
    assert value is not None
    said = value_words(side.field, value, side.zones)
    sides = (said, "") if speaks == 0 else ("", said)
    tail = "; its words may say it: read them" if side.clauses[quiet].words else ""
    sentence = f"{side.field.label}: {side.names[speaks]} says {said}; {side.names[quiet]} does not say{tail}."
    return side.difference(SILENT, sides, sentence)


def value_words(kind: FieldKind, value: Value, zones: tuple[str, ...]) -> str:
    """Return what a field holds in words; of contacts only the functions."""
    if isinstance(value, Moment):
        return moment_words(value.at, zones or (value.zone,))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return duration_words(value) if kind.type == table.SECONDS else str(value)
    if isinstance(value, str):
        return value
    joint = " - " if kind.type == table.PLACES else ", "
    return joint.join(_item_words(one) for one in value)


def _item_words(one: PlaceRef | Category | Contact | str) -> str:
    if isinstance(one, PlaceRef):
        return one.name
    if isinstance(one, Contact):
        return one.function
    return category_words(one) if isinstance(one, Category) else one


def _moments(side: Side, first: Value, second: Value, found: Found) -> None:
    assert isinstance(first, Moment)
    assert isinstance(second, Moment)
    if first.at == second.at:
        return
    words = tuple(moment_words(one.at, side.zones) for one in (first, second))
    apart = duration_words((second.at - first.at).total_seconds())
    later = side.names[1 if second.at > first.at else 0]
    sentence = (
        f"{side.field.label} is {words[0]} for {side.names[0]} and {words[1]} for {side.names[1]}; {later} is {apart} later."
    )
    found.differences.append(side.difference("moment", (words[0], words[1]), sentence + _common_hours(side)))


def _common_hours(side: Side) -> str:
    """Return the hours that both texts have in common, where the field is an end of a span of hours."""
    spans = [one.span for one in side.clauses]
    if side.field.name not in {"from", "to"} or spans[0] is None or spans[1] is None:
        return ""
    shared = common((spans[0],), (spans[1],))
    silent = "Both are silent" if side.kind.name == "window" else "Both have in common"
    if not shared:
        return f" {silent.replace('Both are', 'At no hour are both').replace('Both have', 'They have no hour')}."
    return f" {silent} only {span_words(shared[0], side.zones)}."


def _ordered_places(side: Side, first: Value, second: Value, found: Found) -> None:
    one, other = (without_repeats(_places(value), side.places) for value in (first, second))
    pairs = paired_places(one, other, side.places)
    _left_out(side, (one, other), pairs, found)
    if not in_order(pairs, one, other, side.places):
        words = tuple(" - ".join(place.name for place in listed) for listed in (one, other))
        sentence = f"{side.names[0]} passes {words[0]}; {side.names[1]} passes the same places in another order, {words[1]}."
        found.differences.append(side.difference("order", (words[0], words[1]), sentence))


def _set_of_places(side: Side, first: Value, second: Value, found: Found) -> None:
    one, other = _places(first), _places(second)
    _left_out(side, (one, other), paired_places(one, other, side.places), found)


def _places(value: Value) -> list[PlaceRef]:
    assert isinstance(value, tuple)
    return [one for one in value if isinstance(one, PlaceRef)]


def _left_out(side: Side, lists: tuple[list[PlaceRef], list[PlaceRef]], pairs: list[PlacePair], found: Found) -> None:
    """Add each place that one list alone has, and each pair that was made by sound."""
    found.confirmations += [
        confirm(side, lists[0][pair.first], lists[1][pair.second], pair.why) for pair in pairs if pair.by_sound
    ]
    for one in pairs:
        _same_spot(side, lists[0][one.first], lists[1][one.second], found)
    for mine, listed in enumerate(lists):
        taken = {pair[mine] for pair in pairs}
        again = [place for number, place in enumerate(lists[1 - mine]) if number in {pair[1 - mine] for pair in pairs}]
        for number, place in enumerate(listed):
            if number in taken:
                continue
            if side.field.type == table.PLACE_SET and any(side.places.compare(place, one).tier == "same" for one in again):
                continue  # a set that names a place twice
            between = _stands_between(side, mine, place) if side.field.type == table.PLACES else ""
            said = f"{place.name}{between}"
            sentence = (
                f"{side.field.label}: {place.name} stands in {side.names[mine]}{between} and not in {side.names[1 - mine]}."
            )
            sides = (said, "") if mine == 0 else ("", said)
            found.differences.append(side.difference("place", sides, sentence, place.name))


def _same_spot(side: Side, first: PlaceRef, second: PlaceRef, found: Found) -> None:
    """Add two places of one name whose addresses or, for a single spot such as an assembly point, points are not the same."""
    one, other = normal_words(first.address), normal_words(second.address)
    if one and other and one != other:
        sentence = (
            f"{side.title}, {side.field.label}: {first.name} has the address {first.address} in {side.names[0]} and "
            f"{second.address} in {side.names[1]}; read both."
        )
        found.to_read.append(Reading(side.spot, side.field.danger, first.address, second.address, sentence))
    if side.field.type == table.PLACE_SET and first.point is not None and second.point is not None:
        apart_m = distance_m(first.point, second.point)
        if apart_m > SPOT_M:
            found.confirmations.append(confirm(side, first, second, f"same name, {apart_m / 1000:.1f} km apart"))


def _stands_between(side: Side, mine: int, place: PlaceRef) -> str:
    """Return where a way-point lies among all of its text: " (after A, before B)"."""
    listed = _places(side.whole[mine].values.get(side.field.name, ()))
    number = next((number for number, one in enumerate(listed) if one is place), None)
    return "" if number is None else stands_between(listed, number)


def confirm(side: Side, first: PlaceRef, second: PlaceRef, why: str) -> Confirmation:
    """Return two names that were taken for one place by sound."""
    sentence = (
        f'{side.title}, {side.field.label}: "{first.name}" in {side.names[0]} and "{second.name}" in {side.names[1]} '
        f"are taken for the same place ({why}): confirm."
    )
    return Confirmation(side.spot, first.name, second.name, sentence)


def _people(side: Side, first: Value, second: Value, found: Found) -> None:
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    left_out_people(
        side, *(people_of(one for one in value if isinstance(one, Category)) for value in (first, second)), found=found
    )


def left_out_people(side: Side, *sets: People, found: Found) -> None:
    """Add the people whom one text alone names."""
    for mine in (0, 1):
        only = people_words(minus(sets[mine], sets[1 - mine]))
        if only:
            sides = (only, "") if mine == 0 else ("", only)
            sentence = f"{side.field.label}: {side.names[mine]} names {only}; {side.names[1 - mine]} leaves them out."
            found.differences.append(side.difference("people", sides, sentence, only))


def _flags(side: Side, first: Value, second: Value, found: Found) -> None:
    _unlike(side, "yes and no", first, second, found)


def _choices(side: Side, first: Value, second: Value, found: Found) -> None:
    _unlike(side, "choice", first, second, found)


def _numbers(side: Side, first: Value, second: Value, found: Found) -> None:
    _unlike(side, "number", first, second, found)


def _unlike(side: Side, change: str, first: Value, second: Value, found: Found) -> None:
    if first != second:
        words = tuple(value_words(side.field, one, side.zones) for one in (first, second))
        sentence = f"{side.field.label}: {words[0]} for {side.names[0]}, {words[1]} for {side.names[1]}."
        found.differences.append(side.difference(change, (words[0], words[1]), sentence))


def _words(side: Side, first: Value, second: Value, found: Found) -> None:
    one, other = str(first), str(second)
    if normal_words(one) != normal_words(other):
        sentence = f"{side.title}, {side.field.label}: both texts say it in words only, and not in the same words; read both."
        found.to_read.append(Reading(side.spot, side.field.danger, one, other, sentence))


def _items(side: Side, first: Value, second: Value, found: Found) -> None:
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    sets = [{normal_words(one): one for one in value if isinstance(one, str)} for value in (first, second)]
    for mine in (0, 1):
        for key in sorted(set(sets[mine]) - set(sets[1 - mine])):
            item = sets[mine][key]
            sides = (item, "") if mine == 0 else ("", item)
            sentence = f'{side.field.label}: "{item}" stands in {side.names[mine]} and not in {side.names[1 - mine]}.'
            found.differences.append(side.difference("item", sides, sentence, item))


def _contacts(side: Side, first: Value, second: Value, found: Found) -> None:
    """Compare contacts by function; numbers and channels are never shown, only whether they differ."""
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    sets = [_by_function(one for one in value if isinstance(one, Contact)) for value in (first, second)]
    for mine in (0, 1):
        for key in sorted(set(sets[mine]) - set(sets[1 - mine])):
            name = sets[mine][key][0].function
            sides = (name, "") if mine == 0 else ("", name)
            sentence = f"{side.field.label}: {name} stands in {side.names[mine]} and not in {side.names[1 - mine]}."
            found.differences.append(side.difference("contact", sides, sentence, name))
    for key in sorted(set(sets[0]) & set(sets[1])):
        details = _unlike_details(sets[0][key], sets[1][key])
        if details:
            name = sets[0][key][0].function
            sentence = (
                f"{side.field.label}: {name} has not the same {details} in both texts (numbers and channels are not shown)."
            )
            found.differences.append(side.difference("contact details", (details, details), sentence, name))


def _by_function(contacts: Iterable[Contact]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = {}
    for one in contacts:
        found.setdefault(normal_words(one.function), []).append(one)
    return found


def _unlike_details(first: list[Contact], second: list[Contact]) -> str:
    read: dict[str, Callable[[Contact], str]] = {
        "party": lambda one: normal_words(one.party),
        "channel": lambda one: normal_words(one.channel),
        "number": lambda one: _number(one.number),
    }
    names = [name for name, of in read.items() if {of(one) for one in first} != {of(one) for one in second}]
    if not names and {tuple(of(one) for of in read.values()) for one in first} != {
        tuple(of(one) for of in read.values()) for one in second
    }:
        names = ["number"]
    return " and ".join(names)


def _number(text: str) -> str:
    """Return a telephone number or channel without gaps, brackets and the mark of an international call."""
    plain = "".join(one for one in normal_words(text) if one.isalnum())
    return plain.removeprefix("00") if plain.isdecimal() and len(plain) > LONGEST_NATIONAL else plain


Compare = Callable[[Side, Value, Value, Found], None]
COMPARE: dict[str, Compare] = {
    table.MOMENT: _moments,
    table.PLACES: _ordered_places,
    table.PLACE_SET: _set_of_places,
    table.PEOPLE: _people,
    table.FLAG: _flags,
    table.CHOICE: _choices,
    table.COUNT: _numbers,
    table.SECONDS: _numbers,
    table.WORDS: _words,
    table.ITEMS: _items,
    table.CONTACTS: _contacts,
}
