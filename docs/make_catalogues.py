"""Bring the catalogues of translations up to the source; with --check only say which differ.

Run it as `python docs/make_catalogues.py [--check]`. Every text in the source goes into locale/messages.pot and into each language's
file; translations are kept, those of texts that are no longer there stand at the end of the file as gettext keeps them (#~), and nothing
is guessed. Texts are found where the source calls `text`, `phrase`, `say`, `count` or `msgid` with literals.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from safeconduct.brief.translate import LANGUAGES, SOURCE
from safeconduct.files.catalogues import FOLDER, REVIEWED, TEMPLATE, read_catalogue

BRIEF = FOLDER.parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {"text": None, "count": (1, 2), "msgid": None, "say": None, "phrase": None}
COMMENTS = ("Translators:",)
WIDTH = 130
HEAD = """\
# {name} texts of the brief for the parties and of announcements.
# {reviewed} no
# Keep {{placeholders}} as they are. Use neutral words: no word that judges a party. "Acknowledged" is not "accepted".
#"""


def template() -> Catalog:
    """Return every text of the source in the order of files and lines, without translations."""
    made = Catalog(project="safeconduct", charset="utf-8", fuzzy=False, header_comment="# Texts to be translated.")
    for path in sorted(BRIEF.glob("*.py")):
        with path.open("rb") as file:
            found = tuple(extract("python", file, KEYWORDS, COMMENTS))
        for _, message, comments, _ in found:
            said = [comment.removeprefix(COMMENTS[0]).strip() for comment in comments]
            made.add(message, locations=[(f"brief/{path.name}", 0)], auto_comments=said)
    return made


def language_file(code: str, name: str, wanted: Catalog) -> Catalog:
    """Return a language's catalogue with what it has, and empty entries for what it lacks."""
    path = FOLDER / f"{code}.po"
    if path.is_file():
        found = read_catalogue(path)
    else:
        found = Catalog(locale=code, project="safeconduct", charset="utf-8", fuzzy=False)
        found.header_comment = HEAD.format(name=name, reviewed=REVIEWED)
    found.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
    found.fuzzy = False
    return found


def file_bytes(made: Catalog) -> bytes:
    """Return a catalogue as a file, without anything that changes from day to day or from machine to machine."""
    buffer = io.BytesIO()
    write_po(buffer, made, width=WIDTH, include_lineno=False)
    moving = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Generated-By',
        b'"Report-Msgid-Bugs-To',
        b'"Last-Translator',
        b'"Language-Team',
    )
    lines = (line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(moving))
    return b"".join(lines)


def wanted_files() -> dict[Path, bytes]:
    """Return the content that each file should have."""
    wanted = template()
    files = {TEMPLATE: file_bytes(wanted)}
    for one in LANGUAGES:
        if one.code != SOURCE:
            files[FOLDER / f"{one.code}.po"] = file_bytes(language_file(one.code, one.name, wanted))
    return files


def main(arguments: list[str]) -> int:
    """Write the files that differ, or say which do."""
    differ = {path: data for path, data in wanted_files().items() if not path.is_file() or path.read_bytes() != data}
    for path, data in differ.items():
        if "--check" not in arguments:
            path.write_bytes(data)
        sys.stdout.write(f"{'differs' if '--check' in arguments else 'written'}: {path.name}\n")
    return 1 if differ and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
