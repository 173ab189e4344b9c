"""Search every byte of a file for planted words: in streams of PDF, parts of workbooks, escapes of JSON and XML, metadata.

A word counts as found in whatever way it may be written: letters with spaces, hyphens or marks between them, in UTF-8 or UTF-16,
as letters of JSON or XML, inside compressed streams and archives, drawn as text of a page.
"""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from pdfminer.high_level import extract_text
from pypdf import PdfReader
from pypdf.generic import StreamObject

JSON_LETTER = re.compile(r"\\u([0-9a-fA-F]{4})")
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PDF_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


def squeezed(text: str) -> str:
    """Return the letters and digits of a text alone, small, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def texts_of(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for everything that a file could be read as."""
    yield f"{name}, name", name
    text = data.decode("utf-8", errors="replace")
    yield f"{name}, bytes", text
    yield f"{name}, JSON letters", JSON_LETTER.sub(lambda found: chr(int(found[1], 16)), text)
    yield f"{name}, XML letters", html.unescape(text)
    for order in ("utf-16-le", "utf-16-be"):
        for shift in (0, 1):
            yield f"{name}, {order}", data[shift:].decode(order, errors="replace")
    if depth < 3 and data[:4] == b"PK\x03\x04" and is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            yield f"{name}, comment", archive.comment.decode("utf-8", errors="replace")
            for part in archive.infolist():
                yield f"{name}, {part.filename}, comment", part.comment.decode("utf-8", errors="replace")
                yield from texts_of(f"{name}, {part.filename}", archive.read(part), depth + 1)
    if data[:5] == b"%PDF-":
        yield from pdf_texts(name, data)


def pdf_texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of a PDF: pages as two readers draw them, every stream unpacked, metadata, strings in hexadecimal."""
    reader = PdfReader(BytesIO(data))
    yield f"{name}, metadata", " ".join(f"{key} {value}" for key, value in (reader.metadata or {}).items())
    for number, page in enumerate(reader.pages, 1):
        yield f"{name}, page {number}", page.extract_text()
    yield f"{name}, pages", extract_text(BytesIO(data))
    streams = [data, *(unpacked(raw) for raw in PDF_STREAM.findall(data))]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        made = reader.get_object(number)
        if isinstance(made, StreamObject):
            streams.append(made.get_data())
    for stream in streams:
        yield f"{name}, stream", stream.decode("utf-8", errors="replace")
        for found in PDF_HEX.findall(stream):
            digits = b"".join(found.split())
            yield f"{name}, hexadecimal", bytes.fromhex(digits[: len(digits) // 2 * 2].decode()).decode("utf-16-be", "replace")


def unpacked(raw: bytes) -> bytes:
    """Return a stream unpacked where it is packed, else as it is."""
    try:
        return zlib.decompressobj().decompress(raw)
    except zlib.error:
        return raw


def found_in(name: str, data: bytes, words: Iterable[str]) -> dict[str, str]:
    """Return those of the words that the file holds in any form, each with where."""
    wanted = {word: squeezed(word) for word in words}
    found: dict[str, str] = {}
    for where, text in texts_of(name, data):
        plain = squeezed(text)
        for word, letters in wanted.items():
            if word not in found and letters in plain:
                found[word] = where
    return found
