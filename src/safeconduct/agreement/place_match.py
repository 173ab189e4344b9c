"""Are two names the same place? By spelling, transliteration and a gazetteer; by sound too, but then people must confirm it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from safeconduct.agreement.place_names import plain_name, script_of
from safeconduct.agreement.place_sounds import Reading, Sound, readings_of, without_article
from safeconduct.agreement.romanise import latin_forms
from safeconduct.model.place import LonLat, Place, distance_m
from safeconduct.model.terms import PlaceRef

SAME, PROBABLE, DIFFERENT = "same", "probable", "different"

NEAR_M = 3000.0
"""Two names that sound alike, or that the gazetteer gives to two places, are one place within this distance."""
SAME_SPOT_M = 150.0
"""Two points nearer than this are one place, whatever it is called."""
FAR_M = 10_000.0
"""Two places farther apart than this are two, however alike their names are."""

MOST_LOOSE = 0.3
"""How much of a name may sound otherwise: the cost of its loose sounds over its number of consonants."""
LEAST_CONSONANTS = 2
LEAST_WITHOUT_VOWELS, LEAST_WITH_LONG_VOWELS = 3, 4
"""Consonants that a name needs to be known by sound; where a script leaves short vowels out, 3, or 4 with its long vowels."""

_LOOSE = {frozenset("gh"): 0.0, frozenset("hx"): 0.25, frozenset("ʒz"): 0.25, frozenset("щš"): 0.5, frozenset("čš"): 0.75}
_LOOSE_VOWELS = {frozenset("ie"): 0.1, frozenset("io"): 0.4, frozenset("eo"): 0.4, frozenset("æa"): 0.0, frozenset("æe"): 0.0}
_LOOSE_VOWELS |= {frozenset("uo"): 0.6, frozenset("ao"): 0.7, frozenset("ae"): 0.7}
_ENDINGS = {frozenset(("ia", "ie")): 0.1, frozenset(("oi", "i")): 0.1, frozenset(("ie", "i")): 0.2, frozenset(("e", "oie")): 0.0}
_ENDINGS |= {frozenset(("e", "oe")): 0.0, frozenset(("a", "aia")): 0.1, frozenset(("oi", "ii")): 0.1}
_NEVER = 99.0

_CLASS = dict(zip("lmnrbpvf", "lmnrbbbb", strict=True))
"""Consonants that no spelling takes for each other; all others are one class, "t"."""


class PlaceMatch(NamedTuple):
    """How two names stand to each other: tier SAME, PROBABLE or DIFFERENT, and what shows it, in words."""

    tier: str
    why: str


class PlaceMatcher:
    """Compares names of places with the help of a gazetteer (it may be empty)."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._points: list[LonLat] = []
        self._names: list[tuple[str, int]] = []
        self._by_name: dict[str, set[int]] = {}
        for number, place in enumerate(places):
            self._points.append(place.point)
            for name in {place.name, *(one.text for one in place.names)}:
                plain = plain_name(name)
                if plain.joined:
                    self._names.append((name, number))
                    self._by_name.setdefault(plain.joined, set()).add(number)

    @cached_property
    def _by_latin(self) -> dict[str, set[int]]:
        """Places by their names in Latin letters."""
        found: dict[str, set[int]] = {}
        for name, number in self._names:
            for form in latin_forms(plain_name(name).words):
                found.setdefault(form, set()).add(number)
        return found

    @cached_property
    def _by_skeleton(self) -> dict[str, list[tuple[str, int]]]:
        """Names, with their places, by every skeleton that they may have."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, number in self._names:
            for skeleton in skeletons_of(name):
                found.setdefault(skeleton, []).append((name, number))
        return found

    def compare(self, first: PlaceRef, second: PlaceRef) -> PlaceMatch:
        """Return whether two texts name the same place; the order of the two does not matter.

        SAME: the names are equal as plain names or by a published romanisation, both are names of one place of the gazetteer, or
        both points are one spot; and never where both points are known and lie more than 10 km apart. PROBABLE: they sound alike
        (or are equal, but one text says village and the other town), and nothing shows that they are two places. A place that is
        one by sound only must be confirmed by people.
        """
        one, other = self._known(first), self._known(second)
        apart_m = _apart_m(self._points_of(first, one), self._points_of(second, other))
        stated = first.point is not None and second.point is not None
        if stated and apart_m > FAR_M:
            return PlaceMatch(DIFFERENT, f"{apart_m / 1000:.0f} km apart")
        named = compare_names(first.name, second.name)
        if named.tier == SAME:
            return named
        if one & other:
            if self._spread_m(one | other) <= NEAR_M:
                return PlaceMatch(SAME, "two names of one place in the gazetteer")
            return PlaceMatch(PROBABLE, "two names of one place in the gazetteer, and one of them is another place's too")
        if stated and apart_m <= SAME_SPOT_M:
            return PlaceMatch(SAME, f"{apart_m:.0f} m apart")
        if named.tier == PROBABLE and apart_m <= NEAR_M:
            return PlaceMatch(SAME, f"{named.why}, {apart_m / 1000:.1f} km apart")
        if named.tier == PROBABLE and one and other:
            return PlaceMatch(DIFFERENT, "two places in the gazetteer")
        return named

    def find_point(self, place: PlaceRef) -> LonLat | None:
        """Return where a place lies: what the text says, or the gazetteer where it has one place of that name; else None."""
        if place.point is not None:
            return place.point
        points = self._points_of(place, self._known(place))
        spread = max((distance_m(points[0], one) for one in points), default=_NEVER)
        return points[0] if points and spread <= NEAR_M else None

    def find_by_sound(self, place: PlaceRef) -> tuple[str, LonLat] | None:
        """Return the name and point of the one place of the gazetteer that sounds like this name; None where several do."""
        near = {pair for skeleton in skeletons_of(place.name) for pair in self._by_skeleton.get(skeleton, ())}
        found = {number: name for name, number in sorted(near) if compare_names(place.name, name).tier == PROBABLE}
        points = [self._points[number] for number in sorted(found)]
        if not points or max(distance_m(points[0], one) for one in points) > NEAR_M:
            return None
        return found[min(found)], points[0]

    def _known(self, place: PlaceRef) -> frozenset[int]:
        """Return the places of the gazetteer that have this name, near the text's point where that is known."""
        plain = plain_name(place.name)
        found = set(self._by_name.get(plain.joined, ()))
        if not found:
            native = script_of(plain.joined) == "latin"
            for form in latin_forms(plain.words):
                found |= self._by_latin.get(form, set()) if native else self._by_name.get(form, set())
        if place.point is not None:
            found = {one for one in found if distance_m(self._points[one], place.point) <= FAR_M}
        return frozenset(found)

    def _spread_m(self, places: frozenset[int]) -> float:
        points = [self._points[one] for one in sorted(places)]
        return max((distance_m(points[0], one) for one in points), default=0.0)

    def _points_of(self, place: PlaceRef, known: frozenset[int]) -> list[LonLat]:
        return [place.point] if place.point is not None else [self._points[one] for one in sorted(known)]


