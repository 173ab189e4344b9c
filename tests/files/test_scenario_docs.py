"""The reference page of the scenario folder says what the program reads, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from good_folder import read, write
from safeconduct.files.columns import TABLES, TableSpec
from safeconduct.files.incident_layouts import ACLED_PRECISION_M, LAYOUTS, UCDP_PRECISION_M, VIINA_PRECISION_M
from safeconduct.files.scenario import read_scenario
from safeconduct.files.scenario_toml import ROAD_KEYS, TOP_KEYS
from safeconduct.files.template_texts import TERM
from safeconduct.files.terms_clause import TERM_KEYS
from safeconduct.files.terms_form import COMMON_FIELDS, WORDS_FIELD
from safeconduct.files.terms_limits import LIMIT_KEYS
from safeconduct.model.clauses import CLAUSE_KINDS
from safeconduct.model.hazard import CLOSURE_REASONS

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = (DOCS / "reference/scenario-folder.md").read_text(encoding="utf-8")
TERMS = (DOCS / "how-to/terms.md").read_text(encoding="utf-8")
INCIDENTS = (DOCS / "how-to/incidents.md").read_text(encoding="utf-8")


def columns_of(spec: TableSpec) -> str:
    """Return the columns of a table as the page must show them."""
    lines = ["| column | unit | needed | also called | meaning |", "|---|---|---|---|---|"]
    for column in spec.columns:
        needed = "yes" if column.required else ""
        cells = (f"`{column.name}`", column.unit, needed, ", ".join(column.synonyms), column.meaning)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def keys_of(keys: dict[str, str]) -> str:
    """Return keys of scenario.toml as the page must show them."""
    return "| key | meaning |\n|---|---|\n" + "".join(f"| `{key}` | {meaning} |\n" for key, meaning in keys.items())


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.stem)
def test_the_page_shows_every_column(spec: TableSpec) -> None:
    assert columns_of(spec) in FOLDER


@pytest.mark.parametrize("keys", [TOP_KEYS, ROAD_KEYS, LIMIT_KEYS], ids=["top", "roads", "limits"])
def test_the_page_shows_every_key(keys: dict[str, str]) -> None:
    assert keys_of(keys) in FOLDER


def test_the_page_names_every_reason_of_a_closure_and_the_term_as_the_template_writes_it() -> None:
    assert [reason for reason in CLOSURE_REASONS if reason not in FOLDER] == []
    assert TERM in FOLDER


def test_examples_of_the_page_are_read_without_errors(tmp_path: Path) -> None:
    blocks = dict(re.findall(r"<!-- example: (\S+) -->\n```\w*\n(.*?)```", FOLDER, re.DOTALL))
    assert {"scenario.toml", "groups.csv", "exits.csv", "vehicles.csv", "closures.geojson"} <= set(blocks)
    folder = write(tmp_path, families_csv=None, windows_csv=None)
    for name, text in blocks.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    scenario, notices = read_scenario(folder)
    assert scenario is not None, [str(one) for one in notices]
    assert [str(one) for one in notices if one.severity == "warning"] == []


def test_examples_of_the_how_to_of_terms_are_read_without_errors(tmp_path: Path) -> None:
    blocks = re.findall(r"<!-- example: (\S+) -->\n```\w*\n(.*?)```", TERMS, re.DOTALL)
    folder = write(tmp_path, terms_t1_toml=None)
    for name, text in blocks:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    scenario, notices = read_scenario(folder)
    assert scenario is not None, [str(one) for one in notices]
    assert [one.party for one in scenario.texts] == ["A - Party A", "B - Party B"]
    assert [one.code for one in notices if one.severity == "warning"] == ["term-half-hours"]


def test_no_field_of_a_clause_has_the_name_of_a_key_that_every_clause_has() -> None:
    assert {one.name for kind in CLAUSE_KINDS for one in kind.fields} & {
        *TERM_KEYS,
        *COMMON_FIELDS,
        WORDS_FIELD,
        "answer",
    } == set()


def test_the_how_to_shows_layouts_and_metres() -> None:
    for layout in LAYOUTS:
        assert layout.name in INCIDENTS
        assert [need for need in layout.needs if f"`{need.replace(' ', '_')}`" not in INCIDENTS] == []
    for table in (UCDP_PRECISION_M, ACLED_PRECISION_M, VIINA_PRECISION_M):
        for code, metres in table.items():
            assert re.search(rf"^\| {code} \|.*\| {metres:,.0f} \|$", INCIDENTS, re.MULTILINE), (code, metres)


def test_a_good_folder_still_reads(tmp_path: Path) -> None:
    assert read(tmp_path)[0] is not None
