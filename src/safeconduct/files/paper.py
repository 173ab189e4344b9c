"""Read what is printed at the foot of every page of a paper: number, version and hash."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from safeconduct.brief.texts import ORDER_SIGNS
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Where, notice

FOOT = re.compile(
    r"\u2116\s*(?P<number>[^\n]{1,200}?)\s*\u00b7\s*v(?P<version>\d+\.\d+)\s*\u00b7\s*#\s*(?P<hash>[0-9a-f]{4}(?:\s[0-9a-f]{4}){3})\b"
)
"""The foot of a page as `brief.party_make.footer_text` writes it."""

_HASH = re.compile(r"(?<![0-9a-f])([0-9a-f]{4})[\s.\-]*([0-9a-f]{4})[\s.\-]*([0-9a-f]{4})[\s.\-]*([0-9a-f]{4})(?![0-9a-f])")
_VERSION = re.compile(r"(?:^|[\s,;])(?:v|version)?\s*(\d+\.\d+)(?=$|[\s,;])", re.IGNORECASE)
MOST_PAGES = 2000


@dataclass(frozen=True, slots=True)
class Mark:
    """What one page says it is. page: from 1, 0 for what was typed in. hash: 16 digits without spaces, "" when none was found."""

    page: int
    number: str = ""
    version: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class PaperRead:
    """A paper: the mark of each page, and the bytes of its file (empty when it was typed in)."""

    marks: tuple[Mark, ...]
    data: bytes = b""


def read_paper(path: Path) -> PaperRead:
    """Return the mark of every page of a PDF. Raises BadInputError for anything that is no PDF, is empty or needs a password."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error
    if not data:
        raise _unreadable(path, "the file is empty")
    return PaperRead(tuple(_marks(path, data)), data)


def _marks(path: Path, data: bytes) -> list[Mark]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # A broken or hostile PDF makes the reader stumble in any of these ways; none of them is a fault of this program.
    stumbles = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError, MemoryError)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _unreadable(path, "it needs a password")
        if len(reader.pages) > MOST_PAGES:
            raise _unreadable(path, f"it has more than {MOST_PAGES} pages")
        return [_mark(number, page.extract_text()) for number, page in enumerate(reader.pages, 1)]
    except (PyPdfError, OSError, NotImplementedError, ImportError, zlib.error, struct.error, *stumbles) as error:
        raise _unreadable(path, " ".join(str(error).split())[:120] or type(error).__name__) from error


def _unreadable(path: Path, reason: str) -> BadInputError:
    return BadInputError((notice("paper-unreadable", Where(path.name), reason=reason),))


def _mark(page: int, text: str) -> Mark:
    found = list(FOOT.finditer(ORDER_SIGNS.sub("", text)))
    if not found:
        return Mark(page)
    last = found[-1]
    return Mark(page, " ".join(last["number"].split()), last["version"], "".join(last["hash"].split()))


def read_printed(text: str) -> PaperRead:
    """Return the mark that somebody typed in from a page: anything that holds the 16 digits of the hash, in any order.

    Raises BadInputError when no hash is in it.
    """
    plain = " ".join(ORDER_SIGNS.sub("", text).split())
    hashes = _HASH.search(plain.lower())
    if hashes is None:
        raise BadInputError((notice("paper-printed", found=text),))
    rest = f"{plain[: hashes.start()]} {plain[hashes.end() :]}".replace("\u2116", " ").replace("\u00b7", " ").replace("#", " ")
    versions = list(_VERSION.finditer(rest))
    version = versions[-1][1] if versions else ""
    number = rest[: versions[-1].start()] + " " + rest[versions[-1].end() :] if versions else rest
    return PaperRead((Mark(0, " ".join(number.split()), version, "".join(hashes.groups())),))
