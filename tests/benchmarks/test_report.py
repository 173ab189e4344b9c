"""The table and its summary say what the lines hold, good or bad."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from benchmarks.inputs import Case
from benchmarks.report import EXPANDED, MIN_COST, Line, Ours, Peer, cells, summary, write

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.result import ClearanceResult

NET = ArcNetwork(np.array([0]), np.array([1]), np.array([2]), np.array([1]))
CASE = Case({0: 9}, (1,))
EXACT = Ours(ClearanceResult(10, 10, None, exact=True), 0.5, 0.001, accepted=True, cut=False)
CUT = Ours(ClearanceResult(None, 7, None, exact=False), 60.0, 0.0, accepted=None, cut=True)


def line(group: str, ours: Ours, peer: Peer) -> Line:
    return Line(group, f"{group}: net", NET, CASE, ours, peer)


def test_cells_of_an_exact_line_and_of_a_cut_one() -> None:
    good = cells(line("few", EXACT, Peer(EXPANDED, "T 10", 20.0, equal=True)))
    assert good[1:11] == ("2", "1", "1", "9", "10", "10", "yes", "0.500", "1.0", "yes")
    assert good[13:16] == ("20.000", "40", "20000")
    bad = cells(line("few", CUT, Peer(EXPANDED, "-", None, "no T to confirm")))
    assert bad[5:11] == ("-", "7", "cut", "60.000", "0.0", "no proof")
    assert bad[13:16] == ("-", "-", "-")


def test_summary_tells_the_fastest_peer_and_what_differs() -> None:
    lines = [
        line("dense", EXACT, Peer("CCRP plain", "T 12", 2.0, above=0.2)),
        line("dense", EXACT, Peer("CCRP kept", "T 11", 1.0, above=0.1)),
        line("few", EXACT, Peer(EXPANDED, "T 10", 20.0, equal=True)),
        line("few", EXACT, Peer(EXPANDED, "REFUTES T", 5.0, equal=False)),
        line("static", EXACT, Peer(f"{MIN_COST} (circulation)", "9 equal", 8.0, equal=True)),
        line("static", EXACT, Peer(f"{MIN_COST} (told the units)", "8 DIFFERS", 4.0, equal=False)),
    ]
    text = "\n".join(summary(lines))
    assert "fastest CCRP (CCRP kept) 1.00 s, ratio 2.00; CCRP's T +10.0 to +20.0 %" in text
    assert "few against OR-tools time-expanded: 1 of 2 equal" in text
    assert "check at most 1/5000" in text
    assert "ratio 8 to the faster of OR-tools' two ways, DIFFERENT cost" in text
    assert "3 of 3 cases exact; 3 of 3 certificates accepted" in text


def test_report_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "table.md"
    write([line("few", EXACT, Peer(EXPANDED, "T 10", 20.0, equal=True))], ("told", ["Machine: any."]), out)
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Clearance benchmark\n\nMachine: any.\n")
    assert text.count("\n| ") == 3
