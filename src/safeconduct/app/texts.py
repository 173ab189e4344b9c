"""Read texts of the parties from a file or a scenario folder."""

from __future__ import annotations

from pathlib import Path

from safeconduct.files.terms_folder import read_folder_texts, read_lone_text
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, errors_of
from safeconduct.model.terms import TermsText


def read_texts_of(path: str | Path) -> tuple[TermsText, ...]:
    """Return the texts at a path: one from a .toml, .csv or .xlsx file, every version of each from a scenario folder.

    Raises BadInputError with every notice when something cannot be read, or when there is no text at all.
    """
    return inspect_texts(path)[0]


def inspect_texts(path: str | Path) -> tuple[tuple[TermsText, ...], tuple[Notice, ...]]:
    """Return the texts at a path with the warnings about them; raises BadInputError as `read_texts_of` does."""
    place = Path(path)
    if place.is_dir():
        texts, notices = read_folder_texts(place)
    else:
        text, notices = read_lone_text(place)
        texts = (text,) if text is not None else ()
    if errors_of(notices) or not any(one.terms for one in texts):
        raise BadInputError(notices)
    return texts, notices
