"""The sounds of a place name in six scripts, coarse enough that one name keeps them across languages.

Consonants are letters of a small alphabet: b v g h x (kh) d z ž š č ǰ (dzh) c (ts) ʒ (dz) k l m n p r s t f θ ð щ. Vowels between
two consonants form one group of the letters a e i o u æ, glides counted as i.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from safeconduct.agreement import place_letters as letters
from safeconduct.agreement.place_names import script_of, without_marks

VOWELS = frozenset("aeiouæ")


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound, or one letter that may stand for several.

    consonants: what it may be as a consonant. vowels: the letters of its vowel group, or, for a letter of a script that leaves
    short vowels out, the vowels that it may stand for. silent: it may stand for nothing.
    """

    consonants: frozenset[str] = frozenset()
    vowels: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a name may be read. short_vowels: whether they are written (false for Arabic and Hebrew)."""

    sounds: tuple[Sound, ...]
    short_vowels: bool = True


_TABLES = {"cyrillic": letters.CYRILLIC, "armenian": letters.ARMENIAN, "georgian": letters.GEORGIAN}
_WITHOUT_VOWELS = {"arabic": letters.ARABIC, "hebrew": letters.HEBREW}
_SPELLINGS = (("əğışçöüxqc", letters.TURKIC), ("čšž", letters.SLAVIC), ("șțţăâî", letters.ROMANIAN), ("j", letters.J_AS_GLIDE))
"""Letters that show another spelling of Latin names -> its table, used beside the plain one."""


@lru_cache(maxsize=20_000)
def readings_of(words: tuple[str, ...]) -> tuple[Reading, ...]:
    """Return every way in which a plain name may be read, its words joined to one; none in scripts without a table."""
    name = "".join(words)
    script = script_of(name)
    if script in _WITHOUT_VOWELS:
        return (Reading(tuple(_sounds_without_vowels(name, _WITHOUT_VOWELS[script])), short_vowels=False),)
    tables = [_TABLES[script]] if script in _TABLES else []
    if script == "latin":
        tables = [letters.LATIN, *(table for shown_by, table in _SPELLINGS if set(shown_by) & set(name))]
    found = {
        tuple(_sounds(spelled, table)): None
        for table in tables
        for form in product(*(_forms(word, script) for word in words))
        for spelled in (form, ("".join(form),))  # "th" in "Beit Hanoun" is two letters, and the gap may be missing elsewhere
    }
    return tuple(Reading(sounds) for sounds in found if sounds)


def without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a plain name without the Arabic article, where something is left."""
    script = script_of("".join(words))
    if script == "arabic":
        return tuple(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)
    known = letters.ARTICLES.get(script, frozenset())
    kept = [
        word for word, after in zip(words, (*words[1:], ""), strict=True) if not (word in known and _goes_before(word, after))
    ]
    return tuple(kept) or words


def _goes_before(article: str, word: str) -> bool:
    """Return whether an article has a form that may stand before a word: al and el before any, others before their consonant."""
    return bool(word) and (article[1] in "lл" or word.startswith(article[1:].rstrip("h")))


def _forms(word: str, script: str) -> tuple[str, ...]:
    """Return a word as it is, with its beginning as Russian has it, and without an ending that other languages leave off."""
    roots = letters.SAME_ROOTS.get(script, ())
    forms = (word, *(theirs + word[len(ours) :] for ours, theirs in roots if word.startswith(ours)))
    if len(word) > 3 and script == "latin" and word.endswith(("ah", "eh")):
        forms += tuple(form[:-1] for form in forms)
    if len(word) > 3 and script == "georgian" and word.endswith("ი"):
        forms += (word[:-1],)  # a foreign name that ends in a consonant takes the ending of the nominative
    return forms


def _sounds(words: tuple[str, ...], table: letters.Table) -> Iterator[Sound]:
    """Yield the sounds of a name by a table, the longest letters of a word first, vowels in groups, double consonants once."""
    group, before = "", ""
    for part in (*(part for word in words for part in _spelled(word, table)), ""):
        if part in VOWELS:
            group += part
            before = ""
            continue
        if group:
            yield Sound(vowels=group)
            group = ""
        if part and part != before:
            yield Sound(frozenset(part.split("|")))
        before = part


def _spelled(word: str, table: letters.Table) -> Iterator[str]:
    """Yield vowels and consonants ("g|h" for one that may be either) in order."""
    place = 0
    while place < len(word):
        length = next((one for one in (4, 3, 2) if word[place : place + one] in table and place + one <= len(word)), 1)
        letter = word[place : place + length]
        found = table.get(letter)
        if found is None:
            found = table.get(without_marks(letter), letter if letter.isdigit() else "")
        yield from _parts(found)
        place += length


def _parts(found: str) -> list[str]:
    """Return the sounds of a table's entry apart: "zg|h" is z, then g or h."""
    parts: list[str] = []
    for letter in found:
        if letter == "|" or (parts and parts[-1].endswith("|")):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _sounds_without_vowels(word: str, table: dict[str, letters.Letter]) -> Iterator[Sound]:
    """Yield what each letter may stand for, double consonants once."""
    place = 0
    before: letters.Letter | None = None
    while place < len(word):
        length = 2 if word[place : place + 2] in table and place + 2 <= len(word) else 1
        one = word[place : place + length]
        found = table.get(one, letters.Letter(one) if one.isdigit() else None)
        if place == 0:
            found = letters.FIRST.get(one, found)
        elif place == len(word) - 1:
            found = letters.LAST.get(one, found)
        place += length
        if found is not None and not (found == before and not found.vowels):
            yield Sound(frozenset(found.consonants.split("|")) - {""}, found.vowels, found.silent)
        before = found
