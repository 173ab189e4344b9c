from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from safeconduct.brief.neutral import judging_words
from safeconduct.brief.translate import LANGUAGES, SOURCE
from safeconduct.files import catalogues
from safeconduct.files.catalogues import FOLDER, REVIEWED, TEMPLATE, is_reviewed, lacking, load_words, messages, read_catalogue
from safeconduct.model.errors import BadInputError

ORDER = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Signs that change the order of letters; the program sets them, a catalogue never."""
CODES = [one.code for one in LANGUAGES if one.code != SOURCE]

HEAD = """# Texts.
# Reviewed by a native speaker who knows the law: yes, 2026
msgid ""
msgstr ""
"Language: uk\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
POT = 'msgid "Route"\nmsgstr ""\n\nmsgid "{n} bus"\nmsgid_plural "{n} buses"\nmsgstr[0] ""\nmsgstr[1] ""\n'
ROUTE = 'msgid "Route"\nmsgstr "Маршрут"\n\n'
BUS = 'msgid "{n} bus"\nmsgid_plural "{n} buses"\nmsgstr[0] "{n} автобус"\nmsgstr[1] "{n} автобуси"\nmsgstr[2] "{n} автобусів"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "messages.pot").write_text(POT, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "TEMPLATE", tmp_path / "messages.pot")
    catalogues.find_words.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _forget() -> None:
    catalogues.find_words.cache_clear()


def refused(codes: tuple[str, ...]) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        load_words(codes)
    return [str(one) for one in caught.value.notices]


def test_a_whole_catalogue_is_read_with_its_own_plurals(folder: Path) -> None:
    (folder / "uk.po").write_text(HEAD + ROUTE + BUS, encoding="utf-8")
    (made,) = load_words(("uk",))
    assert made.text("Route") == "Маршрут"
    assert [made.count("{n} bus", "{n} buses", number) for number in (1, 2, 11)] == ["1 автобус", "2 автобуси", "11 автобусів"]
    assert made.catalogue.reviewed


@pytest.mark.parametrize(
    "content",
    [
        BUS,
        ROUTE,
        "#, fuzzy\n" + ROUTE + BUS,
        ROUTE + BUS.replace("{n} автобусів", ""),
        'msgid "Route"\nmsgstr ""\n\n' + BUS,
        ROUTE + 'msgid "{n} bus"\nmsgstr "{n} автобус"\n',
    ],
)
def test_a_text_that_is_missing_empty_or_a_guess_refuses_the_language(folder: Path, content: str) -> None:
    (folder / "uk.po").write_text(HEAD + content, encoding="utf-8")
    (said,) = refused(("uk",))
    assert "Ukrainian lacks 1 texts" in said


def test_every_language_that_cannot_be_used_is_told_at_once(folder: Path) -> None:
    (folder / "uk.po").write_text(HEAD, encoding="utf-8")
    said = refused(("uk", "xx", "en", "ru"))
    assert [one.split(":")[0] for one in said] == [
        "error brief-language-lacks",
        "error brief-language-unknown",
        "error brief-language-lacks",
    ]


def test_work_on_a_catalogue_may_use_what_it_has(folder: Path) -> None:
    (folder / "uk.po").write_text(HEAD + ROUTE, encoding="utf-8")
    (made,) = load_words(("uk",), complete=False)
    assert made.text("Route") == "Маршрут"
    assert made.count("{n} bus", "{n} buses", 2) == "2 buses"


def test_english_needs_no_catalogue_and_a_language_is_given_once() -> None:
    assert [one.lang for one in load_words(("en", "en"))] == ["en"]


@pytest.mark.parametrize("code", CODES)
def test_every_catalogue_is_the_source_s(code: str) -> None:
    """Placeholders are those of the English text; nothing is a guess; the head says whether somebody has gone over it."""
    found = read_catalogue(FOLDER / f"{code}.po")
    assert REVIEWED in found.header_comment
    assert not is_reviewed(found)
    for message in messages(found):
        assert not message.fuzzy, message.id
        english = (message.id,) if isinstance(message.id, str) else message.id
        said = (message.string,) if isinstance(message.string, str) else message.string
        wanted = [fields(text) for text in english]
        assert all(not text or fields(text) in wanted for text in said), message.id


@pytest.mark.parametrize("code", CODES)
def test_no_translation_judges_a_party_or_reorders_what_stands_around_it(code: str) -> None:
    for message in messages(read_catalogue(FOLDER / f"{code}.po")):
        for text in (message.string,) if isinstance(message.string, str) else message.string:
            assert judging_words(text) == (), text
            assert not set(text) & ORDER, text


@pytest.mark.parametrize("code", CODES)
def test_every_catalogue_is_complete(code: str) -> None:
    assert lacking(read_catalogue(FOLDER / f"{code}.po"), messages(read_catalogue(TEMPLATE))) == ()


def test_catalogues_are_up_to_the_source() -> None:
    script = Path(__file__).parents[2] / "docs" / "make_catalogues.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def fields(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})
