"""Made-up translations: every letter of the English text in another script, its {placeholders} as they are.

Nobody can read them; they fill the page as a translation would, so that layout and order can be tested before, and whatever, somebody
has translated.
"""

from __future__ import annotations

import re

from safeconduct.brief.translate import Catalogue, Words, find_language
from safeconduct.files.catalogues import TEMPLATE, messages, read_catalogue

LATIN = "abcdefghijklmnopqrstuvwxyz"
SCRIPTS = {
    "ar": "ابثدهفغحيجكلمنوبقرستعوخزيظ",
    "he": "אבצדהפגחיגקלמנועקרסתאבשזיט",
    "uk": "абцдефгхіжклмнопяртсувшзиє",
    "ru": "абцдефгхижклмнопярстувшзыэ",
    "hy": "աբցդեֆգհիժկլմնոպքրստւվշզյծ",
}


def pseudo_text(english: str, code: str) -> str:
    """Return the text in the letters of a language's script."""
    letters = dict(zip(LATIN, SCRIPTS[code], strict=True))
    parts = re.split(r"(\{\w+\})", english)
    return "".join(part if part.startswith("{") else "".join(letters.get(one.lower(), one) for one in part) for part in parts)


def pseudo_words(code: str) -> Words:
    """Return a language whose every text is made up; English as it is."""
    language = find_language(code)
    assert language is not None
    if code not in SCRIPTS:
        return Words(language)
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in messages(read_catalogue(TEMPLATE)):
        if isinstance(message.id, str):
            texts[message.id] = pseudo_text(message.id, code)
        else:
            plurals[message.id[0]] = tuple(pseudo_text(one, code) for one in message.id)
    return Words(language, Catalogue(texts, plurals, lambda number: int(number != 1)))
