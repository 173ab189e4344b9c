"""How numbers, names and coordinates are written, everywhere the same, and the sentences that every brief carries."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

from safeconduct.model.people import Headcount
from safeconduct.model.place import LocalName, LonLat

LEFT_TO_RIGHT, RIGHT_TO_LEFT, FIRST_STRONG, POP = "\u2066", "\u2067", "\u2068", "\u2069"
"""Marks of an isolate: left-to-right, right-to-left, by its first strong letter, end. None of them prints."""

STARTS = (LEFT_TO_RIGHT, RIGHT_TO_LEFT, FIRST_STRONG)

JOINED = "\u2060"
"""Word joiner: no line ends there. It prints nothing."""

NARROW_SPACE = "\u202f"
"""Narrow no-break space between thousands."""

NO_BREAK = "\u00a0"
"""No-break space between a number and its unit."""

PLAIN = {**dict.fromkeys(map(ord, (*STARTS, POP, JOINED))), ord(NARROW_SPACE): " ", ord(NO_BREAK): " "}
RIGHT_TO_LEFT_PART = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u07bf\u07cb-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
ORDER_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Letters of right-to-left scripts (no digits), and the signs that do not print and change the order of others."""
FIGURES = re.compile(r"[+(]?\d(?:[\d\s.,:;/()\u00b0'\u2032\u2033+\u2013\u2212-]*\d)?(?:\s*\u00b0)?")
"""A run of figures with the signs that stand between them in numbers to call, hours, days and positions."""
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def msgid(text: str) -> str:
    """Return the text as it is, marked for the catalogues: a literal in a table that `Words.text` looks up later."""
    return text


LAW_SENTENCES: tuple[str, ...] = (
    msgid(
        "A corridor adds no protection and takes none away: people who stay, who take another road or who move after the window "
        "remain protected as before."
    ),
    msgid("Only the parties are guarantors. Neither an intermediary nor this document guarantees anything."),
    msgid(
        "Leaving is voluntary and informed. Nobody is to be moved against their will, and no step of this plan rests on any one "
        "person leaving."
    ),
)
"""The law in plain words, on the first page of every brief."""

SCHEMATIC_NOTE = msgid("Schematic, not surveyed")
"""Said wherever a road network that was drawn by hand is shown."""

EXPOSURE_NOTE = (
    "Exposure is a relative index made of recorded incidents, their age and their distance from the road. It compares routes "
    "with each other; it is not a probability of harm, and a road without records is not a safe road."
)
"""How the exposure index is to be read, wherever it is printed."""


def isolated(text: str) -> str:
    """Return the text as a left-to-right unit that keeps its order inside right-to-left text. One isolate is kept as it is."""
    return text if not text or is_isolate(text) else f"{LEFT_TO_RIGHT}{text}{POP}"


def is_isolate(text: str) -> bool:
    """Tell whether the text is one isolate from its first sign to its last, and not several beside each other."""
    if not text or text[0] not in STARTS:
        return False
    depth = 0
    for index, letter in enumerate(text):
        depth += (letter in STARTS) - (letter == POP)
        if not depth:
            return index == len(text) - 1
    return False


def together(text: str) -> str:
    """Return a text that stays on one line: no line ends at a space or after a dash in it."""
    return text.replace(" ", NO_BREAK).replace("\u2013", f"\u2013{JOINED}")


def figures_isolated(text: str) -> str:
    """Return a text that somebody else wrote, each run of figures in it isolated where it holds right-to-left letters.

    A telephone number, a range of hours or a position then reads from left to right as it was written; without right-to-left
    letters the text is returned as it is.
    """
    if not is_right_to_left(text) or any(letter in STARTS for letter in text):
        return text
    return FIGURES.sub(lambda found: isolated(found[0]), text)


def phone_text(number: str) -> str:
    """Return a telephone number or radio channel as it is written, on one line and isolated ("" for none)."""
    return isolated(_on_one_line(number))


def plate_text(plate: str) -> str:
    """Return a number plate, serial or call sign as it is written, on one line and isolated ("" for none).

    Letters of a right-to-left script are isolated once more inside it, so that groups of digits on both sides of them keep their
    order: "12 <letter> 345" never reads 345 before 12.
    """
    return isolated(RIGHT_TO_LEFT_PART.sub(lambda found: f"{FIRST_STRONG}{found[0]}{POP}", _on_one_line(plate)))


