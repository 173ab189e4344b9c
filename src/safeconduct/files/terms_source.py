"""What a file of terms holds before it is understood: a header and clauses, each value with where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.scenario_toml import Toml, read_toml
from safeconduct.model.notice import Where

HEADER = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """The header or one clause: raw values by key. places: where single values stand, when that is not `where`."""

    values: dict[str, object]
    where: Where
    places: dict[str, Where] = field(default_factory=dict)

    def at(self, key: str) -> Where:
        """Return where the value of that key stands."""
        return self.places.get(key) or replace(self.where, column=key)


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its header (None: it has none) and its clauses in the order in which they stand."""

    file: str
    header: Entry | None
    clauses: tuple[Entry, ...]


def read_toml_source(folder: Folder, name: str, noted: Noted) -> Source | None:
    """Return what a TOML file holds: a header `[text]`, and one term or several as `[[terms]]`; None, noted, if it is damaged."""
    content = read_toml(folder, name, name, noted)
    if content is None:
        return None
    found = content.get(HEADER)
    header = None
    if isinstance(found, dict):
        header = Entry(dict(found), Where(name, feature=f"[{HEADER}]"))
    clauses = tuple(
        Entry(one, Where(name, feature=f"term {number}"))
        for number, one in enumerate(_entries(content, name, has_header=header is not None, noted=noted), 1)
    )
    return Source(name, header, clauses)


def _entries(content: Toml, name: str, *, has_header: bool, noted: Noted) -> list[Toml]:
    """Return the terms of one file as TOML tables."""
    if not content:
        return []
    if "terms" not in content and not has_header:
        return [content]
    found = content.get("terms", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        noted.add("toml-type", Where(name, column="terms"), found=found, wanted="a list of [[terms]]")
        return []
    for key in content:
        if key not in {"terms", HEADER}:
            noted.add("toml-key-unknown", Where(name, column=key), hint="Write [text] above what describes the text.")
    if HEADER in content and not has_header:
        noted.add("toml-type", Where(name, column=HEADER), found=content[HEADER], wanted="a table [text]")
    return found
