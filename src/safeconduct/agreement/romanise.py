"""Names in Latin letters by published romanisations: Ukrainian, Russian, Armenian and Georgian."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from safeconduct.agreement.place_names import script_of, without_marks

VOWELS = frozenset("аеєиіїоуюяыэ")
_NO_SIGN = dict.fromkeys("ьъ", "")


@dataclass(frozen=True, slots=True)
class Romanisation:
    """A published table: letter -> Latin letters without marks. first: at the beginning of a word; after_vowel: there too."""

    name: str
    script: str
    letters: dict[str, str]
    first: dict[str, str] = field(default_factory=dict)
    after_vowel: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)

    def write(self, word: str) -> str:
        """Return a word of a plain name in Latin letters; letters that the table does not know stay."""
        written: list[str] = []
        place = 0
        while place < len(word):
            pair = self.pairs.get(word[place : place + 2])
            if pair is not None:
                written.append(pair)
                place += 2
                continue
            letter = word[place]
            table = self.letters
            if place == 0 and letter in self.first:
                table = self.first
            elif place and word[place - 1] in VOWELS | frozenset("ьъ") and letter in self.after_vowel:
                table = self.after_vowel
            written.append(table.get(letter, letter))
            place += 1
        return "".join(written)


def _cyrillic(**other: str) -> dict[str, str]:
    common = dict(zip("абвгґдезиіклмнопрстуфы", "abvggdeziiklmnoprstufy", strict=True))
    return {**common, **_NO_SIGN, "э": "e", "ў": "u", **other}


_SH = {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
_SCIENTIFIC = {"ж": "z", "ц": "c", "ч": "c", "ш": "s", "й": "j", "ю": "ju", "я": "ja", "є": "je", "ї": "ji"}
_UKRAINIAN = {**_SH, "г": "h", "и": "y"}
_BGN_UK = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_BGN_RU = {"й": "y", "ю": "yu", "я": "ya"}

ROMANISATIONS: tuple[Romanisation, ...] = (
    Romanisation(
        "Ukrainian, national 2010",
        "cyrillic",
        _cyrillic(**_UKRAINIAN, є="ie", ї="i", й="i", ю="iu", я="ia"),
        first={"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
        pairs={"зг": "zgh"},
    ),
    Romanisation("Ukrainian, BGN/PCGN 1965", "cyrillic", _cyrillic(**_UKRAINIAN, **_BGN_UK), pairs={"зг": "zgh"}),
    Romanisation("Ukrainian, scientific", "cyrillic", _cyrillic(**_SCIENTIFIC, г="h", и="y", х="x", щ="sc")),
    Romanisation("Ukrainian, scientific with ch", "cyrillic", _cyrillic(**_SCIENTIFIC, г="h", и="y", х="ch", щ="sc")),
    Romanisation("Russian, BGN/PCGN 1947", "cyrillic", _cyrillic(**_SH, **_BGN_RU), {"е": "ye"}, {"е": "ye"}),
    Romanisation("Russian, BGN/PCGN without ye", "cyrillic", _cyrillic(**_SH, **_BGN_RU)),
    Romanisation("Russian, BGN/PCGN with ending y", "cyrillic", _cyrillic(**_SH, **_BGN_RU), pairs={"ий": "y", "ый": "y"}),
    Romanisation("Russian, ICAO passports", "cyrillic", _cyrillic(**_SH, й="i", ю="iu", я="ia")),
    Romanisation("Russian, ISO 9 and scientific", "cyrillic", _cyrillic(**_SCIENTIFIC, х="h", щ="s")),
    Romanisation("Russian, scientific with ch", "cyrillic", _cyrillic(**_SCIENTIFIC, х="ch", щ="sc")),
    Romanisation(
        "Armenian, BGN/PCGN 1981",
        "armenian",
        {
            **dict(zip("աբգդեզէըթիլկհմյնոպռսվտրւփքօֆ", "abgdezeytilkhmynoprsvtrvpkof", strict=True)),
            **dict(zip("ժխծձղճշչջցև", ["zh", "kh", "ts", "dz", "gh", "ch", "sh", "ch", "j", "ts", "ev"], strict=True)),
        },
        first={"ե": "ye", "ո": "vo", "և": "yev"},
        pairs={"ու": "u", "եւ": "ev"},
    ),
    Romanisation(
        "Armenian, ISO 9985",
        "armenian",
        {
            **dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "abgdezeetzilxckhjgcmynsocpjrsvtrcwpkof", strict=True)),
            "և": "ew",
        },
        pairs={"ու": "u"},
    ),
    Romanisation(
        "Georgian, national 2002",
        "georgian",
        {
            **dict(zip("აბგდევზთიკლმნოპრსტუფქყჯჰ", "abgdevztiklmnoprstupkqjh", strict=True)),
            **dict(zip("ჟღშჩცძწჭხ", ["zh", "gh", "sh", "ch", "ts", "dz", "ts", "ch", "kh"], strict=True)),
        },
    ),
)
"""Published tables, marks dropped. Names in Arabic and Hebrew letters leave their vowels out, so no table gives them whole."""


@lru_cache(maxsize=20_000)
def latin_forms(words: tuple[str, ...]) -> frozenset[str]:
    """Return a plain name written as one word in Latin letters without marks, in every way that the tables give.

    A name in Latin letters gives itself without marks, ə as a and as e; Arabic and Hebrew give none.
    """
    script = script_of("".join(words))
    if script == "latin":
        joined = "".join(words)
        return frozenset(without_marks(joined.replace("ə", vowel)) for vowel in "ae")
    return frozenset("".join(one.write(word) for word in words) for one in ROMANISATIONS if one.script == script)
