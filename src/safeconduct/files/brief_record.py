"""brief.json: which brief was made, with the hash that is printed and of every file beside it, and which ones before."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Where, notice

RECORD = "brief.json"
FOLDER = "brief"
"""The usual name of a brief folder, beside the plan folder."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A brief by what is printed on it. files: sha256 by name."""

    number: str
    version: str
    hash: str
    files: dict[str, str]


class BriefRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What brief.json holds.

    hash: sha256 of the facts, of which the first 16 digits are printed. level: how far it may be given. languages: of each
    edition. plan: sha256 of the plan.json that it was made from. files: sha256 by name. also: sha256 of files of this same brief
    that stood here before, such as those made before the corridor opened. earlier: briefs that stood here before, the newest
    first.
    """

    number: str
    version: str
    hash: str
    level: str
    program: str
    plan: str
    plan_input: str
    languages: list[list[str]]
    files: dict[str, str]
    also: list[str] = []
    earlier: list[Edition] = []

    @property
    def edition(self) -> Edition:
        """Return what stays on record of it once another takes its place."""
        return Edition(number=self.number, version=self.version, hash=self.hash, files=self.files)


def sha256_of(data: bytes) -> str:
    """Return the sha256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def encode_record(record: BriefRecord) -> bytes:
    """Return the record as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def read_record(folder: Path) -> BriefRecord | None:
    """Return the record in a folder, None when there is none. Raises BadInputError for one that cannot be read."""
    path = folder / RECORD
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInputError((notice("brief-record-broken", Where(RECORD), reason=reason),)) from error
    try:
        return msgspec.json.decode(data, type=BriefRecord)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInputError((notice("brief-record-broken", Where(RECORD), reason=str(error)),)) from error


def find_record(folder: Path) -> tuple[Path, BriefRecord]:
    """Return the brief folder and its record, given the brief folder or the plan folder beside it.

    Raises BadInputError when there is no record in either.
    """
    for place in (folder, folder.parent / FOLDER):
        found = read_record(place)
        if found is not None:
            return place, found
    raise BadInputError((notice("brief-record-missing", Where(folder.name), folder=str(folder)),))
