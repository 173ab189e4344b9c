"""A folder appears whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from safeconduct.files.atomic import write_folder
from safeconduct.model.errors import BadInputError, RefusedError

FILES = {"plan.json": b"{}", "b.txt": b"two"}
KNOWN = frozenset(FILES)


def put(out: Path, files: dict[str, bytes] | None = None, *, overwrite: bool = True) -> tuple[Path, ...]:
    return write_folder(out, files or FILES, mark="plan.json", known=KNOWN, overwrite=overwrite)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["plan", "two words", "план на п'ятницю", "خطة"])
def test_it_is_written_under_any_name(tmp_path: Path, name: str) -> None:
    made = put(tmp_path / "deeper" / name)
    assert [path.read_bytes() for path in made] == [b"{}", b"two"]
    assert names(tmp_path / "deeper") == [name]


def test_an_older_plan_is_replaced_whole(tmp_path: Path) -> None:
    put(tmp_path / "plan")
    put(tmp_path / "plan", {"plan.json": b"new"})
    assert names(tmp_path / "plan") == ["plan.json"]
    assert names(tmp_path) == ["plan"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    put(tmp_path / "plan", overwrite=False)
    assert names(tmp_path / "plan") == sorted(FILES)


def test_a_plan_is_kept_when_asked(tmp_path: Path) -> None:
    put(tmp_path / "plan")
    with pytest.raises(RefusedError) as caught:
        put(tmp_path / "plan", {"plan.json": b"new"}, overwrite=False)
    assert caught.value.rule == "plan-folder-keep"
    assert (tmp_path / "plan/plan.json").read_bytes() == b"{}"


@pytest.mark.parametrize("strange", ["notes.txt", "groups.csv", ".git"])
def test_a_folder_with_anything_else_is_refused(tmp_path: Path, strange: str) -> None:
    put(tmp_path / "plan")
    (tmp_path / "plan" / strange).write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError, match=strange):
        put(tmp_path / "plan")
    assert (tmp_path / "plan" / strange).read_text(encoding="utf-8") == "mine"


def test_a_folder_without_a_plan_a_file_and_a_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half/b.txt").write_bytes(b"")
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "half", target_is_directory=True)
    for name in ("half", "file", "link"):
        with pytest.raises(RefusedError):
            put(tmp_path / name)
    assert names(tmp_path) == ["file", "half", "link"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(1), MemoryError()])
def test_an_interruption_leaves_nothing_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException) -> None:
    put(tmp_path / "plan")
    real = os.fsync

    def interrupted(handle: int) -> None:
        if (tmp_path / "plan").exists():
            raise stop
        real(handle)

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(type(stop)):
        put(tmp_path / "plan", {"plan.json": b"new"})
    assert names(tmp_path) == ["plan"]
    assert (tmp_path / "plan/plan.json").read_bytes() == b"{}"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInputError) as caught:
        put(tmp_path / "plan")
    assert caught.value.notices[0].code == "plan-disk-full"
    assert names(tmp_path) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadInputError) as caught:
        put(tmp_path / "file" / "plan")
    assert caught.value.notices[0].code == "plan-not-written"


def test_when_the_last_rename_fails_the_old_plan_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "plan")
    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BadInputError):
        put(tmp_path / "plan", {"plan.json": b"new"})
    assert names(tmp_path) == ["plan"]
    assert (tmp_path / "plan/plan.json").read_bytes() == b"{}"


def test_names_in_folders_are_written_and_known(tmp_path: Path) -> None:
    files = {"plan.json": b"{}", "sheets/a.pdf": b"a"}
    known = frozenset(files)
    made = write_folder(tmp_path / "plan", files, mark="plan.json", known=known, overwrite=True)
    assert [path.read_bytes() for path in made] == [b"{}", b"a"]
    assert write_folder(tmp_path / "plan", files, mark="plan.json", known=known, overwrite=True) == made
    (tmp_path / "plan/sheets/b.pdf").write_bytes(b"mine")
    with pytest.raises(RefusedError, match=r"sheets/b\.pdf"):
        write_folder(tmp_path / "plan", files, mark="plan.json", known=known, overwrite=True)
    (tmp_path / "plan/sheets/b.pdf").unlink()
    (tmp_path / "plan/empty").mkdir()
    with pytest.raises(RefusedError, match="empty/"):
        write_folder(tmp_path / "plan", files, mark="plan.json", known=known, overwrite=True)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_inside_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.pdf").write_bytes(b"theirs")
    put(tmp_path / "plan")
    (tmp_path / "plan" / "sheets").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match="sheets"):
        write_folder(tmp_path / "plan", FILES, mark="plan.json", known=KNOWN | {"sheets/a.pdf"}, overwrite=True)
    assert (tmp_path / "elsewhere" / "a.pdf").read_bytes() == b"theirs"
