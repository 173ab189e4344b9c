"""`safeconduct terms diff` as a user runs it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from safeconduct.cli.main import app
from safeconduct.model.errors import BadInputError

EXAMPLES = Path(__file__).parents[2] / "examples"
FIFTH, SIXTH = EXAMPLES / "mariupol-2022-03-05", EXAMPLES / "mariupol-2022-03-06"
PAIR = (str(FIFTH / "terms/b-ukraine.toml"), str(SIXTH / "terms/b-ukraine.toml"))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["terms", "diff", *words])


def test_the_first_line_counts_and_names_the_worst() -> None:
    made = run(*PAIR)
    assert made.exit_code == 0, made.output
    lines = made.stdout.splitlines()
    assert lines[0] == (
        "11 differences between Mariupol city council, 5 March 2022 and Mariupol city council, 6 March 2022: "
        "8 where both speak, 3 where one is silent. "
        "Most dangerous (5 of 5): Silence window, begin of the silence."
    )
    assert "They differ (8):" in lines
    assert any("Ask: Is Нікольське passed or bypassed?" in line for line in lines)
    assert any(line.startswith("  They part at Mariupol") for line in lines)
    assert re.match(r"Compared equal: \d+ statements; 1 clause with other words", lines[-1])


def test_dangers_fall_within_a_group() -> None:
    lines = run(*PAIR).stdout.splitlines()
    start = lines.index("One text does not say (3):")
    assert [line[2:5] for line in lines[start + 1 : start + 4]] == ["[4]", "[3]", "[3]"]


def test_all_lists_what_was_found_equal() -> None:
    assert "Equal (" not in run(str(FIFTH)).stdout
    assert "  Who may leave, people who may leave: civilians" in run(str(FIFTH), "--all").stdout.splitlines()


def test_no_difference_is_said_with_what_was_compared(tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    shutil.copy(PAIR[0], copy)
    lines = run(PAIR[0], str(copy)).stdout.splitlines()
    assert lines[0].startswith("No difference between ")
    assert lines[-1].startswith("Compared equal: ")
    assert len([line for line in lines if line.startswith("  [")]) == 0


def test_json_is_one_document_with_everything() -> None:
    told = json.loads(run(*PAIR, "--json").stdout)
    assert told["ok"] is True
    (one,) = told["diffs"]
    assert one["count"] == 11
    assert one["worst"] == 5
    assert {"kind", "label_first", "label_second", "field", "change", "danger", "first", "second", "sentence", "question"} == set(
        one["differences"][0]
    )
    assert one["roads"][0]["partings"][0]["first"]["start"] == "Mariupol"


def test_several_texts_are_told_one_pair_after_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(FIFTH, folder)
    third = (folder / "terms/b-ukraine.toml").read_text(encoding="utf-8").replace("B - Ukraine", "C - Third")
    (folder / "terms/c.toml").write_text(third.replace("Mariupol city council, 5", "Third, 5"), encoding="utf-8")
    made = run(str(folder))
    assert sum(" between " in line for line in made.stdout.splitlines()) == 3


@pytest.mark.parametrize("words", [(str(FIFTH), "--roads", "nowhere.osm.pbf"), ("nowhere.toml", PAIR[0])])
def test_what_cannot_be_read_is_no_traceback(words: tuple[str, ...]) -> None:
    from safeconduct.model.errors import BadInputError

    assert isinstance(run(*words).exception, BadInputError)


def test_a_scenario_that_is_no_folder_is_wrong_usage() -> None:
    assert run(*PAIR, "--scenario", "nowhere").exit_code == 2


def test_what_is_wrong_with_either_text_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"x = [")
    (tmp_path / "b.csv").write_bytes(b"")
    made = run(str(tmp_path / "a.toml"), str(tmp_path / "b.csv"))
    assert isinstance(made.exception, BadInputError)
    assert {one.where.file for one in made.exception.notices} == {"a.toml", "b.csv"}
