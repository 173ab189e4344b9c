"""The commands about an agreement: what they say, and their exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples/mariupol-2022-03-05"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "safeconduct", "terms", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("terms") / "two texts"))


def test_no_go_is_a_result(folder: Path) -> None:
    told = run("check", str(folder))
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert lines[0] == "NO GO"
    assert "The minimum of an agreement" in lines
    assert "Why corridors fail" in lines
    assert any(line.strip().startswith("Ask A - Russian Federation, B - Ukraine: ") for line in lines)
    assert "State of the agreement: proposed, as the terms on file stand; no act is recorded" in lines


def test_check_json_is_one_document(folder: Path) -> None:
    told = run("check", str(folder), "--json")
    found = json.loads(told.stdout)
    assert found["go"] is False
    assert len([one for one in found["points"] if one["severity"] == "minimum"]) == 4
    assert len(found["points"]) == 18
    assert [text["party"] for text in found["texts"]] == ["A - Russian Federation", "B - Ukraine"]


def test_answer_act_and_history(folder: Path) -> None:
    words = ["--party", "A", "--state", "accepted", "--paper", "letter 1", "--at", "2022-03-05 08:00"]
    several = run("answer", str(folder), "--term", "window", *words)
    assert several.returncode == 2
    assert "Say which one with --text" in several.stderr
    for choice in ([], ["--all", "--term", "start"]):
        assert "--term ID, or all" in run("answer", str(folder), *choice, *words).stderr.replace("\n", " ")
    done = run("answer", str(folder), "--term", "start", *words, "--json")
    assert json.loads(done.stdout)["version"] == 2
    refused = run("act", str(folder), "open", "--at", "2022-03-05 09:00", "--by", "head of the movement", "--paper", "order 1")
    assert refused.returncode == 2
    assert "Refused: act-open" in refused.stderr
    acted = run("act", str(folder), "propose", "--at", "2022-03-05 07:00", "--by", "intermediary", "--paper", "note 1")
    assert acted.returncode == 0
    assert "draft -> proposed" in acted.stdout
    told = run("history", str(folder))
    assert 'Term start ("Start of the column"): A - Russian Federation accepted, by letter 1' in told.stdout
    assert "State: proposed" in told.stdout
    assert json.loads(run("history", str(folder), "--json").stdout)["state"] == "proposed"


def test_what_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    text = tmp_path / "text.toml"
    text.write_text('[text]\nreference = "x"\nzone = "Europe/Nowhere"\n[[terms]]\nkind = "window"\nfrom = "25:00"\n')
    told = run("check", str(text))
    assert told.returncode == 3
    assert "zone-unknown" in told.stderr
    assert "Traceback" not in told.stderr
    assert run("check", str(tmp_path / "nothing")).returncode == 3


def test_no_plan_is_told_with_the_warnings_that_say_why(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "off the road"))
    text = folder / "terms/b-ukraine.toml"
    said = text.read_text(encoding="utf-8").replace('"Оріхів", ', '{ name = "Мілове", lon = 39.1, lat = 48.9 }, ')
    text.write_text(said, encoding="utf-8")
    command = [sys.executable, "-m", "safeconduct"]
    told = subprocess.run([*command, "plan", str(folder)], capture_output=True, encoding="utf-8", check=False)
    assert told.returncode == 4
    assert "term-place-off-road" in told.stderr
    assert "terms, Term route of Mariupol city council, 5 March 2022" in told.stderr  # which of the two texts it is
    assert "No safe plan exists" in told.stderr
    checked = subprocess.run([*command, "check", str(folder)], capture_output=True, encoding="utf-8", check=False)
    assert checked.returncode == 0
    assert "Whether people get out only a plan shows" in checked.stdout
