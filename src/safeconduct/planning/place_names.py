"""Compare names of places, whatever their case, accents or script, and find how far a point lies from the place of its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from safeconduct.model.place import LonLat, Place, distance_m

_CYRILLIC = dict(
    re.findall(
        r"(\w):(\w*)",
        "а:a б:b в:v г:g ґ:g ѓ:g ђ:d д:d ѕ:dz џ:dz е:e ё:e є:e э:e ж:zg з:z и:i і:i ї:i й:i ј:i ы:i к:k ќ:k л:l љ:l м:m н:n њ:n "
        "о:o п:p р:r с:s т:t ћ:c у:u ў:u ф:f х:kg ц:ts ч:cg ш:sg щ:sgcg ъ: ь: ю:iu я:ia",
    )
)
_LATIN = {"y": "i", "j": "i", "h": "g", "ı": "i", "ß": "ss", "ə": "a", "ł": "l", "đ": "d", "ø": "o", "æ": "ae"}
_FOLDS = str.maketrans(_CYRILLIC | _LATIN)
_MARKS = re.compile(r"[^\w]|_")
_DOUBLED = re.compile(r"(.)\1+")
_PARTS = re.compile(r"\s+[-–—]\s+|[/,;()|]")

GENERIC_WORDS = frozenset(
    re.findall(
        r"\w+",
        "village town city settlement hamlet region district municipality border crossing point post checkpoint bcp station "
        "airport hospital clinic school university stadium square market bridge camp site centre center hub assembly reception "
        "exit gate area north south east west road church mosque the of at near",
    )
)
"""Words that say what a thing is and not where; they are left out when a name as a whole is not found."""


class FarName(NamedTuple):
    """The nearest place of a name, and how far it lies from where the point says."""

    place: Place
    km: float


def name_key(text: str) -> str:
    """Return a name as it is compared: no case, accents, marks or spaces, Cyrillic in Latin letters, doubled letters once.

    Transliterations of one name agree where they differ only in y, i and j, or in g and h (Ilovaysk, Ilovaisk, Иловайск).
    """
    plain = text.casefold().translate(_FOLDS)
    if not plain.isascii():
        split = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in split if not unicodedata.combining(letter)).translate(_FOLDS)
    return _DOUBLED.sub(r"\1", _MARKS.sub("", plain))


def wanted_keys(name: str) -> tuple[frozenset[str], ...]:
    """Return the keys to look for, best first: the whole name, its parts, its parts less generic words."""
    parts = [part for part in _PARTS.split(name) if part.strip()]
    plain = [" ".join(word for word in part.split() if word.casefold() not in GENERIC_WORDS) for part in parts]
    steps = ([name], parts, plain)
    found = (frozenset(key for text in texts if len(key := name_key(text)) > 2) for texts in steps)
    return tuple(keys for keys in found if keys)


def places_by_key(places: Iterable[Place], wanted: frozenset[str]) -> dict[str, list[Place]]:
    """Return the places of each wanted key, by any of their names in any language."""
    found: dict[str, list[Place]] = {}
    for place in places:
        names = {place.name, *(local.text for local in place.names)}
        for key in {name_key(name) for name in names} & wanted:
            found.setdefault(key, []).append(place)
    return found


def nearest_of_name(name: str, point: LonLat, known: dict[str, list[Place]]) -> FarName | None:
    """Return the nearest place of that name, or None when no place of it is known."""
    for keys in wanted_keys(name):
        candidates = [place for key in sorted(keys) for place in known.get(key, ())]
        if candidates:
            place = min(candidates, key=lambda one: distance_m(one.point, point))
            return FarName(place, distance_m(place.point, point) / 1000.0)
    return None
