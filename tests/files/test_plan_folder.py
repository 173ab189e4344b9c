"""The plan folder is complete, the same each time, and reads back as the plan."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from brief.sample import Sample, make_sample
from safeconduct.files.fonts import find_unprintable, letter_name
from safeconduct.files.plan_folder import PLAN_FILES, read_plan, render_plan, write_plan
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.people import Group


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


@pytest.fixture(scope="module")
def folder(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "план"
    write_plan(sample.plan, sample.network, sample.scenario, out)
    return out


def test_every_file_is_there_and_none_else(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sorted(path.relative_to(folder).as_posix() for path in files) == sorted(name for name, _ in PLAN_FILES)
    assert all(path.stat().st_size > 500 for path in files)


def test_a_plan_folder_is_replaced_whole_with_its_sheets(sample: Sample, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    first = write_plan(sample.plan, sample.network, sample.scenario, out)
    assert write_plan(sample.plan, sample.network, sample.scenario, out) == first
    (out / "sheets" / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"sheets/mine\.txt"):
        write_plan(sample.plan, sample.network, sample.scenario, out)
    assert (out / "sheets" / "mine.txt").read_text(encoding="utf-8") == "kept"


def test_the_same_plan_gives_the_same_bytes(sample: Sample, folder: Path) -> None:
    again = render_plan(sample.plan, sample.network, sample.scenario)
    for name, _ in PLAN_FILES:
        assert (folder / name).read_bytes() == again[name], name


def test_it_reads_back_by_folder_and_by_file(sample: Sample, folder: Path) -> None:
    assert read_plan(folder) == sample.plan
    assert read_plan(folder / "plan.json") == sample.plan


def test_labels_stand_only_in_the_certificate(folder: Path) -> None:
    plan = json.loads((folder / "plan.json").read_bytes())
    assert [proof["certificate"]["labels"] for proof in plan["proofs"] if proof["certificate"]] == [[], []]


def copy_of(folder: Path, tmp_path: Path, **changed: bytes) -> Path:
    for name in ("plan.json", "certificate.json"):
        (tmp_path / name).write_bytes(changed.get(name.split(".")[0], (folder / name).read_bytes()))
    return tmp_path


def code_of(path: Path) -> str:
    with pytest.raises(BadInputError) as caught:
        read_plan(path)
    return caught.value.notices[0].code


def test_a_missing_file_is_told(folder: Path, tmp_path: Path) -> None:
    assert code_of(tmp_path / "nowhere") == "plan-unreadable"
    assert code_of(tmp_path) == "plan-unreadable"
    (copy_of(folder, tmp_path) / "certificate.json").unlink()
    assert code_of(tmp_path) == "plan-unreadable"


def test_files_of_two_plans_are_told(folder: Path, tmp_path: Path) -> None:
    other = (folder / "certificate.json").read_bytes().replace(b"0123456789abcdef", b"fedcba9876543210")
    assert code_of(copy_of(folder, tmp_path, certificate=other)) == "plan-mixed"


def test_missing_labels_are_told(folder: Path, tmp_path: Path) -> None:
    made = json.loads((folder / "certificate.json").read_bytes())
    made["proofs"] = made["proofs"][1:]
    assert code_of(copy_of(folder, tmp_path, certificate=json.dumps(made).encode())) == "plan-labels-missing"


def test_a_scenario_folder_is_never_overwritten(sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(RefusedError):
        write_plan(sample.plan, sample.network, sample.scenario, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["groups.csv"]


@pytest.mark.parametrize(
    ("letter", "name"), [("中", "U+4E2D"), ("\U0001f68c", "U+1F68C"), ("\x07", "U+0007"), ("\ue000", "U+E000")]
)
def test_a_letter_without_a_sign_is_refused_with_its_field(sample: Sample, tmp_path: Path, letter: str, name: str) -> None:
    group: Group = replace(sample.scenario.groups[0], name=f"Point {letter}")
    scenario = replace(sample.scenario, groups=(group, *sample.scenario.groups[1:]))
    with pytest.raises(BadInputError) as caught:
        write_plan(sample.plan, sample.network, scenario, tmp_path / "plan")
    (notice,) = caught.value.notices
    assert notice.code == "plan-letter"
    assert name in notice.message
    assert "annex B" in notice.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["Київ", "ستاروبيشيفه", "אילובאיסק", "Երևան", "თბილისი", "Łódź ñ ş ț", "e\u0301", "\u20661\u2069\u202f2", "≥ – … °"]
)
def test_the_scripts_that_are_promised_can_be_printed(text: str) -> None:
    assert find_unprintable(text) is None


def test_a_letter_is_named_though_it_may_not_show() -> None:
    assert letter_name("\u4e2d").startswith("U+4E2D CJK")
    assert letter_name("\x07") == "U+0007 without a name"
