"""The texts of a new scenario folder. Columns and settings come from their own tables, so that the comments stay true."""

from __future__ import annotations

import json
from dataclasses import fields

from safeconduct.files.columns import (
    AID,
    ARRIVALS,
    CHANGES,
    CHECKPOINTS,
    EXITS,
    FAMILIES,
    GAZETTEER,
    GROUPS,
    INCIDENTS,
    VEHICLES,
    WINDOWS,
    TableSpec,
)
from safeconduct.files.scenario_settings import SETTING_SECTIONS
from safeconduct.files.terms_form_out import write_form_csv
from safeconduct.model.settings import SETTING_TABLE, Settings

README = """This folder is one scenario. Everything in it is an INVENTED EXAMPLE: replace it row by row.

scenario.toml     name, time zones, start and end, settings (each explained)
groups.csv        who waits where                              needed
exits.csv         where they are safe                          needed
vehicles.csv      buses, ambulances (without it: own cars only)
families.csv      families that stay together, as counts, never names
arrivals.csv      who of a group comes later
checkpoints.csv   where vehicles are searched on the way
aid.csv           aid that returning vehicles bring
windows.csv       silence windows
closures.geojson  roads, bridges, areas that must not be used
changes.csv       what changed while the movement runs; then plan with --after and --at
incidents.csv     what happened where (own columns, or a UCDP GED, VIINA or ACLED file as it is)
terms/*.toml      the texts of the parties: what each says, who has accepted it, and what it limits
forms/text.csv    a blank form for one text, for Excel: copy it to terms/ and fill it in
gazetteer.csv     places and their names, to find slips in coordinates
roads.csv         roads between the places of places.csv; put roads.osm.pbf or roads.geojson in its place for real roads

Tables may be .csv, .xlsx or .geojson; keep one of each. Lines that begin with # are comments.
Then:  safeconduct check .    says everything that is wrong, at once
       safeconduct plan .     makes the plan
"""

HEAD = """# A scenario. Lines that begin with # are comments; the values below are an INVENTED EXAMPLE.
name = "Example: Alder to Elm crossing"
zone = "Europe/Berlin"                       # the scenario's own time zone (IANA name)
zones = ["Europe/Berlin", "Europe/London"]   # every time is printed in all of these
start = "2030-05-04 08:00"                   # earliest moment anybody may be on the road
end = "2030-05-04 20:00"                     # latest moment
as_of = 2030-05-03                           # incidents up to this day are used
schematic = true                             # true: places or roads are not surveyed; printed on every page
note = "Invented example; nothing in it is real."

[roads]
file = "roads.csv"                           # or roads.osm.pbf, roads.geojson, or a path such as "../roads.osm.pbf"
schematic = true
# attribution = "whom to name as the source of the roads"
# speed_kmh = { track = 15, primary = 60 }        # in place of the defaults, km/h
# capacity_vph = { primary = 900 }                # in place of the defaults, vehicles per hour and lane
"""

TERM = """# INVENTED EXAMPLE: one text of one party, or (without party) the text that all are asked to accept.
# A new version is a new file with the next number; the older file stays. The decision is GO only when every required clause in
# force is accepted by every party. docs/reference/terms.md names every kind of clause and every field.
[text]
reference = "EXAMPLE 17"              # the same for every version of this paper
version = 1
dated = "2030-05-03 18:00"            # day and hour of the paper
channel = "letter"
zone = "Europe/Berlin"                # the zone of its hours; another zone may stand behind an hour: "09:00 Europe/London"
day = 2030-05-04                      # the day of its bare hours
source = "EXAMPLE: draft of 3 May"
# party = "Party A"                   # whose text it is, as that party names itself
# replaces = ["EXAMPLE 9"]            # texts whose place it takes
acknowledged = [{ party = "Party B", at = "2030-05-03 20:00", channel = "radio" }]   # received: that is not accepted

[[terms]]
kind = "window"
from = "08:00"
to = "20:00"
answers = [
  { party = "Party A", state = "accepted", paper = "EXAMPLE: letter 17", at = "2030-05-03 18:00", channel = "letter" },
  { party = "Party B", state = "proposed" },        # proposed, accepted, rejected or silent
]

[[terms]]
kind = "route"
way_points = ["Alder", "Birch", "Cedar Bridge", "Elm"]
deviation = "forbidden"
answers = [
  { party = "Party A", state = "accepted", paper = "EXAMPLE: letter 17" },
  { party = "Party B", state = "silent" },
]

[[terms]]
kind = "who"
may_leave = ["everybody"]             # or [{ kind = "civilians", sex = "female", age_from = 0, age_to = 18 }]
text = "Everybody who wishes to leave may leave unimpeded."
# texts = { de = "..." }              # the same words in another language
answers = [
  { party = "Party A", state = "accepted", paper = "EXAMPLE: letter 17" },
  { party = "Party B", state = "silent" },
]

[[terms]]
kind = "convoy"
packet_size = 10
required = false                      # no GO depends on it
answers = [{ party = "Party A", state = "proposed" }]

# A clause of its own has no kind: it needs an id and its words.
[[terms]]
id = "T5"
text = "The column is led by a white vehicle."
required = false
answers = [{ party = "Party A", state = "proposed" }]

# What a clause forbids or limits beside its fields; it is planned for, accepted or not. Leave out what it does not limit.
[terms.limits]
# vehicles = 20        # most vehicles of the fleet, escorts counted
# private_cars = 0     # most own cars in all
# returns = false      # empty vehicles may not come back
packet_size = 10       # most vehicles in a packet
# search_s = 120       # seconds for the search of one vehicle ...
# party = "Party B"    # ... at this party's checkpoints (at all without this line)
"""

