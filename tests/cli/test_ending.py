"""Ctrl-C during a search, with a real process: the first keeps what is proven, the second writes nothing; and the bracket on a terminal.

The search is real but slowed down, so that there is time to interrupt it: each search for a clearance time takes half a minute unless
it is ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from good_folder import write
from safeconduct.app.case import read_scenario
from safeconduct.app.plan import make_plan, write_plan
from safeconduct.cli.ending import Ending, ending
from safeconduct.cli.main import run
from safeconduct.cli.show import progress_line
from safeconduct.files.plan_folder import read_plan

SLOWED = """
import signal, sys, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # as in the foreground of a shell
import safeconduct.planning.cut_proofs as searches
from safeconduct.cli.main import run

real, marker, deaf = searches.clearance_time, Path(sys.argv.pop(1)), sys.argv.pop(1) == "deaf"

def slowed(net, supply, exits, *, windows=None, stop=None, progress=None):
    found = real(net, supply, exits, windows=windows)
    marker.touch()
    for turn in range(600):
        if progress is not None:
            progress(found.steps, found.steps + 60 * (600 - turn))
        if stop() and not deaf:
            return real(net, supply, exits, windows=windows, stop=stop)
        time.sleep(0.05)
    return found

searches.clearance_time = slowed
run()
"""

needs_signals = pytest.mark.skipif(os.name == "nt", reason="signals are sent another way on Windows")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small scenario folder, planned once without any interruption."""
    made = write(
        tmp_path_factory.mktemp("ending"),
        roads_csv="from,to\nAlpha,Gamma\nBeta,Gamma\n",
        places_csv="name,lon,lat\nAlpha,38.0,47.5\nBeta,38.1,47.6\nGamma,38.3,47.7\n",
    )
    case = read_scenario(made)
    write_plan(make_plan(case), case, made / "plan")
    return made


class Slowed:
    """A process whose searches are slowed down."""

    def __init__(self, folder: Path, marker: Path, *words: str, deaf: bool = False, stderr: int = subprocess.PIPE) -> None:
        marker.unlink(missing_ok=True)
        self.marker = marker
        command = [sys.executable, "-c", SLOWED, str(marker), "deaf" if deaf else "listening", "plan", str(folder), *words]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8")

    def until_searching(self) -> None:
        for _ in range(600):
            if self.marker.exists():
                return
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.05)
        raise AssertionError("no search has begun")

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)


@needs_signals
def test_the_first_interrupt_writes_what_is_proven_and_the_plan_says_so(folder: Path, tmp_path: Path) -> None:
    shown, _ = on_a_terminal(folder, tmp_path)
    assert "ended by Ctrl-C" in shown
    assert "Traceback" not in shown
    plan = read_plan(tmp_path / "out")
    assert any("ended before it was finished" in text for text in plan.notices)
    assert not all(proof.exact for proof in plan.proofs if proof.kind == "roads")
    brackets = [line for line in shown.replace("\r", "\n").splitlines() if "roads: between" in line]
    assert "clearance proofs" in brackets[0]
    assert brackets[0].split("roads:")[1] != brackets[-1].split("roads:")[1]


@needs_signals
def test_the_second_interrupt_writes_nothing_and_leaves_the_older_plan(folder: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "plan").rglob("*.*")}
    run = Slowed(folder, tmp_path / "marker", "--seed", "7", deaf=True)
    run.until_searching()
    run.interrupt()
    time.sleep(0.3)
    assert run.process.poll() is None, "one interrupt must not end the command"
    run.interrupt()
    _, warned = run.process.communicate(timeout=60)
    assert run.process.returncode == 130
    assert "Interrupted" in warned
    assert {path.name: path.read_bytes() for path in (folder / "plan").rglob("*.*")} == before


def test_an_interrupt_ends_what_is_worked_out_beside_the_bounds_too(folder: Path) -> None:
    case = read_scenario(folder)
    assert read_plan(folder / "plan").route_prices
    assert make_plan(case, stop=lambda: True).route_prices == ()


def test_an_uninterrupted_plan_says_nothing_of_an_end(folder: Path) -> None:
    assert not any("ended before" in text for text in read_plan(folder / "plan").notices)


@needs_signals
def test_with_json_no_bracket_is_shown_and_one_document_written(folder: Path, tmp_path: Path) -> None:
    shown, told = on_a_terminal(folder, tmp_path, "--json")
    assert "roads" not in shown
    assert "\x1b" not in shown
    assert json.loads(told)["files"]


def on_a_terminal(folder: Path, tmp_path: Path, *words: str) -> tuple[str, str]:
    """Return what a slowed plan, interrupted after a second, writes on a terminal of 80 letters a line, and on standard output."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    run = Slowed(folder, tmp_path / "marker", "--out", str(tmp_path / "out"), *words, stderr=theirs)
    os.close(theirs)
    pieces: list[bytes] = []

    def read() -> None:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side is closed
                return
            if not piece:
                return
            pieces.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    run.until_searching()
    time.sleep(1)
    run.interrupt()
    told, _ = run.process.communicate(timeout=60)
    reader.join(timeout=60)
    os.close(ours)
    assert run.process.returncode == 0
    return b"".join(pieces).decode(), told


def test_outside_a_search_the_first_interrupt_ends_the_command() -> None:
    shown: list[str] = []
    end = Ending(("clearance proofs",), lambda stage, _share: shown.append(stage))
    end.progress("timetables", 0.3)
    with pytest.raises(KeyboardInterrupt):
        end.interrupt(signal.SIGINT, None)
    end.progress("clearance proofs: roads: at least 5 min", 0.5)
    end.interrupt(signal.SIGINT, None)
    assert end.stop()
    end.progress("clearance proofs: roads: at least 6 min", 0.5)
    end.progress("joining the plan", 0.9)
    assert shown[-1] == "joining the plan"
    assert "again writes nothing" in shown[-2]
    with pytest.raises(KeyboardInterrupt):
        end.interrupt(signal.SIGINT, None)


@pytest.mark.parametrize("interrupted", [True, False])
def test_an_interrupt_that_compiled_code_turns_into_another_error_is_one(
    interrupted: bool, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise SystemError("a result with an exception set") from (KeyboardInterrupt() if interrupted else None)

    monkeypatch.setattr("safeconduct.app.case.read_scenario", fail)
    monkeypatch.setattr(sys, "argv", ["safeconduct", "plan", str(folder)])
    with pytest.raises(SystemExit if interrupted else SystemError) as ended:
        run()
    if interrupted:
        assert isinstance(ended.value, SystemExit)
        assert ended.value.code == 130
        assert "Interrupted" in capsys.readouterr().err


def test_how_interrupts_are_taken_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with ending((), lambda _stage, _share: None) as end:
            assert signal.getsignal(signal.SIGINT) == end.interrupt
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with ending((), lambda _stage, _share: None):
            assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_quiet_line_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_line(quiet=True) as show:
        show("clearance proofs: roads: at least 5 min", 0.5)
    with progress_line(quiet=False) as show:  # standard error is no terminal here
        show("clearance proofs: roads: at least 5 min", 0.5)
    assert capsys.readouterr().err == ""
