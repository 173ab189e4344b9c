"""Read the texts at a path: of one file, or of a scenario folder with the acts recorded there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from safeconduct.agreement.go import decide
from safeconduct.agreement.lifecycle import Act, state_after, state_text
from safeconduct.files.acts_csv import read_acts
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.scenario_toml import FILE, read_head
from safeconduct.files.terms import FOLDER, read_text_file
from safeconduct.files.terms_folder import read_folder_texts
from safeconduct.files.times import Clock, read_time
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, errors_of, notice
from safeconduct.model.terms import Moment, Term, TermsText, in_force


@dataclass(frozen=True, slots=True)
class TermsCase:
    """The texts at a path. folder: the scenario folder (None: a single file). texts: every version. acts: those recorded."""

    folder: Path | None
    texts: tuple[TermsText, ...]
    acts: tuple[Act, ...]
    notices: tuple[Notice, ...]
    clock: Clock

    @property
    def held(self) -> tuple[TermsText, ...]:
        """The texts in force."""
        return in_force(self.texts)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The clauses in force."""
        return tuple(term for text in self.held for term in text.terms)

    @property
    def state(self) -> str:
        """The present state by the recorded acts."""
        return state_after(self.acts)

    @property
    def state_text(self) -> str:
        """The present state in words: by the recorded acts, or as the terms on file stand where there are none."""
        return state_text(self.acts, decide(self.texts, self.terms), self.terms)

    @property
    def zone(self) -> str:
        """The zone in which moments of the record are told."""
        return str(self.clock.zone.key) if isinstance(self.clock.zone, ZoneInfo) else "UTC"

    @property
    def terms_folder(self) -> Path:
        """The folder of the texts; raises ValueError for a single file."""
        if self.folder is None:
            raise ValueError("a single text has no folder")
        found = [one for one in self.folder.iterdir() if one.is_dir() and one.name.lower() == FOLDER]
        return found[0] if found else self.folder / FOLDER


def read_terms_case(path: Path) -> TermsCase:
    """Return the texts at a path with every notice; raises BadInputError when one of them is an error."""
    path = Path(path)
    folder = scenario_folder(path)
    if path.is_file():
        clock = clock_of(folder) if folder else Clock()
        text, notices = read_text_file(path, clock)
        case = TermsCase(None, (text,) if text is not None else (), (), notices, clock)
    else:
        folder = folder or path
        texts, notices = read_folder_texts(folder)
        clock = clock_of(folder)
        case = TermsCase(folder, texts, (), notices, clock)
        if case.folder is not None and case.folder.is_dir():
            acts, more = read_acts(case.terms_folder, clock)
            case = TermsCase(folder, texts, acts, (*notices, *more), clock)
    if errors_of(case.notices):
        raise BadInputError(case.notices)
    return case


def scenario_folder(path: Path) -> Path | None:
    """Return the scenario folder that a path is, or lies in, or None."""
    near = (path, path.parent, path.parent.parent)
    return next((one for one in near if (one / FILE).is_file()), None)


def clock_of(folder: Path) -> Clock:
    """Return the zone and day of a scenario, as far as its file says."""
    unheard = Noted()
    place = Folder(folder, unheard)
    if not place.list_names():
        return Clock()
    return read_head(place, unheard).clock


def moment_of(text: str, case: TermsCase) -> Moment:
    """Return the moment that a call states, with the zone in which it is told; BadInputError for anything else."""
    found = read_time(text, case.clock)
    if found.moment is None or found.code:
        raise BadInputError((notice("option-moment", found=text[:40]),))
    return Moment(found.moment, case.zone)
