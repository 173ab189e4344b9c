"""Read `scenario.toml`: name, zones, times, roads and settings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from safeconduct.files.cells import text_of
from safeconduct.files.decode import NotTextError, decode
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, hint, nearest, shown
from safeconduct.files.scenario_settings import SETTING_SECTIONS, read_settings
from safeconduct.files.times import Clock, find_zone, read_time, zone_names
from safeconduct.model.notice import Where
from safeconduct.model.road_classes import CLASS_INDEX
from safeconduct.model.scenario import RoadSource
from safeconduct.model.settings import Settings

FILE = "scenario.toml"

TOP_KEYS: dict[str, str] = {
    "name": "Name of the movement. Required.",
    "zone": "Time zone of the scenario, an IANA name such as Europe/Kyiv. Required (here or first in zones).",
    "zones": "Every time zone that times are printed in; the scenario's own first.",
    "start": "Earliest moment anybody may be on the road. Required.",
    "end": "Latest moment anybody may be on the road. Required.",
    "as_of": "Day on which the incident data are looked at; the day of start where empty.",
    "schematic": "true when the places or roads were drawn by hand and not surveyed; printed on every page.",
    "note": "A remark for yourselves; not printed.",
}
"""The keys of `scenario.toml` outside its sections; the reference page lists them."""

ROAD_KEYS: dict[str, str] = {
    "file": "Road file: a name in the folder or a path from it, written with / (else roads.osm.pbf, roads.geojson or roads.csv).",
    "attribution": "Whom to name as the source of the roads; the file's own where empty.",
    "schematic": "true when the road file was drawn by hand and not surveyed.",
    "speed_kmh": "Table of speeds per road class, km/h, in place of the defaults.",
    "capacity_vph": "Table of capacities per road class, vehicles per hour and lane, in place of the defaults.",
}
"""The keys of the section [roads] that are no settings."""

ROAD_FILES = ("roads.osm.pbf", "roads.pbf", "roads.osm", "roads.geojson", "roads.json", "roads.csv")
OVERRIDE_RANGES = {"speed_kmh": (1.0, 150.0), "capacity_vph": (1.0, 20_000.0)}

Toml = dict[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """What `scenario.toml` says; None or empty where it could not be used (a notice says why)."""

    name: str = ""
    zones: tuple[str, ...] = ()
    clock: Clock = field(default_factory=Clock)
    start: datetime | None = None
    end: datetime | None = None
    as_of: date | None = None
    roads: RoadSource | None = None
    settings: Settings = field(default_factory=Settings)
    schematic: bool = False
    note: str = ""


def read_head(folder: Folder, noted: Noted) -> Head:
    """Return what `scenario.toml` says, every fault in it noted."""
    content = read_toml(folder, folder.find(FILE), FILE, noted)
    if content is None:
        return Head(roads=_roads({}, folder, noted))
    _note_unknown(content, (*TOP_KEYS, "roads", *SETTING_SECTIONS), noted, "")
    zones = _zones(content, noted)
    zone = find_zone(zones[0]) if zones else None
    start, start_day = _start(content, zone, noted)
    clock = Clock(zone, start_day)
    end = _moment(content, "end", clock, noted)
    if start is not None and end is not None and end <= start:
        noted.add("times-order", Where(FILE, column="end"), first="start", second="end")
    return Head(
        name=_text(content, "name", noted, required=True),
        zones=zones,
        clock=clock,
        start=start,
        end=end,
        as_of=_day(content, "as_of", noted) or start_day,
        roads=_roads(section(content, "roads", noted), folder, noted),
        settings=read_settings(content, noted),
        schematic=_flag(content, "schematic", noted),
        note=_text(content, "note", noted),
    )


def read_toml(folder: Folder, name: str | None, wanted: str, noted: Noted) -> Toml | None:
    """Return the content of a TOML file; None, with a notice, when it is missing or damaged."""
    if name is None:
        noted.add("file-missing", Where(wanted), file=wanted)
        return None
    data = folder.read(name)
    if data is None:
        return None
    try:
        text, said = decode(data)
        content: Toml = tomllib.loads(text.replace("\r\n", "\n"))
    except NotTextError:
        noted.add("file-binary", Where(name))
        return None
    except (ValueError, RecursionError) as problem:
        noted.add("toml-broken", Where(name), reason=shown(problem) or "nested too deeply")
        return None
    if said:
        noted.add("file-encoding", Where(name), encoding=said)
    return content


def section(content: Toml, name: str, noted: Noted) -> Toml:
    """Return a section of the file, empty where it is absent; something else under that name is noted."""
    found = content.get(name, {})
    if isinstance(found, dict):
        return {str(key): value for key, value in found.items()}
    noted.add("toml-type", Where(FILE, column=name), found=found, wanted=f"a section [{name}]")
    return {}


def find_road_file(folder: Folder) -> str | None:
    """Return the name of the folder's usual road file, or None."""
    return next((found for name in ROAD_FILES if (found := folder.find(name))), None)


def _note_unknown(found: Toml, known: tuple[str, ...], noted: Noted, prefix: str) -> None:
    for key in found:
        if key not in known:
            near = nearest(key, known)
            noted.add("toml-key-unknown", Where(FILE, column=prefix + key), hint=hint(key, known) if near else "")


def _text(content: Toml, key: str, noted: Noted, *, required: bool = False) -> str:
    found = content.get(key, "")
    if not isinstance(found, str):
        noted.add("toml-type", Where(FILE, column=key), found=found, wanted="text in quotes")
        return ""
    text = text_of(found)
    if required and not text:
        noted.add("toml-missing", Where(FILE, column=key), key=key)
    return text


