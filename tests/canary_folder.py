"""A small scenario with planted words in every field that an officer might write freely, and where each may come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class Canary(NamedTuple):
    """A planted word. files: the only ones of the plan folder that hold it; why: what allows or forbids that."""

    word: str
    files: tuple[str, ...] = ()
    why: str = ""


PRINTED = ("brief.pdf", "map.html")
"""The brief of the plan on paper and on a screen: for the cell alone."""
TABLES = ("plan.json", "timetable.csv", "timetable-vehicles.csv", "manifest.csv", "manifest.xlsx")

NOTES = Canary("Zaphodiva", (), "remarks of tables are for the officer alone")
PHONE = Canary("+380 67 918 45 23", (), "no level holds numbers to call")
MAIL = Canary("qxzaphod@example.org", (), "no level holds addresses")
COLUMN = Canary("Nominaxia Perez", (), "columns that no table knows are not read")
COMMENT = Canary("Kommentarix", (), "comments in TOML and CSV are not read")
FILE = Canary("Listaxenia", (), "files that no table knows are not read, nor are their names told")
INCIDENT_PLACE = Canary("Ortzufall", (), "the place that a source names is not printed")
INCIDENT_KIND = Canary("Artzufall", (), "the kind of an incident is not printed")
FOLDER = Canary("Ordnerzufall", (), "where folders lie is nobody's business")
PLATE = Canary(
    "KX 7391 QZ",
    (*TABLES, *PRINTED, "gantt.svg", "sheets/drivers.pdf", "sheets/points.pdf"),
    "the id of a row of the fleet is its serial: on its own sheet, on that of the assembly point where it loads, in the cell's tables",
)
SOURCE = Canary("Quellenzufall", PRINTED, "sources of incidents are named to the cell")
CLOSURE = Canary("Sperrvermerk", PRINTED, "remarks on closures are printed for the cell")
TERM_SOURCE = Canary("Vertragsquelle", PRINTED, "the source of a term is printed for the cell")
PAPER = Canary("Papierzufall", PRINTED, "papers stand with the answers of the parties")
FAMILY = Canary(
    "Famzufall", ("plan.json", "timetable.csv", "manifest.csv", "manifest.xlsx"), "ids of family rows stand in the cell's tables"
)
CANARIES = (
    *(NOTES, PHONE, MAIL, COLUMN, COMMENT, FILE, INCIDENT_PLACE, INCIDENT_KIND, FOLDER, PLATE),
    *(SOURCE, CLOSURE, TERM_SOURCE, PAPER, FAMILY),
)

TEXT = f"{NOTES.word}, {PHONE.word}, {MAIL.word}"

TOML = f"""# {COMMENT.word} {PHONE.word}
name = "Two villages"
zone = "Europe/Kyiv"
zones = ["Europe/Kyiv", "Europe/Moscow"]
start = "2022-03-05 09:00"
end = "2022-03-05 16:00"
as_of = 2022-03-04
[roads]
file = "roads.csv"
[plan]
timetable_search = 0
clearance_time_limit_s = 2
"""
ROADS = f"""# {COMMENT.word} {MAIL.word}
from,to,name,class,length_km,note
Alta,Mitte,H1,primary,8,"{TEXT}"
Beta,Mitte,H2,secondary,15,"{TEXT}"
Mitte,Tor,H1,primary,11,"{TEXT}"
Beta,Tor,H3,tertiary,20,"{TEXT}"
"""
PLACES = f"""name,lon,lat,kind,name_uk,note,owner
Alta,37.50,47.10,town,Альта,"{TEXT}",{COLUMN.word}
Beta,37.60,47.00,village,Бета,"{TEXT}",{COLUMN.word}
Mitte,37.58,47.12,village,Мітте,"{TEXT}",{COLUMN.word}
Tor,37.70,47.12,town,Тор,"{TEXT}",{COLUMN.word}
"""
TERMS = f"""# {COMMENT.word} {PHONE.word}
[[terms]]
id = "T1"
text = "The column leaves at nine."
source = "{TERM_SOURCE.word}"
answers = [
  {{ party = "Party A", state = "accepted", paper = "{PAPER.word}" }},
  {{ party = "Party B", state = "proposed", paper = "{PAPER.word}" }},
]
[[terms]]
id = "T2"
kind = "communication"
source = "{TERM_SOURCE.word}"
contacts = [{{ function = "convoy leader", party = "Party A", channel = "telephone", number = "{PHONE.word}" }}]
answers = [{{ party = "Party A", state = "accepted", paper = "{PAPER.word}" }}]
[[terms]]
id = "T3"
kind = "release"
when = "when the silence holds"
answers = [{{ party = "Party A", state = "accepted", paper = "{PAPER.word}" }}]
"""
CLOSURES = {
    "type": "FeatureCollection",
    "name": NOTES.word,
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "C1", "reason": "mined", "note": CLOSURE.word, "contact": TEXT, "driver": COLUMN.word},
            "geometry": {"type": "Point", "coordinates": [37.65, 47.02]},
        }
    ],
}
HEAD = f"# {COMMENT.word} {PHONE.word}\n"


def write_canaries(parent: Path) -> Path:
    """Write the folder below a folder with a planted name, and return it."""
    folder = parent / FOLDER.word / "two villages"
    plate = PLATE.word
    tables = {
        "scenario.toml": TOML,
        "roads.csv": ROADS,
        "places.csv": PLACES,
        "terms/common.toml": TERMS,
        "closures.geojson": json.dumps(CLOSURES),
        "groups.csv": HEAD
        + "id,name,lon,lat,able,seated,stretcher,own_cars,note,contact,chief\n"
        + f'G1,Alta,37.50,47.10,180,10,2,8,"{TEXT}","{TEXT}",{COLUMN.word}\n'
        + f'G2,Beta,37.60,47.00,90,4,0,0,"{TEXT}","{TEXT}",{COLUMN.word}\n',
        "exits.csv": HEAD + f'id,name,lon,lat,screening_per_h,note,warden\nX1,Tor,37.70,47.12,400,"{TEXT}",{COLUMN.word}\n',
        "vehicles.csv": HEAD
        + f'id,kind,count,note,plate,driver\n{plate},bus,1,"{TEXT}","{TEXT}",{COLUMN.word}\n'
        + f'V2,bus,3,"{TEXT}",,{COLUMN.word}\nV3,ambulance,1,"{TEXT}",,{COLUMN.word}\n',
        "families.csv": HEAD + f'id,group,able,seated,count,note,surname\n{FAMILY.word},G1,3,1,4,"{TEXT}",{COLUMN.word}\n',
        "windows.csv": HEAD + f'id,from,to,note,agent\nW1,09:00,16:00,"{TEXT}",{COLUMN.word}\n',
        "checkpoints.csv": HEAD
        + f'id,name,lon,lat,search_s,lanes,party,note,officer\nK1,Mitte,37.58,47.12,20,3,Party A,"{TEXT}",{COLUMN.word}\n',
        "incidents.csv": HEAD
        + "date,lon,lat,severity,kind,source,place,note,victim\n"
        + f'2022-03-01,37.62,47.12,2,{INCIDENT_KIND.word},{SOURCE.word},{INCIDENT_PLACE.word},"{TEXT}",{COLUMN.word}\n',
        f"{FILE.word}.csv": f"name,phone\n{COLUMN.word},{PHONE.word}\n",
        f"photo of {FILE.word}.txt": TEXT,
    }
    for name, content in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder
