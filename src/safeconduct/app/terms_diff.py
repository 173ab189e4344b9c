"""Use case: the differences between texts of the parties, with their ways on the roads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from safeconduct.agreement.diff import diff_texts, pairs_in_force
from safeconduct.agreement.diff_items import Diff
from safeconduct.agreement.place_match import PlaceMatcher
from safeconduct.app.places import cache_folder
from safeconduct.app.texts import inspect_texts
from safeconduct.files.folder import Folder
from safeconduct.files.gazetteer import read_gazetteer
from safeconduct.files.noted import Noted
from safeconduct.files.roads import read_roads
from safeconduct.files.scenario import find_road_file
from safeconduct.files.scenario import read_scenario as read_scenario_folder
from safeconduct.files.scenario_toml import FILE as SCENARIO_FILE
from safeconduct.files.terms import FOLDER as TERMS_FOLDER
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Notice
from safeconduct.model.place import Place
from safeconduct.model.scenario import RoadSource
from safeconduct.model.terms import TermsText, in_force
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.text_routes import RouteDiff, diff_routes

Progress = Callable[[str, float], None]

RULE_TWO_TEXTS = "two texts are needed for a comparison"


@dataclass(frozen=True, slots=True)
class ComparedTexts:
    """Two texts compared: by meaning, and their ways on the roads (none without roads or without way-points)."""

    diff: Diff
    routes: tuple[RouteDiff, ...]


def compare_texts(
    first: Path,
    second: Path | None,
    *,
    roads: Path | None = None,
    scenario: Path | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[ComparedTexts, ...], tuple[Notice, ...]]:
    """Return the differences between texts, and the warnings about them.

    Of two files the texts in them; of two folders those of the same party, or every one with every other where no party stands in
    both; of one folder every two texts in force of different parties. roads: a road file; scenario: a folder whose gazetteer and
    roads are used. A folder that is compared, or in which a file that is compared lies, gives its own gazetteer, and its roads
    where no others are named.

    Raises BadInputError with every notice when a text or the roads cannot be read, RefusedError when there are no two texts.
    """
    tell = progress or _silent
    tell("reading texts", 0.05)
    texts, others, notices = _read(first, second)
    folders = [one for one in (scenario, _folder_of(first), _folder_of(second)) if one is not None]
    places = tuple(place for one in folders for place in _gazetteer(one))
    pairs = _pairs(texts, others) if second is not None else pairs_in_force(texts)
    if not pairs:
        raise RefusedError(RULE_TWO_TEXTS, f"{first} holds no two texts of different parties in force; name two files.")
    network = None
    if roads is not None or any(_has_ways(text) for text in (*texts, *others)):
        tell("reading roads", 0.2)
        network, more = _network(roads, folders, tell)
        notices += more
    matcher = PlaceMatcher((*places, *(network.places if network else ())))
    tell("comparing", 0.9)
    return tuple(
        ComparedTexts(diff_texts(one, other, matcher), diff_routes(one, other, network, places) if network else ())
        for one, other in pairs
    ), notices


def _read(first: Path, second: Path | None) -> tuple[tuple[TermsText, ...], tuple[TermsText, ...], tuple[Notice, ...]]:
    """Return the texts of both paths (none for a second that is not named); what is wrong with either is told at once."""
    texts: list[tuple[TermsText, ...]] = []
    notices: tuple[Notice, ...] = ()
    for path in (first, second):
        if path is None:
            break
        try:
            found, more = inspect_texts(path)
        except BadInputError as bad:
            found, more = (), bad.notices
        texts.append(found)
        notices += more
    if not all(texts):
        raise BadInputError(notices)
    return texts[0], texts[1] if second is not None else (), notices


def _pairs(first: tuple[TermsText, ...], second: tuple[TermsText, ...]) -> tuple[tuple[TermsText, TermsText], ...]:
    """Return which texts of two paths are compared: those of the same party, else every one with every other."""
    every = tuple(product(in_force(first), in_force(second)))
    return tuple(pair for pair in every if pair[0].party == pair[1].party) or every


def _has_ways(text: TermsText) -> bool:
    return any(term.find_value("way_points") for term in text.terms)


def _folder_of(path: Path | None) -> Path | None:
    """Return the scenario folder that a path is, or in whose folder of terms it lies; None for a file by itself."""
    if path is None or path.is_dir():
        return path
    above = path.resolve().parent
    return above.parent if above.name.lower() == TERMS_FOLDER and (above.parent / SCENARIO_FILE).is_file() else None


def _gazetteer(folder: Path) -> tuple[Place, ...]:
    noted = Noted()
    place = Folder(folder, noted)
    return read_gazetteer(place, noted) if place.list_names() else ()


def _network(roads: Path | None, folders: list[Path], tell: Progress) -> tuple[RoadNetwork | None, tuple[Notice, ...]]:
    """Return the roads of the file named, else of the first folder that has any (None without).

    Roads that nobody named and that cannot be read do not stop a comparison of texts: they are told and left out.
    """
    if roads is not None:
        return read_roads(roads, RoadSource(roads.name), cache=cache_folder(), progress=_part(tell))
    for folder in folders:
        scenario, _ = read_scenario_folder(folder)
        found = folder / scenario.roads.file if scenario is not None else find_road_file(folder)
        if found is not None:
            source = scenario.roads if scenario is not None else RoadSource(found.name)
            try:
                return read_roads(found, source, cache=cache_folder(), progress=_part(tell))
            except BadInputError as bad:
                return None, bad.notices
    return None, ()


def _part(tell: Progress) -> Progress:
    return lambda what, share: tell(what, 0.2 + 0.7 * share)


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""
