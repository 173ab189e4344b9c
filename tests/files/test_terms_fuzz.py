"""Garbage in the folder of terms gives notices and never a traceback."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files.texts import TEXTS
from good_folder import write
from safeconduct.files.scenario import read_scenario
from safeconduct.files.terms import read_text_file
from safeconduct.files.terms_form import COMMON_FIELDS
from safeconduct.files.terms_form_out import write_form_csv, write_form_xlsx
from safeconduct.files.terms_text import HEADER_KEYS
from safeconduct.files.terms_toml import text_toml
from safeconduct.model.clauses import CLAUSE_KINDS
from safeconduct.model.notice import errors_of
from safeconduct.model.terms import TermsText

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = ("a.toml", "a.csv", "a.xlsx")
FIELDS = sorted({one.name for kind in CLAUSE_KINDS for one in kind.fields})
KINDS = [one.name for one in CLAUSE_KINDS]


def read_with(name: str, data: bytes) -> bool:
    """Read a file alone and in a good folder; every notice must be printable and an error the only reason to have no text."""
    with TemporaryDirectory() as place:
        folder = write(Path(place))
        path = folder / "terms" / name
        path.write_bytes(data)
        text, alone = read_text_file(path)
        scenario, notices = read_scenario(folder)
        for one in (*alone, *notices):
            str(one).encode("utf-8")
        assert text is not None or alone
        assert not errors_of(alone) or text is None
        assert (scenario is None) == bool(errors_of(notices))
        return scenario is not None


@FEW
@given(st.sampled_from(NAMES), st.binary(max_size=300))
def test_random_bytes(name: str, data: bytes) -> None:
    read_with(name, data)


@FEW
@given(st.sampled_from(NAMES), st.text(max_size=200))
def test_random_letters(name: str, text: str) -> None:
    read_with(name, text.encode("utf-8", errors="surrogatepass"))


ODD = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        [
            "",
            "10:00",
            "24:00",
            "25:00",
            "2014-08-29 10:00 Europe/Kyiv",
            "10:00 x",
            "9999-12-31 23:59",
            "0001-01-01 00:00+14:00",
            "UTC+99",
            "a | b | c | d | e",
            ";;;",
            "|",
            '"',
            '"";"',
            "civilians | any | 3 to 1",
            "civilians | female | x",
            "yes",
            "1e400",
            "٣",
            "A | accepted | | 2014-08-29",
            "\u202e",
        ]
    ),
)
PLAIN = st.one_of(
    ODD.map(lambda text: json.dumps(text, ensure_ascii=False) if text.isprintable() else '"x"'),
    st.sampled_from(
        ["inf", "nan", "-1", "0x" + "f" * 4000, "true", "2014-08-29", "08:00:00", "2014-08-29T08:00:00+03:00", "9999-12-31"]
    ),
)
NESTED = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda held: f"[{', '.join(held)}]")
        | st.dictionaries(
            st.sampled_from(
                ["name", "lon", "lat", "kind", "sex", "age_from", "age_to", "party", "state", "at", "function", "uk"]
            ),
            inner,
            max_size=4,
        ).map(lambda held: "{" + ", ".join(f"{key} = {value}" for key, value in held.items()) + "}")
    ),
    max_leaves=6,
)
TABLES = {
    "[text]": st.dictionaries(st.sampled_from([*HEADER_KEYS, "x"]), NESTED, max_size=6),
    "[[terms]]": st.dictionaries(
        st.sampled_from(["id", "label", "text", "texts", "required", "zone", "day", "answers", "limits", "kind", *FIELDS]),
        NESTED,
        max_size=6,
    ),
}


def toml_of(head: str, pairs: dict[str, str]) -> str:
    """Return a table."""
    return "\n".join([head, *(f"{key} = {value}" for key, value in pairs.items()), ""])


@FEW
@given(TABLES["[text]"], st.lists(st.tuples(st.sampled_from(KINDS), TABLES["[[terms]]"]), max_size=3))
def test_random_values_under_good_keys(header: dict[str, str], clauses: list[tuple[str, dict[str, str]]]) -> None:
    parts = [toml_of("[[terms]]", {"kind": f'"{kind}"'} | pairs) for kind, pairs in clauses]
    read_with("a.toml", "\n".join([toml_of("[text]", header), *parts]).encode())


@FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["text", "other", "", "x", *KINDS]),
            st.sampled_from(["", "Z"]),
            st.sampled_from(["", "words", "words uk", "answer", "limit_vehicles", *COMMON_FIELDS, *HEADER_KEYS, *FIELDS]),
            ODD,
        ),
        max_size=8,
    )
)
def test_random_rows_of_a_form(rows: list[tuple[str, str, str, str]]) -> None:
    lines = [f"{clause},{label},{field}," + '"' + value.replace('"', '""') + '"' for clause, label, field, value in rows]
    read_with("a.csv", "\n".join(["clause,label,field,value", *lines]).encode("utf-8", errors="surrogatepass"))


@FEW
@given(TEXTS, st.integers(0, 100_000), st.binary(min_size=1, max_size=8), st.sampled_from(NAMES))
def test_good_texts_with_damage(text: TermsText, place: int, junk: bytes, name: str) -> None:
    written = {"a.toml": text_toml(text).encode(), "a.csv": write_form_csv(text), "a.xlsx": write_form_xlsx(text)}[name]
    place %= len(written)
    read_with(name, written[:place] + junk + written[place + len(junk) :])


@FEW
@given(
    st.integers(0, 50_000),
    st.binary(min_size=1, max_size=40),
    st.sampled_from(["sheet1", "workbook", "styles", "Types", "shared"]),
)
def test_damaged_parts_of_a_form(place: int, junk: bytes, part: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_form_xlsx())) as good, zipfile.ZipFile(stream, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if part in name:
                at = place % len(content)
                content = content[:at] + junk + content[at + len(junk) :]
            bad.writestr(name, content)
    read_with("a.xlsx", stream.getvalue())


BOMB = "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12)) + "]>"


def hostile_book(head: str) -> bytes:
    """Return a workbook whose sheet begins with other markup."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_form_xlsx())) as good, zipfile.ZipFile(stream, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if "sheet1" in name:
                content = head.encode() + b"<worksheet><sheetData><row><c t='str'><v>&e11;</v></c></row></sheetData></worksheet>"
            bad.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        hostile_book(BOMB),
        hostile_book('<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/hostname">]>'),
        hostile_book("<" * 5000),
        b"PK\x03\x04" + b"\0" * 500,
        b"\xd0\xcf\x11\xe0" + b"\0" * 500,
    ],
    ids=["bomb", "outside file", "markup", "no archive", "old format"],
)
def test_hostile_workbooks(data: bytes) -> None:
    assert not read_with("a.xlsx", data)


@pytest.mark.parametrize("name", NAMES[:2])
@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"{" * 100_000, b'"' * 99_999, b"a=" + b"[" * 50_000, b"terms = [" + b"{}," * 9_999 + b"]"]
)
def test_hostile_bytes(name: str, data: bytes) -> None:
    assert not read_with(name, data)
