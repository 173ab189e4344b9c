"""Schemas as tables of our own: which elements a block holds, in which order, how many of each, and what their text may be.

CAP: OASIS Common Alerting Protocol 1.2 (1 July 2010), its schema and the rules of its data dictionary. GPX: GPX 1.1 schema of
TopoGrafix (2004). Elements that the program never writes stand here too, so that a wrong one is found by its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

MANY = 10**9
Check = Callable[[str], bool]


@dataclass(frozen=True)
class Part:
    """An element of a block: name, least and most number, the rule of its text, the block that it is."""

    name: str
    least: int = 0
    most: int = 1
    check: Check = bool
    block: str = ""


@dataclass(frozen=True)
class Block:
    """Elements in their order, and attributes by name with their rule; `needed` of those must stand."""

    parts: tuple[Part, ...] = ()
    attributes: Mapping[str, Check] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()


def any_text(_text: str) -> bool:
    return True


def one_of(words: str) -> Check:
    allowed = frozenset(words.split())
    return lambda text: text in allowed


def matches(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def moment(text: str) -> bool:
    """Accept the dateTime of CAP: whole seconds, an offset in figures, UTC as -00:00, a real day and hour."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", text) is None or text.endswith("+00:00"):
        return False
    try:
        offset = datetime.fromisoformat(text).utcoffset()
    except ValueError:
        return False
    return offset is not None and abs(offset.total_seconds()) <= 14 * 3600


def degrees(text: str, most: float, *, closed: bool = True) -> bool:
    """Accept a decimal of at most so many degrees either way; with closed=False the upper end itself is none."""
    if re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)", text) is None:
        return False
    value = float(text)
    return -most <= value <= most if closed else -most <= value < most


def pair(text: str) -> bool:
    parts = text.split(",")
    return len(parts) == 2 and degrees(parts[0], 90) and degrees(parts[1], 180)


def circle(text: str) -> bool:
    parts = text.split(" ")
    return len(parts) == 2 and pair(parts[0]) and re.fullmatch(r"\d+(\.\d+)?", parts[1]) is not None


def polygon(text: str) -> bool:
    pairs = text.split()
    return len(pairs) >= 4 and all(map(pair, pairs)) and pairs[0] == pairs[-1]


def unspaced(text: str) -> bool:
    """Accept what an identifier or a sender may be."""
    return re.fullmatch(r"[^\s,<&]+", text) is not None


def references(text: str) -> bool:
    """Accept "sender,identifier,sent" of one or more earlier messages, spaces between."""
    told = [one.split(",") for one in text.split()]
    return bool(told) and all(len(one) == 3 and unspaced(one[0]) and unspaced(one[1]) and moment(one[2]) for one in told)


def address(text: str) -> bool:
    return bool(urlsplit(text).scheme) and " " not in text


