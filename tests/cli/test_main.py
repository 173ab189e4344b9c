"""The commands as a user runs them: exit codes, what stands on stdout and stderr, nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "safeconduct", *words], capture_output=True, encoding="utf-8", cwd=cwd, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "my demo"
    made = run("demo", str(folder))
    assert made.returncode == 0, made.stderr
    assert "brief.pdf" in made.stdout
    return folder


def test_demo_writes_a_plan_that_verifies(demo: Path) -> None:
    checked = run("verify", str(demo / "plan/plan.json"), str(demo))
    assert checked.returncode == 0, checked.stderr
    assert "Every promise holds" in checked.stdout


def test_check_json_is_one_document(demo: Path) -> None:
    checked = run("check", str(demo), "--json")
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["ok"] is True


def test_plan_json_tells_the_figures(demo: Path, tmp_path: Path) -> None:
    made = run("plan", str(demo), "--out", str(tmp_path / "out"), "--routes", "1", "--prefer", "fastest", "--json")
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    assert told["option"] == "fastest"
    assert told["go"] is False
    assert all(Path(name).exists() for name in told["files"])
    assert all(one["saving_s"] is None or one["saving_s"] >= 0 for one in told["bottlenecks"])
    assert [one["routes"] for one in told["route_prices"]] == [1, 2, 3, None]
    times = [one["clear_s"] for one in told["route_prices"]]
    assert times == sorted(times, reverse=True)


def test_a_changed_plan_is_exit_5(demo: Path, tmp_path: Path) -> None:
    plan = json.loads((demo / "plan/plan.json").read_text(encoding="utf-8"))
    plan["timetable"]["packets"][0]["runs"][0]["people"]["able"] += 40
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    (tmp_path / "certificate.json").write_bytes((demo / "plan/certificate.json").read_bytes())
    checked = run("verify", str(tmp_path / "plan.json"), str(demo))
    assert checked.returncode == 5
    assert "disagrees" in checked.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x13garbage", b"{", b'{"schema_version": "9"}', b"[]"])
def test_a_plan_of_garbage_is_exit_3(demo: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    checked = run("verify", str(tmp_path / "plan.json"), str(demo))
    assert checked.returncode == 3, checked.stderr
    assert "Traceback" not in checked.stderr


def test_a_missing_folder_is_exit_3_and_json_on_request(tmp_path: Path) -> None:
    assert run("plan", str(tmp_path / "nowhere")).returncode == 3
    told = run("plan", str(tmp_path / "nowhere"), "--json")
    assert json.loads(told.stdout)["exit"] == 3


def test_wrong_usage_is_exit_2(demo: Path) -> None:
    assert run("plan").returncode == 2
    assert run("fly", str(demo)).returncode == 2
    assert run("demo", str(demo)).returncode == 2


def test_windows_that_never_open_are_exit_4_or_3(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    for path in demo.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    # A window of one minute: nobody can reach an exit inside it.
    (folder / "windows.csv").write_text("id,from,to,scope\nW1,2014-08-29 08:00,2014-08-29 08:01,all\n", encoding="utf-8")
    made = run("plan", str(folder))
    assert made.returncode == 4, made.stderr
    assert "No safe plan exists" in made.stderr
    assert not (folder / "plan").exists()


def test_new_folder_can_be_checked_and_planned(tmp_path: Path) -> None:
    folder = tmp_path / "новий сценарій"
    assert run("new", str(folder)).returncode == 0
    made = run("plan", str(folder))
    assert made.returncode == 0, made.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals are sent another way on Windows")
def test_an_interrupt_leaves_no_half_folder(demo: Path, tmp_path: Path) -> None:
    for pause_s in (0.6, 1.0, 1.5):
        process = subprocess.Popen(
            [sys.executable, "-m", "safeconduct", "plan", str(demo), "--out", str(tmp_path / "out")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        time.sleep(pause_s)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert "Traceback" not in told
        left = sorted(path.name for path in tmp_path.iterdir())
        assert left == [] or (left == ["out"] and (tmp_path / "out/plan.json").exists()), left


INTERRUPTED_LOAD = """
import os, signal, sys, time
from safeconduct.__main__ import main

class Interrupt:
    def find_spec(self, name, *_):
        if name == "safeconduct.cli.main":
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)

signal.signal(signal.SIGINT, signal.default_int_handler)  # as at a terminal; a job in the background may ignore it
sys.meta_path.insert(0, Interrupt())
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of a POSIX shell")
def test_an_interrupt_while_the_commands_load_is_no_traceback() -> None:
    told = subprocess.run([sys.executable, "-c", INTERRUPTED_LOAD], capture_output=True, encoding="utf-8", check=False)
    assert (told.returncode, told.stderr) == (-signal.SIGINT, "")


def test_help_is_quick_and_names_every_command() -> None:
    told = run("--help").stdout
    for name in ("demo", "new", "check", "plan", "verify", "roads"):
        assert name in told
