"""What the fields of clauses hold: raw values (of TOML, or of the cells of a form) to the types of `model.clauses`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from unicodedata import category

from safeconduct.files.cells import Problem, point_of, text_of, whole_of
from safeconduct.files.noted import Noted, hint, nearest, shown
from safeconduct.files.terms_cells import looks_like_several, split_list, split_parts
from safeconduct.files.terms_places import KnownPlaces
from safeconduct.files.terms_zones import Frame, read_moment
from safeconduct.model.clauses import (
    CATEGORIES,
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
    SEXES,
    WORDS,
    FieldKind,
)
from safeconduct.model.notice import Where
from safeconduct.model.place import LonLat
from safeconduct.model.terms import Category, Contact, PlaceRef, Value

MOST_WORDS, MOST_LETTERS = 2_000, 20_000
"""Longest words of one clause: two pages; what is longer belongs into an annex."""

NAME_LENGTH, LIST_MOST = 200, 500
MOST_COUNT, MOST_SECONDS, MOST_AGE = 5_000_000, 1_209_600, 130

SEX_WORDS = {"women": "female", "girls": "female", "men": "male", "boys": "male"}
_KEPT_MARKS = "\u200c\u200d"
_SPACES = "\t\n\r\f\v\u2028\u2029"
_SPAN = re.compile(r"(\d{1,3})\s*(?:to|-|–|—|\.\.)\s*(\d{1,3})")
_FROM = re.compile(r"from\s*(\d{1,3})|(\d{1,3})\s*(?:\+|-|–|and over|and older)")
_TO = re.compile(r"(?:up to|to|until|-|–)\s*(\d{1,3})")
_SECONDS = re.compile(r"(\d{1,7})\s*(s|sec|seconds?|min|minutes?|h|hours?|days?)?")
_PER_UNIT = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class Values:
    """Reads the values of one clause or header; what cannot be used is noted where it stands and None returned."""

    def __init__(self, frame: Frame, places: KnownPlaces, noted: Noted) -> None:
        self.frame, self.places, self.noted = frame, places, noted

    def read(self, field: FieldKind, raw: object, where: Where) -> Value | None:
        """Return what the field holds; None for nothing ("" and an empty list count as nothing) or for what cannot be used."""
        if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
            return None
        simple: dict[str, Callable[[object, Where], Value | None]] = {
            MOMENT: lambda one, at: read_moment(one, self.frame, at, self.noted),
            FLAG: self.flag,
            COUNT: lambda one, at: self.whole(one, at, MOST_COUNT),
            SECONDS: self.seconds,
            WORDS: self.words,
            CHOICE: lambda one, at: self.choice(one, field.choices, at),
        }
        if field.type in simple:
            return simple[field.type](raw, where)
        several: dict[str, Callable[[object, Where], object | None]] = {
            PLACES: self.place,
            PLACE_SET: self.place,
            PEOPLE: self.category,
            ITEMS: self.short,
            CONTACTS: self.contact,
        }
        elements = self.elements(raw, where, free=field.type not in {PLACES, PLACE_SET, ITEMS})
        read = [one for one in (several[field.type](element, where) for element in elements) if one is not None]
        return tuple(read) if read else None  # type: ignore[return-value]  # all of one type, as the field says

    def elements(self, raw: object, where: Where, *, free: bool = True) -> list[object]:
        """Return the elements of a list, or of a value that holds one between semicolons.

        free: a single element may hold commas and dashes; else that is taken for several names with the wrong mark.
        """
        if isinstance(raw, str):
            found: list[object] = list(split_list(raw))
            if not free and len(found) == 1 and ";" not in raw and looks_like_several(split_parts(str(found[0]))[0]):
                self.noted.add("term-list-comma", where, value=raw)
                return []
        elif isinstance(raw, list):
            found = [one for one in raw if one != ""]
        else:
            found = [raw]
        if len(found) > LIST_MOST:
            self.noted.add("term-list-long", where, found=len(found), limit=LIST_MOST)
        return found[:LIST_MOST]

    def words(self, raw: object, where: Where) -> str | None:
        """Return words of any usual length; markup stays as it is written, since it is printed as text."""
        if not isinstance(raw, str):
            self.noted.add("toml-type", where, found=raw, wanted="text in quotes")
            return None
        hidden = sorted(
            {f"U+{ord(one):04X}" for one in raw if category(one) in {"Cc", "Cf"} and one not in _KEPT_MARKS + _SPACES}
        )
        if hidden:
            self.noted.add("term-hidden-letters", where, letters=", ".join(hidden[:8]))
        text = text_of(raw)
        count = len(text.split())
        if count > MOST_WORDS or len(text) > MOST_LETTERS:
            self.noted.add("term-words-many", where, found=count, letters=len(text), limit=MOST_WORDS, most=MOST_LETTERS)
            return None
        return text or None

    def short(self, raw: object, where: Where) -> str | None:
        """Return a name or a few words on one line."""
        if isinstance(raw, datetime | date | time) or (isinstance(raw, int | float) and not _is_odd(raw)):
            raw = text_of(raw)
        text = self.words(raw, where)
        if text is not None and len(text) > NAME_LENGTH:
            self.noted.add("cell-long", where, found=len(text), limit=NAME_LENGTH)
            return None
        return text

    def flag(self, raw: object, where: Where) -> bool | None:
        """Return true or false."""
        if isinstance(raw, bool):
            return raw
        self.noted.add("toml-type", where, found=raw, wanted="true or false (in a form: yes or no)")
        return None

    def choice(self, raw: object, known: Sequence[str], where: Where) -> str | None:
        """Return one of the known words (case ignored)."""
        word = text_of(raw).lower() if isinstance(raw, str) else ""
        if word in known:
            return word
        self.noted.add("cell-choice", where, value=raw, hint=hint(word, known))
        return None

    def whole(self, raw: object, where: Where, high: int, low: int = 0) -> int | None:
        """Return a whole number from `low` to `high`."""
        found = _whole(raw)
        if isinstance(found, Problem):
            self.noted.add(found.code, where, **dict(found.values))
            return None
        if not low <= found <= high:
            self.noted.add("cell-range", where, value=found, low=low, high=high)
            return None
        return found

    def seconds(self, raw: object, where: Where) -> int | None:
        """Return seconds; "15 min" and "2 h" are understood too."""
        match = _SECONDS.fullmatch(raw.strip().lower()) if isinstance(raw, str) else None
        if match:
            raw = int(match[1]) * _PER_UNIT[(match[2] or "")[:1]]
        elif isinstance(_whole(raw), Problem):
            self.noted.add("term-seconds", where, value=raw)
            return None
        return self.whole(raw, where, MOST_SECONDS)

    def place(self, raw: object, where: Where) -> PlaceRef | None:
        """Return a place: its name, or name, address and point; the point is looked up where the text gives none."""
        found = self.parts(raw, ("name", "address", "point"), where)
        if found is None:
            return None
        if not found["name"]:
            self.noted.add("term-place-nameless", where)
            return None
        point = self.point(found["point"], where) if found["point"] else None
        if point is None:
            point, count = self.places.find(found["name"])
            if count > 1:
                self.noted.add("term-place-several", where, name=found["name"], count=count)
            elif not count and self.places.has_gazetteer:
                near = self.places.nearest(found["name"])
                self.noted.add("term-place-unknown", where, name=found["name"], hint=f'Did you mean "{near}"?' if near else "")
        return PlaceRef(found["name"], point, found["address"])

    def point(self, text: str, where: Where) -> LonLat | None:
        """Return a point written as longitude and latitude with a space between."""
        try:
            lon, lat = (float(one) for one in text.replace(",", " ").split())
        except ValueError:
            self.noted.add("cell-number", where, value=text)
            return None
        found = point_of(lon, lat)
        if isinstance(found, Problem):
            self.noted.add(found.code, where, **dict(found.values))
            return None
        return found

    def contact(self, raw: object, where: Where) -> Contact | None:
        """Return a contact by function."""
        found = self.parts(raw, ("function", "party", "channel", "number"), where)
        if found is None:
            return None
        if not found["function"]:
            self.noted.add("term-contact-nameless", where)
            return None
        return Contact(**found)

    def category(self, raw: object, where: Where) -> Category | None:
        """Return people by category, sex and age; "women" alone says no category, so that is asked back."""
        if isinstance(raw, str):
            kind, *rest = split_parts(raw)
            raw = {"kind": kind, **_limits_of(rest)}
        if not isinstance(raw, dict):
            self.noted.add("toml-type", where, found=raw, wanted='a category such as "civilians", or { kind = "civilians" }')
            return None
        self.unknown(raw, ("kind", "sex", "age_from", "age_to"), where)
        word = text_of(raw["kind"]).lower() if isinstance(raw.get("kind"), str) else ""
        if word not in CATEGORIES:
            sex = SEX_WORDS.get(word)
            said = f'Write civilians | {sex}, in TOML {{ kind = "civilians", sex = "{sex}" }}.' if sex else hint(word, CATEGORIES)
            self.noted.add("cell-choice", where, value=raw.get("kind", ""), hint=said)
            return None
        sex = self.choice(raw.get("sex", "any"), SEXES, where)
        ages = [self.whole(raw[key], where, MOST_AGE) if key in raw else None for key in ("age_from", "age_to")]
        low, high = ages
        if low is not None and high is not None and low > high:
            self.noted.add("term-ages", where, first=low, second=high)
            return None
        return Category(word, sex, low, high) if sex else None

    def parts(self, raw: object, names: tuple[str, ...], where: Where) -> dict[str, str] | None:
        """Return the parts of an element by name, "" where nothing stands: of a table, or of text between upright bars."""
        if isinstance(raw, dict):
            if "point" in names and ("lon" in raw or "lat" in raw):
                raw = {**raw, "point": f"{raw.get('lon', '')} {raw.get('lat', '')}"}
                raw = {key: value for key, value in raw.items() if key not in {"lon", "lat"}}
            self.unknown(raw, names, where)
            return {name: (self.short(raw[name], where) or "") if name in raw else "" for name in names}
        if not isinstance(raw, str):
            self.noted.add("toml-type", where, found=raw, wanted=f"text in quotes, or a table with {', '.join(names)}")
            return None
        found = split_parts(raw)
        if len(found) > len(names):
            self.noted.add("term-parts-many", where, value=raw, found=len(found), wanted=" | ".join(names))
            return None
        return {
            name: (self.short(part, where) if part else "") or ""
            for name, part in zip(names, [*found, "", "", "", ""], strict=False)
        }

    def unknown(self, raw: dict[str, object], known: Sequence[str], where: Where) -> None:
        """Note keys of a table that nobody reads."""
        for key in raw:
            if key not in known:
                said = hint(key, known) if nearest(str(key), known) else f"Known: {', '.join(known)}."
                self.noted.add("term-key-unknown", where, key=key, hint=said)


def _whole(raw: object) -> int | Problem:
    if isinstance(raw, str) or (isinstance(raw, int | float) and not _is_odd(raw)):
        return whole_of(raw, decimal_comma=True)
    return Problem("cell-number", (("value", shown(raw)),))


def _is_odd(raw: float) -> bool:
    """Tell whether a number is none that a text may hold: true, or more digits than Python writes."""
    return isinstance(raw, bool) or not abs(raw) < 1e18


def _limits_of(parts: list[str]) -> dict[str, object]:
    """Return the sex and ages that the parts of a category state; a part that is neither is kept as the sex, to be told."""
    found: dict[str, object] = {}
    for part in parts:
        word = part.lower()
        if match := _SPAN.fullmatch(word):
            found |= {"age_from": int(match[1]), "age_to": int(match[2])}
        elif match := _TO.fullmatch(word):
            found["age_to"] = int(match[1])
        elif match := _FROM.fullmatch(word):
            found["age_from"] = int(match[1] or match[2])
        elif word:
            found["sex"] = SEX_WORDS.get(word, part)
    return found
