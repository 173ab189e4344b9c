"""Read the texts of the parties from the folder `terms/`, or one text from a file: TOML, or a filled form in CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from safeconduct.files.acts_csv import ACTS_FILE
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, shown
from safeconduct.files.terms_form import read_form
from safeconduct.files.terms_history import check_history
from safeconduct.files.terms_places import KnownPlaces
from safeconduct.files.terms_source import Source, read_toml_source
from safeconduct.files.terms_text import Setting, clock_frame, read_text
from safeconduct.files.times import Clock
from safeconduct.model.notice import ERROR, Notice, Where
from safeconduct.model.place import Place
from safeconduct.model.terms import TermsText, in_force

FOLDER = "terms"
ENDINGS = (".toml", ".csv", ".xlsx")


def read_texts(folder: Folder, clock: Clock, places: Iterable[Place], noted: Noted) -> tuple[TermsText, ...]:
    """Return every version of every text in the folder of terms, files in alphabetical order.

    Files without a header together are the common text and stand first. What cannot be read is an error: a term is never dropped
    in silence, since that could turn "no go" into "go". Warnings are of the texts in force.
    """
    setting = Setting(clock_frame(clock), KnownPlaces(places))
    sources = [one for name in _files(folder, noted) if (one := _source(folder, name, noted)) is not None]
    heard = [(read_text(one, setting, own), own) for one in sources if one.header is not None for own in [Noted()]]
    plain = _common([one for one in sources if one.header is None and one.clauses], setting, noted)
    found = (*([plain] if plain else []), *(text for text, _ in heard))
    _tell(heard, in_force(found), noted)
    if not any(one.terms for one in found):
        noted.add("terms-none", Where(f"{FOLDER}/"))
    check_history(found, noted)
    return found


def _tell(heard: Iterable[tuple[TermsText, Noted]], held: tuple[TermsText, ...], noted: Noted) -> None:
    """Note what was noticed about each text; of those that hold no more the errors only: nobody is to mend an old version."""
    for text, own in heard:
        holds = any(text is one for one in held)
        for one in own.all():
            if holds or one.severity == ERROR:
                noted.take(one)


def read_text_file(
    path: Path, clock: Clock | None = None, places: Iterable[Place] = ()
) -> tuple[TermsText | None, tuple[Notice, ...]]:
    """Return the text in one file that need not lie in a scenario folder, with every notice; None when any is an error.

    clock: the zone and day of hours that state none, where there is a scenario. places: where places are.
    """
    noted = Noted()
    path = Path(path)
    if not path.name.lower().endswith(ENDINGS):
        noted.add("text-format", Where(shown(path.name)))
        return None, noted.all()
    folder = Folder(path.parent, noted)
    source = _source(folder, path.name, noted)
    if source is None:
        return None, noted.all()
    text = read_text(source, Setting(clock_frame(clock or Clock()), KnownPlaces(places)), noted)
    if not text.terms and source.header is None:
        noted.add("text-no-clauses", Where(path.name))
    return (None if noted.errors else text), noted.all()


def _source(folder: Folder, name: str, noted: Noted) -> Source | None:
    return read_toml_source(folder, name, noted) if name.lower().endswith(".toml") else read_form(folder, name, noted)


def _common(sources: list[Source], setting: Setting, noted: Noted) -> TermsText | None:
    """Return the common text that the files without header are together, None when there are none."""
    if not sources:
        return None
    clauses = tuple(one for source in sources for one in source.clauses)
    return read_text(Source(sources[0].file, None, clauses), setting, noted)


def _files(folder: Folder, noted: Noted) -> list[str]:
    """Return the names of the texts in the folder of terms, relative to the scenario folder."""
    name = folder.find(FOLDER)
    if name is None:
        return []
    try:
        found = sorted(one.name for one in (folder.path / name).iterdir())
    except OSError as problem:
        noted.add("file-unreadable", Where(f"{name}/"), reason=problem.strerror or "not a folder")
        return []
    files = [one for one in found if not one.startswith((".", "~")) and one.lower() != ACTS_FILE]
    for one in files:
        if not one.isprintable():
            noted.add("file-unreadable", Where(f"{name}/"), reason=f"the name of a file in it cannot be read: {shown(one)}")
    files = [one for one in files if one.isprintable()]
    for one in files:
        if not one.lower().endswith(ENDINGS):
            noted.add("file-unknown", Where(f"{name}/{one}"), hint=f"Texts are read from {', '.join(ENDINGS)} files.")
    return [f"{name}/{one}" for one in files if one.lower().endswith(ENDINGS)]