ROWS: tuple[tuple[TableSpec, str], ...] = (
    (
        GROUPS,
        (
            "id,name,lon,lat,able,seated,stretcher,wheelchair,own_cars,people_per_car,ready,priority,loading_bays\n"
            "G1,Alder,10.00,55.00,240,20,4,2,10,4.7,,1,2\n"
            "G2,Birch,10.10,55.03,150,10,0,0,0,,2030-05-04 09:00,2,2\n"
        ),
    ),
    (
        EXITS,
        (
            "id,name,lon,lat,kind,screening_per_h,opens,closes,beds,fuel\n"
            "X1,Elm crossing,10.35,55.05,border crossing,600,08:30,20:00,,yes\n"
        ),
    ),
    (
        VEHICLES,
        (
            "id,kind,count,seats,stretcher_places,wheelchair_places,lon,lat,available,range_km,crew_h,cargo_t\n"
            "V1,bus,4,50,,,,,,600,13,2\n"
            "V2,ambulance,2,,,,,,,,,\n"
            "V3,wheelchair van,1,,,,,,,,,\n"
        ),
    ),
    (FAMILIES, "id,group,able,seated,stretcher,wheelchair,count\nF1,G1,3,1,0,0,10\nF2,G1,2,0,1,0,2\nF3,G1,1,0,0,1,1\n"),
    (ARRIVALS, "group,time,people\nG2,2030-05-04 11:00,40\n"),
    (
        CHECKPOINTS,
        "id,name,lon,lat,search_s,lanes,party,opens,closes\nK1,Cedar Bridge post,10.25,55.03,60,2,Party B,08:00,19:00\n",
    ),
    (AID, "group,tonnes\nG1,4\n"),
    (WINDOWS, "id,from,to,scope,exit\nW1,2030-05-04 08:00,2030-05-04 20:00,all,\n"),
    (
        INCIDENTS,
        (
            "id,date,lon,lat,severity,precision_m,kind,source,place\n"
            "I1,2030-05-01,10.18,55.00,2,1000,shelling,EXAMPLE,south of Cedar Bridge\n"
        ),
    ),
    (
        CHANGES,
        (
            "# While the movement runs, take the # away from rows such as these:\n"
            "# D1,2030-05-04 11:30,vehicle out,V1-02,,,\n"
            "# D2,2030-05-04 12:00,people,G2,200,,\n"
            "# D3,2030-05-04 13:00,road closed,,50,10.20,55.02\n"
            "# D4,2030-05-04 13:00,window end,W1,2030-05-04 19:00,,\n"
            "id,at,kind,what,value,lon,lat\n"
        ),
    ),
    (GAZETTEER, "name,lon,lat,kind,name_de\nAlder,10.00,55.00,town,Erle\nElm,10.35,55.05,village,Ulme\n"),
)

ROADS = """from,to,name,ref,class,length_km,speed_kmh,capacity_vph,lanes,surface,oneway,bridge,via
Alder,Birch,Hill road,R1,primary,7.6,,,,asphalt,,,
Birch,Cedar Bridge,Hill road,R1,primary,6.9,,,,asphalt,,,
Alder,Cedar Bridge,Valley road,R2,secondary,14.0,50,,,gravel,,,10.10 55.00
Cedar Bridge,Elm,Border road,R3,primary,10.6,,,,asphalt,,yes,
"""

PLACES = """name,lon,lat,kind,name_de
Alder,10.00,55.00,town,Erle
Birch,10.10,55.03,village,Birke
Cedar Bridge,10.20,55.02,village,Zedernbrücke
Elm,10.35,55.05,village,Ulme
"""


def template_files() -> dict[str, str]:
    """Return every file of a new scenario folder by its name."""
    tables = {f"{spec.stem}.csv": comments(spec) + rows for spec, rows in ROWS}
    return {
        "README.txt": README,
        "scenario.toml": HEAD + _settings(),
        **tables,
        "closures.geojson": _closures(),
        "terms/example-17.toml": TERM,
        "forms/text.csv": write_form_csv().decode("utf-8"),
        "roads.csv": ROADS,
        "places.csv": PLACES,
    }


def comments(spec: TableSpec) -> str:
    """Return comment lines that explain the columns of a table."""
    lines = [f"# {spec.stem}: INVENTED EXAMPLE, replace every row. Columns:"]
    for column in spec.columns:
        needed = "; needed" if column.required else ""
        lines.append(f"#   {column.name} ({column.unit}{needed}): {column.meaning}")
    return "\n".join(lines) + "\n"


def _settings() -> str:
    """Return every setting as a comment line with its default, unit and meaning."""
    defaults = {one.name: getattr(Settings(), one.name) for one in fields(Settings)}
    lines: list[str] = []
    # [roads] stands open at the end of the head, so its settings come first.
    for section in sorted(SETTING_SECTIONS, key=lambda name: name != "roads"):
        if section != "roads":
            lines += ["", f"[{section}]"]
        for key in SETTING_SECTIONS[section]:
            info = SETTING_TABLE[key]
            lines.append(f"# {key} = {json.dumps(defaults[key])}    # {info.unit}: {info.meaning}")
    return "\n".join(lines) + "\n"


def _closures() -> str:
    """Return the closures of the example as GeoJSON."""
    properties = {
        "id": "C1",
        "reason": "impassable",
        "from": "2030-05-04 14:00",
        "to": "",
        "reach_m": 50,
        "note": "INVENTED EXAMPLE: the ford on the valley road",
    }
    point = {"type": "Point", "coordinates": [10.10, 55.00]}
    feature = {"type": "Feature", "properties": properties, "geometry": point}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, indent=2, ensure_ascii=False) + "\n"
