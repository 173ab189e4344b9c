"""Read what is printed at the foot of every page of a paper: number, version and hash."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import struct
import unicodedata
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from safeconduct.brief.texts import ORDER_SIGNS
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Where, notice

if TYPE_CHECKING:
    from pypdf import PdfReader

FOOT = re.compile(
    r"\u2116\s*(?P<number>[^\n]{1,200}?)\s*\u00b7\s*v(?P<version>\d+\.\d+)\s*\u00b7\s*#\s*(?P<hash>[0-9a-f]{4}(?:\s[0-9a-f]{4}){3})\b"
)
"""The foot of a page as `brief.party_make.footer_text` writes it."""

_PAGE = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
"""The page and how many there are, at the end of the foot."""

_VERSION = re.compile(r"(?:^|[\s,;])(?:v|version)?\s*(\d+\.\d+)(?=$|[\s,;])", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+")
HASH_DIGITS = 16
MOST_PAGES = 2000
MOST_FOOT = 400
"""Letters at the end of a page among which its foot is looked for."""

LOOKS_LIKE = str.maketrans("oilsz" + "\u043e\u0430\u0441\u0435\u0432\u0456", "01152" + "0aceb1")
"""Letters that are typed or read for a digit of the hash: O for 0, l for 1, the Cyrillic letters that look like a, c, e, b."""

MOST_SHOWN = 120
"""Letters of what was typed in that a notice repeats."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one page says it is.

    page: in the file, from 1, 0 for what was typed in. hash: 16 digits without spaces, "" when none was found. printed, of: the
    number printed on it and how many pages there are (0: not found). words: sha256 of its letters without spaces, "" when the
    page holds no text.
    """

    page: int
    number: str = ""
    version: str = ""
    hash: str = ""
    printed: int = 0
    of: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class PaperRead:
    """A paper: the mark of each page, and the bytes of its file (empty when it was typed in)."""

    marks: tuple[Mark, ...]
    data: bytes = b""


def read_paper(path: Path, known: Collection[str] = (), progress: Progress | None = None) -> PaperRead:
    """Return the mark of every page of a PDF.

    known: hashes that are also found where a foot was read from a picture, not quite letter by letter. Raises BadInputError for
    anything that is no PDF, is empty, cut off or needs a password.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error
    if not data:
        raise _unreadable(path, "the file is empty")
    if b"%PDF-" not in data[:1024]:
        raise _unreadable(path, "it does not begin as a PDF does")
    return PaperRead(tuple(_marks(path, data, known, progress)), data)


def _marks(path: Path, data: bytes, known: Collection[str], progress: Progress | None) -> list[Mark]:
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
        return list(_read_pages(reader, known, progress))
    except (PyPdfError, OSError, NotImplementedError, ImportError, zlib.error, struct.error, *stumbles) as error:
        if b"%%EOF" not in data[-1024:]:
            raise _unreadable(path, "it is cut off: its end is missing") from error
        raise _unreadable(path, " ".join(str(error).split())[:120] or type(error).__name__) from error


def _read_pages(reader: PdfReader, known: Collection[str], progress: Progress | None) -> Iterator[Mark]:
    """Yield the mark of each page; pages that are drawn alike (copies of one paper in one file) are read once."""
    read: dict[bytes, Mark] = {}
    for number, page in enumerate(reader.pages, 1):
        if progress is not None:
            progress("reading pages", number / len(reader.pages))
        drawn = page.get_contents()
        key = hashlib.sha256(drawn.get_data() if drawn is not None else b"").digest()
        if key not in read:
            read[key] = _mark(number, page.extract_text(), known)
        yield replace(read[key], page=number)


def _unreadable(path: Path, reason: str) -> BadInputError:
    return BadInputError((notice("paper-unreadable", Where(path.name), reason=reason),))


def _mark(page: int, text: str, known: Collection[str]) -> Mark:
    plain = ORDER_SIGNS.sub("", text)
    letters = "".join(plain.split())
    words = hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest() if letters else ""
    found = list(FOOT.finditer(plain))
    last = found[-1] if found else None
    pages = _PAGE.findall(plain[last.end() if last is not None else -MOST_FOOT :])
    printed, of = map(int, pages[-1]) if pages else (0, 0)
    if last is None:
        digits = next((one for one, _, _ in _hashes_in(plain[-MOST_FOOT:]) if one in known), "")
        return Mark(page, hash=digits, printed=printed if digits else 0, of=of if digits else 0, words=words)
    return Mark(page, " ".join(last["number"].split()), last["version"], "".join(last["hash"].split()), printed, of, words)


def read_printed(text: str, known: Collection[str] = ()) -> PaperRead:
    """Return the mark that somebody typed in from a page: anything that holds the 16 digits of the hash, in any order.

    Spaces and signs between digits, capitals, digits of other scripts and letters that look like a digit do not matter. known:
    hashes of which one is taken where several could be read. Raises BadInputError when no hash is in it.
    """
    plain = " ".join(ORDER_SIGNS.sub("", text).split())
    hashes = _hashes_in(plain)
    if not hashes:
        raise BadInputError((notice("paper-printed", found=text[:MOST_SHOWN]),))
    digits, start, end = next((one for one in hashes if one[0] in known), hashes[0])
    before, after = plain[:start], _PAGE.sub(" ", plain[end:])
    for sign in "\u2116\u00b7#":
        before, after = before.replace(sign, " "), after.replace(sign, " ")
    versions = [*_VERSION.finditer(before)] or [*_VERSION.finditer(after)]
    version = versions[-1][1] if versions else ""
    numbers = [" ".join(_VERSION.sub(" ", part).split()) for part in (before, after)]
    return PaperRead((Mark(0, numbers[0] or numbers[1], version, digits),))


def _hashes_in(text: str) -> list[tuple[str, int, int]]:
    """Return each run of pieces that make up a hash, with its place; those first in which fewest letters stand for digits."""
    pieces = [(_as_digits(one[0]), one[0], one.start(), one.end()) for one in _PIECE.finditer(text)]
    found: list[tuple[int, str, int, int]] = []
    for first in range(len(pieces)):
        digits, changed = "", 0
        for as_digits, piece, _, end in pieces[first:]:
            if not as_digits:
                break
            digits += as_digits
            changed += as_digits != piece.lower()
            if len(digits) == HASH_DIGITS:
                found.append((changed, digits, pieces[first][2], end))
            if len(digits) >= HASH_DIGITS:
                break
    return [(digits, start, end) for _, digits, start, end in sorted(found, key=lambda one: one[0])]


def _as_digits(piece: str) -> str:
    """Return a piece of text as hexadecimal digits, "" when it is none."""
    plain = unicodedata.normalize("NFKC", piece).lower()
    digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in plain).translate(LOOKS_LIKE)
    return digits if re.fullmatch("[0-9a-f]+", digits) else ""
