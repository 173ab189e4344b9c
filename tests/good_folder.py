"""A small scenario folder without a fault, and the same with files replaced."""

from __future__ import annotations

from pathlib import Path

from safeconduct.files.scenario import read_scenario
from safeconduct.model.notice import Notice
from safeconduct.model.scenario import Scenario

TOML = """name = "Test"
zone = "Europe/Kyiv"
zones = ["Europe/Kyiv", "Europe/Moscow"]
start = "2014-08-29 08:00"
end = "2014-08-29 20:00"
as_of = 2014-08-28
"""
TERM = """id = "T1"
text = "Leave unimpeded."
[[answers]]
party = "A"
state = "accepted"
paper = "letter 1"
[[answers]]
party = "B"
state = "proposed"
"""
FILES: dict[str, str | bytes] = {
    "scenario.toml": TOML,
    "groups.csv": "id,name,lon,lat,able,seated,stretcher,own_cars\nG1,Alpha,38.0,47.5,200,10,2,5\nG2,Beta,38.1,47.6,100,0,0,0\n",
    "exits.csv": "id,name,lon,lat,screening_per_h\nX1,Gamma,38.3,47.7,500\n",
    "vehicles.csv": "id,kind,count\nV1,bus,3\nV2,ambulance,2\n",
    "families.csv": "id,group,able,seated,stretcher,count\nF1,G1,3,1,0,2\n",
    "windows.csv": "id,from,to\nW1,09:00,18:00\n",
    "incidents.csv": "date,lon,lat,severity\n2014-08-27,38.1,47.5,3\n",
    "terms/t1.toml": TERM,
    "roads.csv": "from,to\nAlpha,Gamma\n",
}


def write(folder: Path, **replaced: str | bytes | None) -> Path:
    """Write the folder; a keyword `groups_csv` replaces groups.csv, None leaves the file out."""
    files = dict(FILES)
    for key, content in replaced.items():
        stem, ending = key.rsplit("_", 1)
        name = f"{stem}.{ending}".replace("terms_", "terms/")
        files.pop(name, None)
        if content is not None:
            files[name] = content
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, **replaced: str | bytes | None) -> tuple[Scenario | None, tuple[Notice, ...]]:
    """Write the folder and read it."""
    return read_scenario(write(folder, **replaced))


def good(folder: Path, **replaced: str | bytes | None) -> Scenario:
    """Write the folder and return its scenario, which must be free of errors."""
    scenario, notices = read(folder, **replaced)
    assert scenario is not None, [str(one) for one in notices]
    return scenario


def codes(folder: Path, **replaced: str | bytes | None) -> list[str]:
    """Write the folder and return the codes of everything noticed."""
    return [one.code for one in read(folder, **replaced)[1]]
