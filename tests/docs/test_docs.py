"""The docs are true: pages match their tables, links lead somewhere, every command, notice and setting is documented."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from safeconduct.brief.neutral import judging_words
from safeconduct.model.notice_codes import NOTICE_CODES
from safeconduct.model.settings import SETTING_TABLE

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def _reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs/make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["settings.md", "notices.md", "road-classes.md", "commands.md", "lifecycle.md", "agreement-checks.md", "release.md"]
)
def test_made_pages_equal_their_tables(name: str) -> None:
    assert (ROOT / "docs/reference" / name).read_text(encoding="utf-8") == _reference().PAGES[name]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("kind", ["tutorial", "how-to", "reference", "explanation"])
def test_four_kinds_of_pages_are_listed(kind: str) -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / kind).glob("*.md"):
        assert f"{kind}/{page.name}" in index, f"docs/README.md does not list {kind}/{page.name}"


def test_every_code_in_the_docs_exists() -> None:
    known = set(NOTICE_CODES) | set(SETTING_TABLE)
    areas = {code.split("-")[0] for code in NOTICE_CODES}
    for page in PAGES:
        for word in re.findall(r"notice `([a-z]+-[a-z-]+)`", page.read_text(encoding="utf-8")):
            assert word.split("-")[0] not in areas or word in known, f"{page.name}: {word}"


def test_every_command_in_the_docs_exists() -> None:
    commands = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^## `safeconduct ([a-z]+)", commands, re.MULTILINE))
    for page in PAGES:
        for line in re.findall(r"^\$ safeconduct ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert line in known, f"{page.name}: safeconduct {line}"


def test_every_setting_is_read_from_its_section() -> None:
    for name, info in SETTING_TABLE.items():
        assert info.section
        assert info.meaning.endswith((".", ".)")), name


WORD_TABLES = {"neutral_words.py", "neutral_words_more.py"}
"""The tables of the words themselves."""
OURS = sorted(
    path
    for pattern in (
        *("*.md", "docs/**/*.md", "docs/*.py", "docs/**/*.csv", "docs/**/*.svg", "examples/**/*", "benchmarks/**/*.md"),
        *(f"src/**/*.{ending}" for ending in ("py", "toml", "csv", "typ", "json", "geojson", "po", "pot", "html")),
    )
    for path in ROOT.glob(pattern)
    if path.is_file() and path.suffix not in {".xlsx", ".pdf", ".png", ".pbf"} and path.name not in WORD_TABLES
)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_of_ours_judges_a_party(path: Path) -> None:
    found = judging_words(path.read_text(encoding="utf-8"))
    assert not found, f"{path.relative_to(ROOT)} says {[hit.word for hit in found]}: {found[0].cure}"