def _on_one_line(text: str) -> str:
    """Return the text without signs that change an order, with no-break spaces between its parts."""
    return NO_BREAK.join(ORDER_SIGNS.sub("", text).split())


def is_right_to_left(text: str) -> bool:
    """Tell whether the text holds any letter of a right-to-left script."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def begins_right_to_left(text: str) -> bool:
    """Tell whether the first letter that has a direction runs from right to left: the direction of what is written alone."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def name_text(name: str) -> str:
    """Return a name, isolated when it holds right-to-left letters, so that it cannot reorder what stands around it."""
    return f"{FIRST_STRONG}{name}{POP}" if is_right_to_left(name) else name


def local_names(name: str, names: Iterable[LocalName], languages: Sequence[str]) -> str:
    """Return the names of a thing in these languages, each once and in their order, joined by " / " ("" when there are none)."""
    seen: dict[str, None] = {}
    for one in sorted((one for one in names if one.lang in languages), key=lambda one: languages.index(one.lang)):
        if one.text and one.text != name:
            seen.setdefault(one.text)
    return " / ".join(name_text(text) for text in seen)


def count_text(number: int) -> str:
    """Return a whole number with its thousands set apart: 12 345. A minus sign is a hyphen."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def amount_text(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun, "1 person" or "12 345 people"; `many` defaults to the noun with an s."""
    return f"{count_text(number)} {one if number == 1 else many or one + 's'}"


def people_text(number: int) -> str:
    """Return "1 person" or "240 people"."""
    return amount_text(number, "person", "people")


def headcount_text(people: Headcount) -> str:
    """Return a head-count by class, classes with nobody left out: "230 able, 8 seated, 2 stretcher"; "nobody" when empty."""
    parts = (
        ("able", people.able),
        ("seated", people.seated),
        ("stretcher", people.stretcher),
        ("wheelchair", people.wheelchair),
    )
    return ", ".join(f"{count_text(number)} {name}" for name, number in parts if number) or "nobody"


def distance_text(metres: float) -> str:
    """Return a distance: whole metres below 1 km ("850 m"), tenths of a kilometre below 100 km, whole kilometres above."""
    if round(metres) < 1000:
        return f"{round(metres)}{NO_BREAK}m"
    kilometres = metres / 1000
    shown = f"{kilometres:.1f}" if round(kilometres, 1) < 100 else count_text(round(kilometres))
    return f"{shown}{NO_BREAK}km"


def coordinate_text(point: LonLat, *, digits: int = 4) -> str:
    """Return latitude then longitude as people read them, isolated: "47.9250 N, 38.2000 E" (WGS 84)."""
    north = f"{abs(point.lat):.{digits}f} {'N' if point.lat >= 0 else 'S'}"
    east = f"{abs(point.lon):.{digits}f} {'E' if point.lon >= 0 else 'W'}"
    return isolated(f"{north}, {east}")


def index_text(value: float) -> str:
    """Return a relative index with two decimals, as a whole number from 100 on; "0" only when it is exactly nothing."""
    if value == 0:
        return "0"
    if value >= 100:
        return count_text(round(value))
    return f"{value:.2f}" if value >= 0.005 else "< 0.01"


def percent_text(share: float) -> str:
    """Return a share as a percentage: tenths below 10 %, else whole; "0 %" only when it is exactly nothing."""
    percent = share * 100
    shown = "< 0.1" if 0 < percent < 0.05 else f"{percent:.1f}" if percent and abs(percent) < 9.95 else count_text(round(percent))
    return f"{shown}{NO_BREAK}%"


def and_text(parts: Iterable[str]) -> str:
    """Return the parts as people list them: "a", "a and b", "a, b and c"."""
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + " and " + listed[-1] if listed else ""


def first_capital(text: str) -> str:
    """Return the text with its first letter as a capital, marks of an isolate before it kept."""
    start = 1 if text[:1] in STARTS else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def plain_text(text: str) -> str:
    """Return the text without marks of isolates and with ordinary spaces, for a terminal or a data file."""
    return text.translate(PLAIN)


def xml_text(text: str) -> str:
    """Return the text safe inside XML and HTML, attributes included; characters that XML 1.0 forbids become U+FFFD."""
    return html.escape(NOT_XML.sub("\ufffd", text), quote=True)
