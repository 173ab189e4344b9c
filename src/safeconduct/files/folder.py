"""The scenario folder: which files it has, their bytes, and the hash that says exactly what was read."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

from safeconduct.files.noted import Noted
from safeconduct.model.notice import Where

LIMIT_BYTES = 200_000_000
"""Largest table or text file that is read."""

_BLOCK = 1 << 20


class Folder:
    """A folder being read; remembers every file it gave out, so that `input_hash` covers exactly these."""

    def __init__(self, path: Path, noted: Noted) -> None:
        self.path = path
        self._noted = noted
        self._digests: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._rows: dict[str, dict[str, Where]] = {}

    def list_names(self) -> bool:
        """Look at what is there; False, with a notice, when the folder cannot be read."""
        try:
            found = sorted(one.name for one in self.path.iterdir())
        except OSError as problem:
            self._noted.add("folder-missing", Where(), folder=self.path.name, reason=problem.strerror or "no such folder")
            return False
        self._names = {name.lower(): name for name in found if not name.startswith((".", "~$"))}
        return True

    def names(self) -> tuple[str, ...]:
        """Return the names in the folder in alphabetical order; hidden files and locks of office programs are left out."""
        return tuple(self._names.values())

    def find(self, name: str) -> str | None:
        """Return the name as it is really written, case ignored, or None."""
        return self._names.get(name.lower())

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file and remember them for the hash; None, with a notice, when that cannot be done."""
        path = self.path / name
        try:
            if path.exists() and not path.is_file():
                self._noted.add("file-unreadable", Where(name), reason="it is not a file")
                return None
            size = path.stat().st_size
            if size > LIMIT_BYTES:
                self._noted.add("file-huge", Where(name), size=f"{size / 1e6:.0f} MB", limit=f"{LIMIT_BYTES / 1e6:.0f} MB")
                return None
            data = path.read_bytes()
        except OSError as problem:
            self._noted.add("file-unreadable", Where(name), reason=problem.strerror or type(problem).__name__)
            return None
        self._digests[name] = hashlib.sha256(data).hexdigest()
        if not data.strip():
            self._noted.add("file-empty", Where(name))
            return None
        return self._unpacked(name, data) if name.lower().endswith(".gz") else data

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file of any size, remembered for the hash; "" with a notice when it cannot be read."""
        state = hashlib.sha256()
        try:
            with (self.path / name).open("rb") as stream:
                while block := stream.read(_BLOCK):
                    state.update(block)
        except (OSError, ValueError) as problem:
            self._noted.add("file-unreadable", Where(name), reason=getattr(problem, "strerror", "") or "not a usable path")
            return ""
        self._digests[name] = state.hexdigest()
        return self._digests[name]

    def rows_of(self, stem: str) -> dict[str, Where]:
        """Return where each id of a table stands; whoever reads the table fills it."""
        return self._rows.setdefault(stem, {})

    def where(self, stem: str, one: str = "", column: str = "") -> Where:
        """Return where that id of a table stands (the table as a whole without one), whatever format the table has."""
        if found := self.rows_of(stem).get(one):
            return replace(found, column=column)
        first = next(iter(self.rows_of(stem).values()), None)
        return Where(first.file if first else f"{stem}.csv", column=column)

    def input_hash(self) -> str:
        """Return the SHA-256 over one line `<sha256 of the bytes>  <name>` per file given out, sorted by name."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._digests.items()))
        return hashlib.sha256(lines.encode("utf-8", errors="surrogatepass")).hexdigest()

    def _unpacked(self, name: str, data: bytes) -> bytes | None:
        """Return what a gzip file holds; None, with a notice, when it is damaged or too large."""
        pieces: list[bytes] = []
        room = LIMIT_BYTES + 1
        while data.strip(b"\0") and room:
            machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            try:
                pieces.append(machine.decompress(data, room))
            except zlib.error:
                self._noted.add("file-gzip", Where(name))
                return None
            room -= len(pieces[-1])
            if room and not machine.eof:
                self._noted.add("file-gzip", Where(name))
                return None
            data = machine.unused_data
        if not room:
            self._noted.add("file-huge", Where(name), size="more", limit=f"{LIMIT_BYTES / 1e6:.0f} MB unpacked")
            return None
        return b"".join(pieces)
