"""The words of the sheets in one language: places by both their names, kinds of vehicles, head-counts, clocks of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from safeconduct.brief.classes import CLASS_SHARES, OWN_CAR, kinds_in, shown_classes
from safeconduct.brief.document import RIGHT, Column
from safeconduct.brief.letters import TURN
from safeconduct.brief.party_way import class_words
from safeconduct.brief.texts import first_capital, is_right_to_left, isolated, msgid, name_text, plate_text, together
from safeconduct.brief.times import ZoneColumns
from safeconduct.brief.translate import SOURCE, Words, english, without_marks
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Packet, Plan, Route, WayPoint

KINDS: dict[str, str] = {
    # Translators: kinds of vehicles, and of the places at which a route ends.
    "bus": msgid("bus"),
    "minibus": msgid("minibus"),
    "ambulance": msgid("ambulance"),
    "medical bus": msgid("medical bus"),
    "truck": msgid("truck"),
    "wheelchair van": msgid("wheelchair van"),
    "car": msgid("car"),
    "escort car": msgid("escort car"),
    "recovery truck": msgid("recovery truck"),
    OWN_CAR: msgid("own car"),
    "border crossing": msgid("border crossing"),
    "reception site": msgid("reception site"),
}
"""Kinds of vehicles and of exits that every language has a word for; another word stands as the table has it."""

AMOUNTS: dict[str, Callable[[Words, int], str]] = {
    "bus": lambda words, n: words.count("{n} bus", "{n} buses", n),
    "minibus": lambda words, n: words.count("{n} minibus", "{n} minibuses", n),
    "ambulance": lambda words, n: words.count("{n} ambulance", "{n} ambulances", n),
    "medical bus": lambda words, n: words.count("{n} medical bus", "{n} medical buses", n),
    "truck": lambda words, n: words.count("{n} truck", "{n} trucks", n),
    "wheelchair van": lambda words, n: words.count("{n} wheelchair van", "{n} wheelchair vans", n),
    "car": lambda words, n: words.count("{n} car", "{n} cars", n),
    "escort car": lambda words, n: words.count("{n} escort car", "{n} escort cars", n),
    "recovery truck": lambda words, n: words.count("{n} recovery truck", "{n} recovery trucks", n),
    OWN_CAR: lambda words, n: words.count("{n} own car", "{n} own cars", n),
}
"""How so many vehicles of a kind are told."""

CLASS_HEADS: dict[str, str] = {
    # Translators: head of a column: people who walk and sit unaided.
    "able": msgid("Able"),
    # Translators: head of a column: people who need a seat and help.
    "seated": msgid("Seated"),
    # Translators: head of a column: people who travel lying on a stretcher.
    "stretcher": msgid("Stretcher"),
    # Translators: head of a column: people who travel in their own wheelchair.
    "wheelchair": msgid("Wheelchair"),
}


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of a book of sheets. names: of places in its language, by the name that plan and road signs have."""

    words: Words = field(default_factory=english)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """Return what somebody called something, as a unit that cannot reorder what stands around it."""
        bare = without_marks(name)
        return self.words.value(bare) if self.words.language.right_to_left else name_text(bare)

    def named(self, names: Iterable[str]) -> str:
        """Return the names of one thing, each once: "Ilovaisk / Іловайськ"."""
        return self.words.own(" / ".join(self.name(one) for one in dict.fromkeys(names) if one))

    def place(self, name: str) -> str:
        """Return a place as this language calls it, and as plan and road signs do where that is another name."""
        return self.named((self.names.get(without_marks(name), name), name))

    def code(self, text: str) -> str:
        """Return a serial, an id or a letter of a route as it is written, from left to right where that could change."""
        turns = self.words.language.right_to_left or is_right_to_left(text)
        return plate_text(text) if turns else without_marks(text)

    def pieces(self, parts: Iterable[str]) -> str:
        """Return sayings that stand one after another, each of them whole: "P-3, place 1; you lead"."""
        return self.words.own("; ".join(self.words.value(part) for part in parts if part))

    def kind(self, kind: str) -> str:
        """Return a kind of vehicle or of exit in this language, the word of the table where it is another."""
        return self.words.text(KINDS[kind]) if kind in KINDS else self.name(kind)

    def kind_head(self, kind: str) -> str:
        """Return a kind as the head of a column."""
        return first_capital(self.kind(kind))

    def people(self, people: Headcount) -> str:
        """Return a head-count with its classes: "50 people (48 able, 2 on stretchers)"."""
        words = self.words
        total = words.count("{n} person", "{n} people", people.total)
        if not people.total:
            return total
        # Translators: a number of people, and in brackets how many of each class.
        return words.phrase("{people} ({classes})", people=words.own(total), classes=class_words(people, words))

    def vehicles(self, packet: Packet) -> str:
        """Return how many vehicles of which kind: "3 buses, 1 ambulance, 6 own cars"."""
        return self.words.either(self.amount(kind, number) for kind, number in kinds_in((packet,)).items())

    def amount(self, kind: str, number: int) -> str:
        """Return so many vehicles of a kind."""
        if kind in AMOUNTS:
            return self.words.own(AMOUNTS[kind](self.words, number))
        return self.words.own(f"{self.name(kind)}: {self.words.value(number)}")

    def clocks(self, zones: Sequence[str], first: datetime, last: datetime) -> ZoneColumns:
        """Return the clocks of a table that covers the time from first to last."""
        if self.words.lang == SOURCE:
            return ZoneColumns(tuple(zones), first, last)
        # A month in letters from right to left would turn its day round to the clock: there the day stands in figures alone.
        right = self.words.language.right_to_left
        return ZoneColumns(tuple(zones), first, last, date.isoformat if right else self._short_day)

    def _short_day(self, day: date) -> str:
        return together(self.words.short_day(day))

    def clock_share(self, clocks: ZoneColumns, least: float) -> float:
        """Return the width of a column of clocks, wider where days or several zones make them long."""
        return max(least, 0.1 * len(clocks.cell(clocks.last)))

    def clocks_note(self, clocks: ZoneColumns) -> str:
        """Return which zones the clocks of a table are in."""
        return self.words.text("Clocks: {zones}, rounded up to the minute.", zones=isolated(clocks.head))

    def class_columns(self, plan: Plan, share: float = 1.0) -> tuple[Column, ...]:
        """Return a column for each class that is shown."""
        heads = ((name, self.words.text(CLASS_HEADS[name])) for name in shown_classes(plan))
        return tuple(Column(head, RIGHT, share * CLASS_SHARES.get(name, 1.0)) for name, head in heads)

    def way_point(self, point: WayPoint, languages: Sequence[str] = ()) -> str:
        """Return a way-point: this language's name first, then what the road sign says, then its names in those languages."""
        if point.name.startswith(TURN):
            return self.words.phrase("turn onto {road}", road=self.name(point.name.removeprefix(TURN)))
        if not point.name:
            return self.words.text("(no name)")
        others = (one.text for lang in languages for one in point.names if one.lang == lang)
        return self.named((self.names.get(without_marks(point.name), point.name), point.name, *others))

    def ends(self, route: Route, letter: str) -> str:
        """Return the heading of a route: its letter, and where it begins and ends."""
        points = route.way_points
        start, goal = (points[0].name, points[-1].name) if points else (route.group_id, route.exit_id)
        values = {"letter": self.code(letter), "start": self.place(start), "goal": self.place(goal)}
        return self.words.text("Route {letter}: {start} to {goal}", **values)

    def route_exit(self, letter: str, place: str) -> str:
        """Return the letter of a route and the exit that it leads to."""
        return self.words.either((self.code(letter), self.place(place)))


ENGLISH = SheetWords()
"""The words of the sheets of the plan folder."""
