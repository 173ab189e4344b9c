"""Names of places without what does not tell places apart: case, apostrophes, hyphens, stress marks, words such as "village"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

VILLAGE, SETTLEMENT, TOWN = "village", "settlement", "town"

TYPE_WORDS: dict[str, tuple[str, ...]] = {
    VILLAGE: (
        *("village", "hamlet", "selo", "село", "деревня", "хутор", "аул", "с", "д", "х"),
        *("kəndi", "kənd", "köyü", "قريه", "روستاي", "գյուղ", "სოფელი"),
    ),
    SETTLEMENT: (
        *("settlement", "смт", "пгт", "селище", "поселок", "пос", "п", "selyshche", "poselok", "smt", "pgt"),
        *("qəsəbəsi", "qəsəbə", "ավան", "დაბა"),
    ),
    TOWN: (
        *("town", "city", "misto", "gorod", "місто", "город", "м", "г", "şəhəri", "şəhər", "şehri"),
        *("مدينه", "بلده", "شهر", "עיר", "העיר", "քաղաք", "ქალაქი"),
    ),
}
"""Words that say what kind of place it is, by kind, as they stand in a plain name. They are no part of the name."""

LAST_WORDS = frozenset(
    [
        "village",
        "hamlet",
        "settlement",
        "town",
        "city",
        "smt",
        "pgt",
        "смт",
        "пгт",
        "գյուղ",
        "քաղաք",
        "ավան",
        "kəndi",
        "kənd",
        "köyü",
        "qəsəbəsi",
        "qəsəbə",
        "şəhəri",
        "şəhər",
        "şehri",
    ]
)
"""Those that stand behind a name too; the others do so as part of it ("Stare Selo", "Novy Gorod")."""

_KIND = {word: kind for kind, words in TYPE_WORDS.items() for word in words}
_LATIN_DOTTED = {"s": VILLAGE, "m": TOWN, "g": TOWN, "c": VILLAGE, "v": VILLAGE}
"""Latin letters that stand for such a word before a name, with a dot only."""

WRITTEN_OUT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
"""Short forms of words before the rest of a name."""

_DROPPED = "'’ʼ‘`´ʹʻʿʾ\u02bc\"«»“”„ـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeffء"
_FOLDED = {"ё": "е", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"}
_LETTERS = str.maketrans({**dict.fromkeys(_DROPPED), **_FOLDED})
_STRESS = "\u0300\u0301"
_APART = re.compile(r"[\s\-‐‑‒–—―−_/.,;:()\[\]]+")
_NUMBERED = re.compile(r"(?<!\w)(?:no\.?|#)\s*(?=\d)")
_UNDER_LATIN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_LOOK_ALIKE = dict(zip("асеіікорхуј", "aceiikopxyj", strict=True))
"""Cyrillic letters that look like Latin ones and are typed for them by mistake."""


@dataclass(frozen=True, slots=True)
class PlainName:
    """A name without what does not tell places apart.

    words: in order, lower case, letters of every script kept. kind: what the text calls the place ("village", "settlement",
    "town"; "" where it does not say).
    """

    words: tuple[str, ...]
    kind: str = ""

    @property
    def joined(self) -> str:
        """The words written as one, since hyphens and gaps come and go ("Novo-Ivanivka", "Novoivanivka")."""
        return "".join(self.words)


@lru_cache(maxsize=20_000)
def plain_name(name: str) -> PlainName:
    """Return a name without case, apostrophes, hyphens, stress marks, marks of vowels and words for the kind of place.

    A word for the kind of place is kept where nothing else is left. Cyrillic ё counts as е; of Arabic letters the forms of alef,
    yeh, kaf and the ending ta marbuta count as one.
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    text = _NUMBERED.sub("", "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text))
    dotted = re.match(r"\s*([a-z])\.", text)
    text = unicodedata.normalize("NFC", "".join(_marks_dropped(unicodedata.normalize("NFD", text)))).translate(_LETTERS)
    words = [_one_script(word) for word in _APART.split(text) if word]
    kind = ""
    if dotted and len(words) > 1 and words[0] in _LATIN_DOTTED:
        kind, words = _LATIN_DOTTED[words[0]], words[1:]
    if len(words) > 2 and words[:2] == ["с", "ще"]:  # "с-ще", the short form of "селище"
        words = ["селище", *words[2:]]
    if len(words) > 2 and words[0] == "the" and words[1] in _KIND:
        words = words[1:]
    while len(words) > 1 and words[0] in _KIND:
        kind, words = kind or _KIND[words[0]], words[1:]
        words = words[1:] if len(words) > 1 and words[0] == "of" else words
    while len(words) > 1 and words[-1] in LAST_WORDS:
        kind, words = kind or _KIND[words[-1]], words[:-1]
    return PlainName((*(WRITTEN_OUT.get(word, word) for word in words[:-1]), *words[-1:]), kind)


def _marks_dropped(text: str) -> list[str]:
    """Return the letters of a decomposed text without stress marks and without the signs for vowels of Arabic and Hebrew."""
    kept: list[str] = []
    for letter in text:
        if unicodedata.category(letter) == "Mn":
            under = kept[-1] if kept else ""
            if letter in _STRESS or "\u0590" <= letter <= "\u06ff" or (letter == "\u0307" and under == "i"):
                continue
        kept.append(letter)
    return kept


def _one_script(word: str) -> str:
    """Return a word with letters of the other script that look the same put right, where it mixes Latin and Cyrillic."""
    cyrillic = [letter for letter in word if "Ѐ" <= letter <= "ӿ"]
    latin = [letter for letter in word if "a" <= letter <= "z"]
    if not cyrillic or not latin:
        return word
    if len(latin) >= len(cyrillic):
        return "".join(_LOOK_ALIKE.get(letter, letter) for letter in word)
    back = {there: here for here, there in _LOOK_ALIKE.items()}
    return "".join(back.get(letter, letter) for letter in word)


def script_of(text: str) -> str:
    """Return the script of the first letter: "latin", "cyrillic", "arabic", "hebrew", "armenian", "georgian", or ""."""
    for letter in text:
        if letter.isalpha():
            name = unicodedata.name(letter, "").split(" ")[0].lower()
            return name if name in SCRIPTS else ""
    return ""


SCRIPTS = ("latin", "cyrillic", "arabic", "hebrew", "armenian", "georgian")
"""Scripts whose names are compared by sound and by transliteration; names in others only as they are written."""


def without_marks(text: str) -> str:
    """Return Latin letters without the marks on them: "Laçın" as "lacin" (lower case; other scripts stay as they are)."""
    parts = unicodedata.normalize("NFD", text.translate(_UNDER_LATIN))
    return unicodedata.normalize("NFC", "".join(part for part in parts if unicodedata.category(part) != "Mn"))
