from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from safeconduct.files import template
from safeconduct.files.columns import TABLES
from safeconduct.files.roads import read_roads
from safeconduct.files.scenario import read_scenario
from safeconduct.files.template import new_folder, write_template
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.settings import SETTING_TABLE, Settings


def test_a_new_folder_reads_without_a_single_notice(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    scenario, notices = read_scenario(tmp_path / "new")
    assert [str(one) for one in notices] == []
    assert scenario is not None
    assert scenario.schematic
    assert scenario.settings == Settings()
    network, road_notices = read_roads(tmp_path / "new" / "roads.csv", scenario.roads, cache=None)
    assert [str(one) for one in road_notices if one.severity != "info"] == []
    assert network.nodes == 4


def test_every_column_and_setting_is_explained(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    for spec in TABLES:
        path = tmp_path / "new" / f"{spec.stem}.csv"
        if spec.stem == "closures":
            assert (tmp_path / "new" / "closures.geojson").is_file()
            continue
        text = path.read_text(encoding="utf-8")
        assert [column.name for column in spec.columns if f"#   {column.name} (" not in text] == []
    text = (tmp_path / "new" / "scenario.toml").read_text(encoding="utf-8")
    assert [name for name in SETTING_TABLE if f"# {name} = " not in text] == []


def test_every_commented_setting_is_its_default(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    path = tmp_path / "new" / "scenario.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    opened = [line[2:] if line.startswith("# ") and line[2:].split(" = ")[0] in SETTING_TABLE else line for line in lines]
    path.write_text("\n".join(opened), encoding="utf-8")
    assert sum(line != other for line, other in zip(lines, opened, strict=True)) == len(SETTING_TABLE)
    tomllib.loads("\n".join(opened))
    scenario, notices = read_scenario(tmp_path / "new")
    assert [str(one) for one in notices] == []
    assert scenario is not None
    assert scenario.settings == Settings()


def test_every_example_row_says_that_it_is_one(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    for path in (tmp_path / "new").rglob("*"):
        if path.is_file() and path.name not in {"roads.csv", "places.csv", "text.csv"}:
            assert "EXAMPLE" in path.read_text(encoding="utf-8"), path.name


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    write_template(tmp_path / "new")
    assert (tmp_path / "new" / "terms" / "example-17.toml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_the_blank_form_of_a_new_folder_is_read_once_it_is_filled(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    blank = (tmp_path / "new/forms/text.csv").read_text(encoding="utf-8")
    filled = blank.replace("text,,,reference,,", "text,,,reference,X 1,").replace("window,,,words,,", "window,,,words,All day.,")
    (tmp_path / "new/terms/x.csv").write_text(filled.replace("text,,,zone,,", "text,,,zone,Europe/Berlin,"), encoding="utf-8")
    scenario, notices = read_scenario(tmp_path / "new")
    assert scenario is not None, [str(one) for one in notices]
    assert [(one.reference, len(one.terms)) for one in scenario.texts] == [("EXAMPLE 17", 5), ("X 1", 1)]


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        write_template(tmp_path)
    assert refused.value.rule == template.RULE_EMPTY
    with pytest.raises(RefusedError):
        write_template(tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_nothing_stays_of_a_folder_that_was_not_finished(error: type[BaseException], there: bool, tmp_path: Path) -> None:
    if there:
        (tmp_path / "new").mkdir()
    with pytest.raises(error), new_folder(tmp_path / "new") as draft:  # noqa: PT012 - the writing must precede the error
        (draft / "half").write_text("x", encoding="utf-8")
        raise error
    assert [path.name for path in tmp_path.rglob("*")] == (["new"] if there else [])


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_fails_at_the_end_leaves_nothing(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> Path:
        if there and "terms" in str(target):
            return Path(shutil.move(self, target))
        raise OSError(28, "No space left on device")

    if there:
        (tmp_path / "new").mkdir()
    monkeypatch.setattr(Path, "rename", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(BadInputError) as bad:
        write_template(tmp_path / "new")
    assert [one.code for one in bad.value.notices] == ["folder-unwritable"]
    assert [path.name for path in tmp_path.rglob("*")] == (["new"] if there else [])


def test_a_place_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BadInputError):
        write_template(tmp_path / "file" / "new")
