"""Words in a language: texts and plurals by catalogue, days, clocks and durations, values that cannot reorder their surroundings.

The English text is the key (gettext). A text is looked up by `Words.text` or `Words.count`; one that stands in a table and is
looked up later is marked by `texts.msgid`, so that it gets into the catalogues as well. `files.catalogues` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from safeconduct.brief.texts import (
    FIRST_STRONG,
    ORDER_SIGNS,
    POP,
    RIGHT_TO_LEFT,
    count_text,
    distance_text,
    figures_isolated,
    is_isolate,
    isolated,
    msgid,
    name_text,
    together,
)
from safeconduct.brief.times import clock_text, date_text, in_zones, zone_label

SOURCE = "en"
"""The language in which the texts are written in the source; it needs no catalogue."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the brief. code: ISO 639-1. name: in English; own: as its speakers call it. stop: the end of a sentence."""

    code: str
    name: str
    own: str
    right_to_left: bool = False
    stop: str = "."


LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "English"),
    Language("fr", "French", "Français"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ru", "Russian", "Русский"),
    Language("ar", "Arabic", "العربية", right_to_left=True),
    Language("he", "Hebrew", "עברית", right_to_left=True),
    Language("hy", "Armenian", "Հայերեն", stop="\u0589"),
    Language("az", "Azerbaijani", "Azərbaycanca"),
)
"""The languages that there are catalogues for."""

_BY_CODE = {one.code: one for one in LANGUAGES}


def find_language(code: str) -> Language | None:
    """Return the language of that code, or None."""
    return _BY_CODE.get(code)