LANGUAGE = matches(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
NUMBER = matches(r"[-+]?(\d+(\.\d*)?|\.\d+)")
WHOLE = matches(r"\d+")

NAMED = (Part("valueName", 1), Part("value", 1, check=any_text))
CAP: dict[str, Block] = {
    "alert": Block(
        (
            Part("identifier", 1, check=unspaced),
            Part("sender", 1, check=unspaced),
            Part("sent", 1, check=moment),
            Part("status", 1, check=one_of("Actual Exercise System Test Draft")),
            Part("msgType", 1, check=one_of("Alert Update Cancel Ack Error")),
            Part("source"),
            Part("scope", 1, check=one_of("Public Restricted Private")),
            Part("restriction"),
            Part("addresses"),
            Part("code", most=MANY),
            Part("note"),
            Part("references", check=references),
            Part("incidents"),
            Part("info", most=MANY, block="info"),
        )
    ),
    "info": Block(
        (
            Part("language", check=LANGUAGE),
            Part("category", 1, MANY, one_of("Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other")),
            Part("event", 1),
            Part("responseType", most=MANY, check=one_of("Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None")),
            Part("urgency", 1, check=one_of("Immediate Expected Future Past Unknown")),
            Part("severity", 1, check=one_of("Extreme Severe Moderate Minor Unknown")),
            Part("certainty", 1, check=one_of("Observed Likely Possible Unlikely Unknown")),
            Part("audience"),
            Part("eventCode", most=MANY, block="named"),
            Part("effective", check=moment),
            Part("onset", check=moment),
            Part("expires", check=moment),
            Part("senderName"),
            Part("headline"),
            Part("description"),
            Part("instruction"),
            Part("web", check=address),
            Part("contact"),
            Part("parameter", most=MANY, block="named"),
            Part("resource", most=MANY, block="resource"),
            Part("area", most=MANY, block="area"),
        )
    ),
    "named": Block(NAMED),
    "resource": Block(
        (
            Part("resourceDesc", 1),
            Part("mimeType", 1),
            Part("size", check=WHOLE),
            Part("uri", check=address),
            Part("derefUri"),
            Part("digest", check=matches("[0-9a-f]{40}")),
        )
    ),
    "area": Block(
        (
            Part("areaDesc", 1),
            Part("polygon", most=MANY, check=polygon),
            Part("circle", most=MANY, check=circle),
            Part("geocode", most=MANY, block="named"),
            Part("altitude", check=NUMBER),
            Part("ceiling", check=NUMBER),
        )
    ),
}


def latitude(text: str) -> bool:
    return degrees(text, 90)


def longitude(text: str) -> bool:
    return degrees(text, 180, closed=False)


DESCRIBED = (Part("name", check=any_text), Part("cmt"), Part("desc"), Part("src"), Part("link", most=MANY, block="link"))
PLACE = Block(
    (
        Part("ele", check=NUMBER),
        Part("time"),
        Part("magvar", check=NUMBER),
        Part("geoidheight", check=NUMBER),
        *DESCRIBED,
        Part("sym"),
        Part("type"),
        Part("fix", check=one_of("none 2d 3d dgps pps")),
        Part("sat", check=WHOLE),
        *(Part(name, check=NUMBER) for name in ("hdop", "vdop", "pdop", "ageofdgpsdata")),
        Part("dgpsid", check=WHOLE),
        Part("extensions"),
    ),
    {"lat": latitude, "lon": longitude},
    frozenset({"lat", "lon"}),
)
WAY = (*DESCRIBED, Part("number", check=WHOLE), Part("type"), Part("extensions"))
CORNERS: dict[str, Check] = {"minlat": latitude, "minlon": longitude, "maxlat": latitude, "maxlon": longitude}
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
GPX: dict[str, Block] = {
    "gpx": Block(
        (
            Part("metadata", block="metadata"),
            Part("wpt", most=MANY, block="place"),
            Part("rte", most=MANY, block="rte"),
            Part("trk", most=MANY, block="trk"),
            Part("extensions"),
        ),
        {"version": one_of("1.1"), "creator": bool, SCHEMA_LOCATION: lambda text: len(text.split()) % 2 == 0},
        frozenset({"version", "creator"}),
    ),
    "metadata": Block(
        (
            Part("name"),
            Part("desc"),
            Part("author"),
            Part("copyright"),
            Part("link", most=MANY, block="link"),
            Part("time"),
            Part("keywords"),
            Part("bounds", block="bounds"),
            Part("extensions"),
        )
    ),
    "bounds": Block((), CORNERS, frozenset(CORNERS)),
    "link": Block((Part("text"), Part("type")), {"href": address}, frozenset({"href"})),
    "place": PLACE,
    "rte": Block((*WAY, Part("rtept", most=MANY, block="place"))),
    "trk": Block((*WAY, Part("trkseg", most=MANY, block="trkseg"))),
    "trkseg": Block((Part("trkpt", most=MANY, block="place"), Part("extensions"))),
}


def breaches(root: Element, schema: Mapping[str, Block], name: str, namespace: str) -> list[str]:
    """Return everything in which a document breaks its schema; `name`: of the root element."""
    found = [] if root.tag == f"{{{namespace}}}{name}" else [f"the root is {root.tag}"]
    return [*found, *_block_breaches(root, schema, name, f"{{{namespace}}}")]


def _block_breaches(block: Element, schema: Mapping[str, Block], kind: str, space: str) -> Iterator[str]:
    rules = schema[kind]
    places = {part.name: place for place, part in enumerate(rules.parts)}
    names = [one.tag.removeprefix(space) for one in block]
    yield from (f"{name} is no part of {kind}" for name in names if name not in places)
    order = [places[name] for name in names if name in places]
    if order != sorted(order):
        yield f"{kind} is out of order: {' '.join(names)}"
    for part in rules.parts:
        if not part.least <= names.count(part.name) <= part.most:
            yield f"{part.name} stands {names.count(part.name)} times in {kind}"
    yield from (f"{kind} lacks {name}" for name in sorted(rules.needed - set(block.attrib)))
    for name, text in block.attrib.items():
        if name not in rules.attributes or not rules.attributes[name](text):
            yield f"{kind} has {name}={text}"
    if rules.parts and any(text.strip() for text in (block.text or "", *(one.tail or "" for one in block))):
        yield f"{kind} holds loose text"
    for one, name in zip(block, names, strict=True):
        if name not in places:
            continue
        part = rules.parts[places[name]]
        if part.block:
            yield from _block_breaches(one, schema, part.block, space)
        elif len(one) or not part.check(one.text or ""):
            yield f"{name} is {one.text}"


def corners_hold(bounds: Element, points: list[Element]) -> bool:
    """Tell whether bounds hold every point."""
    low_lat, low_lon, high_lat, high_lon = (float(bounds.attrib[name]) for name in ("minlat", "minlon", "maxlat", "maxlon"))
    spots = [(float(one.attrib["lat"]), float(one.attrib["lon"])) for one in points]
    assert all(isfinite(value) for spot in spots for value in spot)
    return all(low_lat <= lat <= high_lat and low_lon <= lon <= high_lon for lat, lon in spots)
