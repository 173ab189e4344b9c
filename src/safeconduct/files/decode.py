"""Bytes of a text file to text, whatever program saved it."""

from __future__ import annotations

import codecs
import re

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ODD_SHARE = 0.001
_HIGH_RUN = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")


class NotTextError(ValueError):
    """The bytes are no text in any encoding that is read."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and what is to be said about its encoding ("" for clean UTF-8).

    Tried in this order: UTF-8 with or without mark, UTF-16 (by its mark or by its zero bytes), UTF-8 with a few odd bytes (shown
    as replacement characters), Windows-1251 where most high bytes stand in words, else Windows-1252. Raises NotTextError for
    bytes that hold control characters no table holds.
    """
    text, said = _decode(data)
    if _is_junk(text):
        raise NotTextError
    return text, said


def _decode(data: bytes) -> tuple[str, str]:
    try:
        if data.startswith(_UTF16_MARKS):
            return data.decode("utf-16"), "UTF-16"
        if b"\0" in data[:400]:
            return data.decode(_guess_utf16(data)), "UTF-16"
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as problem:
        if problem.encoding.startswith("utf-16"):
            raise NotTextError from problem
    text = data.decode("utf-8-sig", errors="replace")
    odd = text.count("\ufffd")
    good = sum(letter > "\x7f" for letter in text) - odd
    if odd <= max(1, _ODD_SHARE * len(text)) and good > odd:
        return text, f"UTF-8 with {odd} odd byte(s)"
    if _in_words(data):
        return data.decode("cp1251", errors="replace"), "Windows-1251 (Cyrillic)"
    return data.decode("cp1252", errors="replace"), "Windows-1252 (Western)"


def _guess_utf16(data: bytes) -> str:
    """Return the UTF-16 order whose high bytes hold the zeros of plain letters; raises NotTextError when neither does."""
    even, odd = data[:400:2].count(0), data[1:400:2].count(0)
    if max(even, odd) < 20 * min(even, odd) or len(data) % 2:
        raise NotTextError
    return "utf-16-be" if even > odd else "utf-16-le"


def _in_words(data: bytes) -> bool:
    """Tell whether most high bytes stand in runs of three and more, as Cyrillic letters do and accents do not."""
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return 2 * sum(len(run) for run in _HIGH_RUN.findall(data)) > high


def _is_junk(text: str) -> bool:
    """Tell whether the text holds more than a stray control character."""
    odd = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13, 26))
    return odd > max(2, len(text) // 2000)