def _apart_m(first: list[LonLat], second: list[LonLat]) -> float:
    """Return the least distance between two places that may each be one of several; infinite where one is not known."""
    return min((distance_m(a, b) for a in first for b in second), default=float("inf"))


@lru_cache(maxsize=50_000)
def compare_names(first: str, second: str) -> PlaceMatch:
    """Return whether two names are the same by their letters alone, sound alike, or differ."""
    one, other = plain_name(first), plain_name(second)
    if not one.joined or not other.joined:
        return PlaceMatch(DIFFERENT, "no name")
    if one.joined == other.joined:
        kinds = {one.kind, other.kind}
        if "village" in kinds and "town" in kinds:
            return PlaceMatch(PROBABLE, "same name, one is called a village and the other a town")
        return PlaceMatch(SAME, "same name")
    scripts = {script_of(one.joined), script_of(other.joined)}
    if "latin" in scripts and latin_forms(one.words) & latin_forms(other.words):
        return PlaceMatch(SAME, "same name in other letters")
    if sounds_alike(one.words, other.words):
        return PlaceMatch(PROBABLE, "sounds alike")
    return PlaceMatch(DIFFERENT, "other names")


def sounds_alike(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Return whether two plain names may be one by their sound: word by word, or as one word where they are cut otherwise."""
    if _digits(first) != _digits(second):
        return False
    first, second = without_article(first), without_article(second)
    if len(first) == len(second) > 1 and not _abjad(first) and not _abjad(second):
        pairs = list(zip(first, second, strict=True))
        return all(a == b or _alike((a,), (b,), least=1) for a, b in pairs)
    return _alike(first, second)


def skeletons_of(name: str) -> frozenset[str]:
    """Return the consonants of a name in coarse classes, in every way it may be read; names that sound alike share one."""
    found: set[str] = set()
    for reading in readings_of(without_article(plain_name(name).words)):
        ways = {""}
        for sound in reading.sounds:
            classes = {_CLASS.get(one, "t") for one in sound.consonants}
            spoken = {way + one for way in ways for one in classes}
            ways = spoken | ways if sound.silent or sound.vowels else spoken
        found |= ways
    return frozenset(found)


def _digits(words: tuple[str, ...]) -> str:
    return "".join(letter for letter in "".join(words) if letter.isdigit())


def _abjad(words: tuple[str, ...]) -> bool:
    return script_of("".join(words)) in {"arabic", "hebrew"}


def _alike(first: tuple[str, ...], second: tuple[str, ...], least: int = LEAST_CONSONANTS) -> bool:
    return any(_match(a, b, least) for a in readings_of(first) for b in readings_of(second))


def _match(one: Reading, other: Reading, least: int) -> bool:
    counts = [sum(bool(sound.consonants) and not sound.vowels for sound in reading.sounds) for reading in (one, other)]
    if min(counts) < least:
        return False
    for reading, count in zip((one, other), counts, strict=True):
        enough = count >= LEAST_WITHOUT_VOWELS or len(reading.sounds) >= LEAST_WITH_LONG_VOWELS
        if not reading.short_vowels and not enough:
            return False
    return _cost(one, other) <= MOST_LOOSE * min(counts)


def _cost(one: Reading, other: Reading) -> float:
    """Return the least cost of laying two readings side by side; `_NEVER` or more where that cannot be done."""
    a, b = one.sounds, other.sounds
    known: dict[tuple[int, int], float] = {}

    def at(i: int, j: int) -> float:
        if (i, j) not in known:
            known[i, j] = _NEVER
            known[i, j] = min(steps(i, j), default=_NEVER)
        return known[i, j]

    def steps(i: int, j: int) -> list[float]:
        if i == len(a) and j == len(b):
            return [0.0]
        found: list[float] = []
        if i < len(a) and j < len(b):
            last = i == len(a) - 1 and j == len(b) - 1
            cost = _pair_cost((one, a[i]), (other, b[j]), last=last)
            if cost < _NEVER:
                found.append(cost + at(i + 1, j + 1))
                # A letter that stands for a vowel may share the group with the next one ("ia" written yeh, alef).
                found += [cost + at(i + 1, j)] * (not one.short_vowels and bool(a[i].vowels and b[j].vowels))
                found += [cost + at(i, j + 1)] * (not other.short_vowels and bool(a[i].vowels and b[j].vowels))
        if i < len(a):
            found += [cost + at(i + 1, j) for cost in _skip_cost(one, other, i, j)]
        if j < len(b):
            found += [cost + at(i, j + 1) for cost in _skip_cost(other, one, j, i)]
        return found

    return at(0, 0)


def _skip_cost(own: Reading, other: Reading, place: int, across: int) -> list[float]:
    """Return the cost of a sound that the other name does not write, if there may be one."""
    sound = own.sounds[place]
    if sound.silent:
        return [0.0]
    inside = 0 < across < len(other.sounds)
    if not other.short_vowels and sound.vowels and inside:
        return [0.0 if own.short_vowels else 0.25]
    return []


def _pair_cost(first: tuple[Reading, Sound], second: tuple[Reading, Sound], *, last: bool) -> float:
    (one, a), (other, b) = first, second
    best = _NEVER
    if a.consonants and b.consonants:
        best = min(0.0 if x == y else _LOOSE.get(frozenset((x, y)), _NEVER) for x in a.consonants for y in b.consonants)
    if a.vowels and b.vowels:
        if one.short_vowels and other.short_vowels:
            best = min(best, _group_cost(a.vowels, b.vowels, last=last))
        elif set(a.vowels) & set(b.vowels):
            best = 0.0
    return best


@lru_cache(maxsize=20_000)
def _group_cost(one: str, other: str, *, last: bool) -> float:
    """Return how far two groups of vowels are apart."""
    if one == other:
        return 0.0
    found = _ENDINGS.get(frozenset((one, other)), _NEVER) if last else _NEVER
    a, b = _reduced(one), _reduced(other)
    if last:
        found = min(found, _ENDINGS.get(frozenset((a, b)), _NEVER))
    if len(a) == len(b) and not (last and {a[-1:], b[-1:]} in ({"i", "e"}, {"a", "e"})):
        found = min(
            found, sum(0.0 if x == y else _LOOSE_VOWELS.get(frozenset((x, y)), _NEVER) for x, y in zip(a, b, strict=True))
        )
    return found


@lru_cache(maxsize=5000)
def _reduced(group: str) -> str:
    """Return a group of vowels without glides before another vowel and with doubled ones once: "iia" as "a", "ee" as "e"."""
    kept = [letter for place, letter in enumerate(group) if letter != "i" or not group[place:].lstrip("i")]
    return "".join(letter for place, letter in enumerate(kept) if place == 0 or kept[place - 1] != letter)