def without_marks(text: str) -> str:
    """Return a text from outside without marks of direction, with which it could reorder what stands around it."""
    return ORDER_SIGNS.sub("", text)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Translations into one language.

    texts: by the English text. plurals: all forms, by the English singular. form: which of them a number takes. reviewed: whether
    a native speaker who knows the law has gone over it.
    """

    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]
    reviewed: bool = False


def english_form(number: int) -> int:
    """Return 0 for one and 1 for any other number."""
    return 0 if number == 1 else 1


ENGLISH = Catalogue({}, {}, english_form, reviewed=True)
"""What needs no translation."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. catalogue: its translations; a text that is not in it comes out in English.

    Whoever prints asks `files.catalogues` for complete ones, which never lets a language through that lacks a text.
    """

    language: Language
    catalogue: Catalogue = ENGLISH

    @property
    def lang(self) -> str:
        """Return the code of the language."""
        return self.language.code

    def text(self, english: str, /, **values: str | int) -> str:
        """Return a text in this language, its {placeholders} filled in.

        Numbers get their thousands set apart and Western digits; numbers and texts are isolated where they could reorder.
        """
        return self.catalogue.texts.get(english, english).format(**{name: self.value(one) for name, one in values.items()})

    def phrase(self, english: str, /, **values: str | int) -> str:
        """Return a text that is to be inserted into another one as a value; it keeps the direction of its language."""
        return self.own(self.text(english, **values))

    def own(self, text: str) -> str:
        """Return what is said in this language as a unit of its direction, whatever names and figures it begins with."""
        right = self.language.right_to_left and bool(text) and not is_isolate(text)
        return f"{RIGHT_TO_LEFT}{text}{POP}" if right else text

    def count(self, one: str, many: str, number: int, /, **values: str | int) -> str:
        """Return the text for so many, in the form that the number takes here; the number is {n} in it."""
        forms = self.catalogue.plurals.get(one)
        found = (one, many)[english_form(number)] if forms is None else forms[self.catalogue.form(number)]
        return found.format(n=self.value(number), **{name: self.value(value) for name, value in values.items()})

    def value(self, found: str | int) -> str:
        """Return a value as it stands inside a text of this language: isolated by its own direction where that matters."""
        if isinstance(found, int):
            return isolated(count_text(found)) if self.language.right_to_left else count_text(found)
        if not found or is_isolate(found):
            return found
        shown = figures_isolated(found)
        return f"{FIRST_STRONG}{shown}{POP}" if self.language.right_to_left else name_text(shown)

    def listed(self, parts: Iterable[str]) -> str:
        """Return the parts as people list them: "a", "a and b", "a, b and c"; "" for none."""
        found = tuple(self.value(part) for part in parts)
        if len(found) < 2:
            return "".join(found)
        said = found[0]
        for part in found[1:-1]:
            # Translators: parts of a list, one after another.
            said = self._join(msgid("{first}, {second}"), said, part)
        # Translators: the last two parts of a list.
        return self.own(self._join(msgid("{first} and {second}"), said, found[-1]))

    def _join(self, english: str, first: str, second: str) -> str:
        return self.catalogue.texts.get(english, english).format(first=first, second=second)

    def either(self, parts: Iterable[str]) -> str:
        """Return the parts one after another with commas, without "and"."""
        said = ""
        for part in parts:
            said = self._join(msgid("{first}, {second}"), said, self.value(part)) if said else self.value(part)
        return self.own(said)

    def day(self, day: date) -> str:
        """Return a day with the month in letters, Western digits: "29 August 2014", "29 серпня 2014 р."."""
        if self.lang == SOURCE:
            return date_text(day)
        from babel.dates import format_date

        return format_date(day, "long", locale=self.lang)

    def short_day(self, day: date) -> str:
        """Return a day and the short name of its month, for the cells of a table."""
        from babel.dates import format_date

        return format_date(day, "d MMM", locale=self.lang)

    def moment(self, moment: datetime, zones: Sequence[str], *, with_date: bool = True) -> str:
        """Return a moment in every zone: "29 August 2014, 08:00 EEST (UTC+3) / 09:00 MSK (UTC+4)".

        Clocks have 24 hours and Western digits in every language; they stand as one unit that keeps its order. The day stands
        once when it is the same in every zone, and before each clock when it is not.
        """
        shown = in_zones(moment, zones)
        if len({local.date() for local in shown}) > 1:
            return self.either(self._dated(local.date(), _clocks((local,))) for local in shown)
        return self._dated(shown[0].date(), _clocks(shown)) if with_date else _clocks(shown)

    def span(self, start: datetime, end: datetime, zones: Sequence[str]) -> str:
        """Return a span in every zone: "29 August 2014, 08:00–12:00 EEST (UTC+3) / 09:00–13:00 MSK (UTC+4)".

        A span that does not stay within one day and one offset in every zone is written out with both its ends.
        """
        first, last = in_zones(start, zones), in_zones(end, zones)
        pairs = tuple(zip(first, last, strict=False))
        day = first[0].date()
        if len(first) != len(last) or any(not a.date() == b.date() == day or zone_label(a) != zone_label(b) for a, b in pairs):
            return self.phrase("{start} to {end}", start=self.moment(start, zones), end=self.moment(end, zones))
        clocks = " / ".join(together(f"{clock_text(a)}\u2013{clock_text(b)} {zone_label(a)}") for a, b in pairs)
        return self._dated(day, isolated(clocks))

    def _dated(self, day: date, clocks: str) -> str:
        # Translators: a day, then the hours on it.
        return self.phrase("{day}, {clocks}", day=self.day(day), clocks=clocks)

    def duration(self, seconds: int) -> str:
        """Return a duration in whole seconds, nothing rounded: "12 min", "1 h 35 min 10 s"; "0 s" for nothing."""
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        parts: list[str] = []
        if days:
            # Translators: days, short.
            parts.append(self.text("{n} d", n=days))
        if hours:
            # Translators: hours, short.
            parts.append(self.text("{n} h", n=hours))
        if minutes:
            # Translators: minutes, short.
            parts.append(self.text("{n} min", n=minutes))
        if rest or not parts:
            # Translators: seconds, short.
            parts.append(self.text("{n} s", n=rest))
        return self.own(" ".join(together(part) for part in parts))

    def distance(self, metres: float) -> str:
        """Return a distance, "850 m", "43.1 km": signs that every language reads, one unit that keeps its order."""
        shown = distance_text(metres)
        return isolated(shown) if self.language.right_to_left else shown


def _clocks(shown: Sequence[datetime]) -> str:
    return isolated(" / ".join(together(f"{clock_text(local)} {zone_label(local)}") for local in shown))


def english() -> Words:
    """Return the words of the source language."""
    return Words(LANGUAGES[0])
