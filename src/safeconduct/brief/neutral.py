"""Find words that judge a party.

In our own texts (tests), in an officer's texts when they are read, and once more before a document for the parties is made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from safeconduct.brief.neutral_words import CURES, ENGLISH, FRENCH, RUSSIAN, UKRAINIAN, Words
from safeconduct.brief.neutral_words_more import AR_BEFORE, ARABIC, ARMENIAN, AZERBAIJANI, HARMLESS, HE_BEFORE, HEBREW

JUDGING: dict[str, Words] = {
    "en": ENGLISH,
    "fr": FRENCH,
    "uk": UKRAINIAN,
    "ru": RUSSIAN,
    "ar": ARABIC,
    "he": HEBREW,
    "hy": ARMENIAN,
    "az": AZERBAIJANI,
}
"""Language (ISO 639-1) -> what is said -> pattern of the words that say it."""

LANGUAGES = tuple(JUDGING)
_BEFORE = {"ar": AR_BEFORE, "he": HE_BEFORE}
_ONE_SIGN = str.maketrans(
    {
        "ı": "i",
        "ё": "е",
        "ї": "і",
        "й": "и",
        "ґ": "г",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "״": '"',
        "־": "-",
        "‐": "-",
        "‑": "-",
        "ـ": "",
    }
)


_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that judges. word: as found (folded); says: the entry of the table; language: of the table; cure: what to write."""

    word: str
    says: str
    language: str

    @property
    def cure(self) -> str:
        """Return how to say it neutrally."""
        return CURES[self.says]


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return the text for comparing: small letters, no accents, vowel points or hamza, no signs that do not print, one space."""
    plain = text
    for _ in range(2):  # a letter taken apart may have capitals that fold once more
        apart = unicodedata.normalize("NFKD", plain.casefold().translate(_ONE_SIGN))
        plain = "".join(letter for letter in apart if unicodedata.category(letter) not in {"Mn", "Cf"})
    return " ".join(plain.casefold().translate(_ONE_SIGN).split())


def judging_words(text: str, languages: Iterable[str] = LANGUAGES, *, own_names: Iterable[str] = ()) -> tuple[Hit, ...]:
    """Return each word in the text that judges somebody, once, in the order of the languages and of the table.

    own_names: what parties call themselves, which nobody judges: they are taken out first, the longest first. Addresses on the
    web are not looked at. Raises KeyError for a language that has no table.
    """
    plain = folded(_ADDRESS.sub(" ; ", text))
    if not plain:
        return ()
    for name in sorted({folded(one) for one in own_names} - {""}, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ; ", plain)
    plain = _harmless().sub(" ; ", plain)
    hits: dict[str, Hit] = {}
    for language in languages:
        if not _any_word(language).search(plain):
            continue
        for says, pattern in _patterns(language):
            for found in pattern.finditer(plain):
                hits.setdefault(found[0], Hit(found[0], says, language))
    return tuple(hits.values())


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{folded('|'.join(HARMLESS))})(?!\w)")


def _whole(language: str, pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_BEFORE.get(language, '')}(?:{folded(pattern)})(?!\w)")


@cache
def _any_word(language: str) -> re.Pattern[str]:
    return _whole(language, "|".join(JUDGING[language].values()))


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((says, _whole(language, pattern)) for says, pattern in JUDGING[language].items())
