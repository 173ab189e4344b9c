"""The texts of a scenario folder alone, whatever else the folder holds or lacks."""

from __future__ import annotations

from pathlib import Path

from safeconduct.files.folder import Folder
from safeconduct.files.gazetteer import read_gazetteer
from safeconduct.files.noted import Noted
from safeconduct.files.scenario import known_places
from safeconduct.files.scenario_checkpoints import read_checkpoints
from safeconduct.files.scenario_people import read_exits, read_groups
from safeconduct.files.scenario_toml import FILE, read_head
from safeconduct.files.terms import FOLDER, read_text_file, read_texts
from safeconduct.files.times import Clock
from safeconduct.model.notice import Notice
from safeconduct.model.place import Place
from safeconduct.model.terms import TermsText


def read_folder_texts(path: Path) -> tuple[tuple[TermsText, ...], tuple[Notice, ...]]:
    """Return every version of every text in a scenario folder (or its folder `terms`) with the notices about them.

    The zone, day and places of the scenario are used as far as they can be read; what is wrong with the other tables is told by
    `check`, not here: the texts arrive before the vehicles are known.
    """
    noted = Noted()
    path = Path(path)
    if path.name.lower() == FOLDER and (path.parent / FILE).is_file():
        path = path.parent
    folder = Folder(path, noted)
    if not folder.list_names():
        return (), noted.all()
    clock, places = _around(path)
    texts = read_texts(folder, clock, places, noted)
    return texts, noted.all()


def read_lone_text(path: Path) -> tuple[TermsText | None, tuple[Notice, ...]]:
    """Return the text in a file; one in the folder `terms` of a scenario is read with its zone, day and places."""
    path = Path(path)
    inside = path.parent.name.lower() == FOLDER and (path.parent.parent / FILE).is_file()
    return read_text_file(path, *_around(path.parent.parent)) if inside else read_text_file(path)


def _around(path: Path) -> tuple[Clock, tuple[Place, ...]]:
    """Return what the scenario says around its texts, with nothing said about its faults."""
    unheard = Noted()
    folder = Folder(path, unheard)
    folder.list_names()
    head = read_head(folder, unheard)
    gazetteer = read_gazetteer(folder, unheard)
    groups, exits = read_groups(folder, head.clock, unheard), read_exits(folder, head.clock, unheard)
    checkpoints = read_checkpoints(folder, head.clock, unheard)
    return head.clock, known_places(folder, head, gazetteer, (*groups, *exits, *checkpoints))
