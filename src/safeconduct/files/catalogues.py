"""The catalogues of translations: one file for each language in gettext's source form, read with its own rule of plurals."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from safeconduct.brief.translate import LANGUAGES, SOURCE, Catalogue, Language, Words, english, find_language
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = Path(__file__).parents[1] / "brief" / "locale"
TEMPLATE = FOLDER / "messages.pot"
"""Every text that is there to be translated, as `docs/make_catalogues.py` found it in the source."""

REVIEWED = "Reviewed by a native speaker who knows the law:"
"""Begins the line of a catalogue's head that says "yes" or "no"."""


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue as its file has it."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=None if path.suffix == ".pot" else path.stem)


def is_reviewed(found: Catalog) -> bool:
    """Tell whether the head of a catalogue says that a native speaker who knows the law has gone over it."""
    for line in found.header_comment.splitlines():
        if REVIEWED in line:
            return line.partition(REVIEWED)[2].strip().lower().startswith("yes")
    return False


def messages(found: Catalog) -> tuple[Message, ...]:
    """Return the texts of a catalogue without its head."""
    return tuple(one for one in found if one.id)


def lacking(found: Catalog, wanted: Iterable[Message]) -> tuple[str, ...]:
    """Return the English of each wanted text that the catalogue lacks, has empty or only as a guess."""
    return tuple(singular(one) for one in wanted if not _has(found, one))


def singular(message: Message) -> str:
    """Return the English of a text, the singular where it has two forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _has(found: Catalog, wanted: Message) -> bool:
    message = found.get(wanted.id if isinstance(wanted.id, str) else wanted.id[0])
    if message is None or message.fuzzy or message.pluralizable != wanted.pluralizable:
        return False
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(forms) and (not message.pluralizable or len(forms) == found.num_plurals)


@cache
def find_words(code: str, *, complete: bool = True) -> Words | Notice:
    """Return the words of a language, or the notice why there are none.

    complete: whether a catalogue that lacks a text is refused; else what it lacks comes out in English (for work on catalogues).
    """
    language = find_language(code)
    if language is None:
        known = ", ".join(one.code for one in LANGUAGES)
        return notice("brief-language-unknown", lang=code, known=known)
    if code == SOURCE:
        return english()
    path = FOLDER / f"{code}.po"
    if not path.is_file():
        return notice("brief-language-lacks", Where(path.name), language=language.name, count="all", first="all of them")
    found = read_catalogue(path)
    lacks = lacking(found, messages(read_catalogue(TEMPLATE))) if complete else ()
    if lacks:
        return notice("brief-language-lacks", Where(path.name), language=language.name, count=len(lacks), first=lacks[0])
    return Words(language, _catalogue(found, language))


def load_words(codes: Iterable[str], *, complete: bool = True) -> tuple[Words, ...]:
    """Return the words of each language in the order given, each once.

    Raises BadInputError with a notice for each language that is not known or whose catalogue lacks a text.
    """
    found = tuple(find_words(code, complete=complete) for code in dict.fromkeys(codes))
    refused = tuple(one for one in found if isinstance(one, Notice))
    if refused:
        raise BadInputError(refused)
    return tuple(one for one in found if isinstance(one, Words))


def _catalogue(found: Catalog, language: Language) -> Catalogue:
    """Return the translations that are there, guesses left out."""
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in messages(found):
        if message.fuzzy:
            continue
        if isinstance(message.string, list | tuple):
            if all(message.string) and len(message.string) == found.num_plurals:
                plurals[singular(message)] = tuple(message.string)
        elif message.string:
            texts[singular(message)] = message.string
    assert language.code != SOURCE
    # The rule as gettext itself reads it from the head of the file.
    form = gettext.c2py(found.plural_expr)
    return Catalogue(texts, plurals, form, reviewed=is_reviewed(found))