def _flag(content: Toml, key: str, noted: Noted) -> bool:
    found = content.get(key, False)
    if not isinstance(found, bool):
        noted.add("toml-type", Where(FILE, column=key), found=found, wanted="true or false")
        return False
    return found


def _zones(content: Toml, noted: Noted) -> tuple[str, ...]:
    """Return the zones that are known, the scenario's own first."""
    given: list[str] = []
    for key in ("zone", "zones"):
        found = content.get(key, [])
        words = found if isinstance(found, list) else [found]
        if not all(isinstance(one, str) for one in words):
            noted.add("toml-type", Where(FILE, column=key), found=found, wanted="zone names in quotes")
        given += [one.strip() for one in words if isinstance(one, str)]
    if not given:
        noted.add("zone-missing", Where(FILE, column="zone"))
    zones: list[str] = []
    for name in dict.fromkeys(given):
        if name in zone_names():
            zones.append(name)
        else:
            near = near_zone(name)
            noted.add("zone-unknown", Where(FILE, column="zone"), zone=name, hint=f'Did you mean "{near}"?' if near else "")
    own_is_bad = bool(given) and given[0] not in zones
    return () if own_is_bad else tuple(zones)


def near_zone(name: str) -> str:
    """Return the zone that is most likely meant, or "": for abbreviations and offsets (MSK, UTC+3) nothing is guessed."""
    if not any(letter.islower() for letter in name) or any(letter.isdigit() for letter in name):
        return ""
    zones = sorted((zone for zone in zone_names() if "/" in zone), reverse=True)
    cities = {zone.rsplit("/", 1)[-1]: zone for zone in zones}
    return nearest(name, zones) if "/" in name else cities.get(nearest(name.replace(" ", "_"), cities), "")


def _moment(content: Toml, key: str, clock: Clock, noted: Noted) -> datetime | None:
    found = content.get(key)
    where = Where(FILE, column=key)
    if found is None or found == "":
        noted.add("toml-missing", where, key=key)
        return None
    if not isinstance(found, (str, datetime, date, time)):
        noted.add("toml-type", where, found=found, wanted='a time such as "2014-08-29 08:00"')
        return None
    result = read_time(found, clock)
    if result.code:
        noted.add(result.code, where, value=found)
    return result.moment


def _start(content: Toml, zone: ZoneInfo | None, noted: Noted) -> tuple[datetime | None, date | None]:
    """Return the start and its local day, on which bare hours of the scenario lie."""
    start = _moment(content, "start", Clock(zone), noted)
    if start is not None:
        return start, start.astimezone(zone or UTC).date()
    stated = re.match(r"\s*(\d{4}-\d{2}-\d{2})", str(content.get("start", "")))
    return None, _iso_day(stated[1]) if stated else None


def _day(content: Toml, key: str, noted: Noted) -> date | None:
    found = content.get(key)
    if found is None:
        return None
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    day = _iso_day(found) if isinstance(found, str) else None
    if day is None:
        noted.add("toml-type", Where(FILE, column=key), found=found, wanted="a day such as 2014-08-28")
    return day


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _roads(found: Toml, folder: Folder, noted: Noted) -> RoadSource | None:
    """Return where the roads are; None, with a notice, when there is no such file."""
    settings = [name for name, known in SETTING_SECTIONS.items() if name == "roads" for name in known]
    _note_unknown(found, (*ROAD_KEYS, *settings), noted, "roads.")
    stated = _text(found, "file", noted)
    if stated and not _is_file(folder, stated):
        noted.add("roads-missing", Where(FILE, column="roads.file"), file=stated)
        return None
    name = stated or find_road_file(folder)
    if name is None:
        noted.add("roads-missing", Where(FILE, column="roads.file"), file=ROAD_FILES[0])
        return None
    others = [folder.find(one) for one in ROAD_FILES if not stated and folder.find(one) not in {None, name}]
    if others:
        noted.add("file-two-versions", Where(name), first=name, second=others[0])
    return RoadSource(
        file=name,
        speed_kmh=_overrides(found, "speed_kmh", noted),
        capacity_vph=_overrides(found, "capacity_vph", noted),
        include_minor=found.get("include_minor") is True,
        schematic=_flag(found, "schematic", noted),
        attribution=_text(found, "attribution", noted),
    )


def _is_file(folder: Folder, name: str) -> bool:
    try:
        return (folder.path / name).is_file()
    except (OSError, ValueError):
        return False


def _overrides(found: Toml, key: str, noted: Noted) -> tuple[tuple[str, float], ...]:
    """Return the overrides per road class, in the order of the file."""
    table = section(found, key, noted) if key in found else {}
    low, high = OVERRIDE_RANGES[key]
    overrides: list[tuple[str, float]] = []
    for name, value in table.items():
        where = Where(FILE, column=f"roads.{key}.{name}")
        if name not in CLASS_INDEX:
            noted.add("toml-key-unknown", where, hint=hint(name, CLASS_INDEX))
        elif isinstance(value, bool) or not isinstance(value, (int, float)):
            noted.add("toml-type", where, found=value, wanted="a number")
        elif not low <= value <= high:
            noted.add("setting-range", where, value=value, low=f"{low:g}", high=f"{high:g}")
        else:
            overrides.append((name, float(value)))
    return tuple(overrides)
