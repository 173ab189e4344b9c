"""Which sounds letters stand for in the names of places, by script and spelling; `place_sounds` has the alphabet of sounds."""

from __future__ import annotations

from typing import NamedTuple

Table = dict[str, str]
"""Letters -> sounds; where a letter may stand for several consonants, they stand between bars ("g|h")."""


class Letter(NamedTuple):
    """A letter of a script that leaves short vowels out: consonants ("h|x"), vowels, whether it may stand for nothing."""

    consonants: str
    vowels: str = ""
    silent: bool = False


def _table(*lines: str) -> Table:
    """Return a table written as words "letters=sounds", or "abc:def" for letters that each stand for one sound."""
    found: Table = {}
    for word in " ".join(lines).split():
        if ":" in word:
            letters, sounds = word.split(":")
            found |= dict(zip(letters, sounds, strict=True))
        else:
            letters, sounds = word.split("=")
            found[letters] = sounds
    return found


CYRILLIC = _table(
    "абвґджзклмнпрстфх:abvgdžzklmnprstfx оуиійыэеў:ouiiiieeu",
    "г=g|h ц=c ч=č ш=š щ=щ дж=ǰ|ž є=ie ї=ii ю=iu я=ia ь= ъ=",
    "ье=ie ьє=ie ья=ia ью=iu ьо=io ъе=ie ъя=ia",
    "қ=k|g ғ=g һ=h ң=n ө=o ү=u ә=æ",
)
LATIN = _table(
    "abdefghiklmnopqrstuvwyz:abdefghiklmnopkrstuvviz",
    "shch=щ zh=ž zgh=zg|h kh=x sh=š ch=č tch=č ts=c tz=c dzh=ǰ|ž dj=ǰ|ž dz=ʒ gh=g ph=f th=t|θ dh=d|ð ck=k",
    "j=ǰ|ž x=ks c=k ce=se ci=si cy=si ou=u oo=u ee=i ae=e ə=æ",
)
TURKIC = LATIN | _table(
    "ç=č ş=š ğ=g x=x q=g|k j=ž y=i ı=i ö=o ü=u c=ǰ ce=ǰe ci=ǰi",
    "sh=sh kh=kh ch=ǰh zh=zh ts=ts ou=ou oo=o ee=e ae=ae",
)
SLAVIC = LATIN | _table("č=č š=š ž=ž šč=щ ch=x c=c ce=ce ci=ci cy=ci j=i")
ROMANIAN = LATIN | _table("ș=š ş=š ț=c ţ=c ă=æ â=i î=i ce=če ci=či ge=ǰe gi=ǰi")
J_AS_GLIDE = LATIN | {"j": "i"}
ARMENIAN = _table("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ:abgdezeitžilxckhʒgčminšočpǰrsvtrcvpkof ու=u եւ=ev և=ev յա=ia")
GEORGIAN = _table("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ:abgdevztiklmnopžrstupkgkščcʒcčxǰh უა=va")


def _letters(table: Table, **others: Letter) -> dict[str, Letter]:
    return {letter: Letter(sounds) for letter, sounds in table.items()} | others


ARABIC = _letters(
    _table(
        "تدرزسشصضطكلمنپچژگڤخغه:tdrzsšsdtklmnpčžgvxgh",
        "ب=b|p ث=θ|s|t ج=ǰ|g|ž ح=h|x ذ=ð|d|z ظ=z|d ف=f|v ق=k|g",
    ),
    ا=Letter("", "aeæo"),
    و=Letter("v", "ou"),
    ي=Letter("", "ie"),
    ى=Letter("", "aieæ"),  # an alef, or a yeh without its dots
    ع=Letter("", "aeiouæ", silent=True),
)
HEBREW = _letters(
    _table("דטלמןנםסרתקה:dtlmnnmsrtkh", "ב=b|v כ=k|x ך=k|x ח=h|x פ=p|f ף=p|f ש=š|s ג=g|ǰ ז=z|ž צ=c|č ץ=c|č"),
    א=Letter("", "aeoæiu", silent=True),
    ו=Letter("v", "ou"),
    י=Letter("", "ie"),
    ע=Letter("", "aeiouæ", silent=True),
    וו=Letter("v"),
    יי=Letter("", "aie"),
)
LAST = {"ه": Letter("h", "aeæ", silent=True), "ה": Letter("h", "aeæo", silent=True)}
"""Letters that stand for a vowel, or for nothing, at the end of a name."""
FIRST = {"ا": Letter("", "aeiouæ"), "א": Letter("", "aeiouæ")}
"""Letters that carry any vowel at the beginning of a name."""

ARTICLES: dict[str, frozenset[str]] = {
    "latin": frozenset(
        ["al", "el", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez", "ad", "ed", "an", "en", "ath", "adh"]
    ),
    "cyrillic": frozenset(
        [
            "аль",
            "эль",
            "ель",
            "ар",
            "эр",
            "ер",
            "ас",
            "эс",
            "ес",
            "аш",
            "эш",
            "еш",
            "ат",
            "эт",
            "ет",
            "аз",
            "эз",
            "ез",
            "ад",
            "эд",
            "ед",
            "ан",
            "эн",
            "ен",
        ]
    ),
}
"""The Arabic article before a name in other scripts; those other than al and el only before their own consonant."""

SAME_ROOTS: dict[str, tuple[tuple[str, str], ...]] = {
    script: tuple((one.split("=")[0], one.split("=")[1]) for one in words.split())
    for script, words in {
        "latin": "mykol=nikol mykyt=nikit olek=alek olen=elen volodym=vladim katery=ekateri vuh=uh yosyp=iosif hann=ann "
        "kostiant=konstant yelyz=eliz",
        "cyrillic": "микол=никол микит=никит олек=алек олен=елен володим=владим катери=екатери вуг=уг йосип=иосиф ганн=анн "
        "костянт=констант єлиз=елиз",
    }.items()
}
"""Beginnings of names that Ukrainian and Russian write apart, though they are one name: (Ukrainian, Russian)."""
