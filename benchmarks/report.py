"""The table of the clearance benchmark and what it says in sum."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.inputs import Case

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.result import ClearanceResult

HEADINGS = (
    *("case", "nodes", "arcs", "pockets", "people", "T", "bound", "exact", "product s", "check ms", "accepted"),
    *("peer", "peer's answer", "peer s", "peer / product", "peer / check", "remark"),
)
EXPANDED = "OR-tools time-expanded"
MIN_COST = "OR-tools min-cost flow"


class Ours(NamedTuple):
    """The product's answer, its seconds, the seconds of the check and whether the certificate was accepted (None: no proof).

    cut: the time limit ended the search.
    """

    result: ClearanceResult
    seconds: float
    check_s: float
    accepted: bool | None
    cut: bool


class Peer(NamedTuple):
    """A peer's answer in words ("-": none), seconds (None: not run), a remark.

    equal: the answer is the product's (None: it has none). above: share by which its T lies above the product's (None: unknown).
    """

    name: str
    answer: str
    seconds: float | None
    remark: str = ""
    equal: bool | None = None
    above: float | None = None


class Line(NamedTuple):
    """One line of the table."""

    group: str
    name: str
    net: ArcNetwork
    case: Case
    ours: Ours
    peer: Peer

    @property
    def ratio(self) -> float | None:
        """Peer seconds / product seconds."""
        return None if self.peer.seconds is None else self.peer.seconds / max(self.ours.seconds, 1e-9)


def cells(line: Line) -> tuple[str, ...]:
    """Return the line as text, in the order of the headings."""
    ours, peer, result = line.ours, line.peer, line.ours.result
    exact = "yes" if result.exact else "cut" if ours.cut else "no"
    accepted = "no proof" if ours.accepted is None else "yes" if ours.accepted else "NO"
    ratio, proof = "-", "-"
    if peer.seconds is not None and line.ratio is not None:
        ratio = f"{line.ratio:.3g}"
        proof = f"{peer.seconds / ours.check_s:.0f}" if ours.check_s else "-"
    return (
        *(line.name, str(line.net.nodes), str(line.net.arcs), str(len(line.case.supply)), str(sum(line.case.supply.values()))),
        *("-" if result.steps is None else str(result.steps), str(result.lower_bound_steps), exact),
        *(f"{ours.seconds:.3f}", f"{1000 * ours.check_s:.1f}", accepted),
        *(peer.name, peer.answer, "-" if peer.seconds is None else f"{peer.seconds:.3f}", ratio, proof, peer.remark),
    )


def markdown(values: Sequence[str]) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(values) + " |"


def head() -> str:
    """Return the head of the table."""
    return markdown(HEADINGS) + "\n|" + " --- |" * len(HEADINGS)


def summary(lines: Sequence[Line]) -> list[str]:
    """Return what the lines say in sum, one sentence for each comparison that was made."""
    found = [*sum_dense(lines), *sum_expanded(lines), *sum_static(lines)]
    runs = {line.name: line.ours for line in lines}
    proofs = [ours for ours in runs.values() if ours.accepted is not None]
    accepted = sum(bool(ours.accepted) for ours in proofs)
    exact = sum(ours.result.exact for ours in runs.values())
    found.append(f"Product: {exact} of {len(runs)} cases exact; {accepted} of {len(proofs)} certificates accepted.")
    return found


def sum_dense(lines: Sequence[Line]) -> list[str]:
    """Compare with the fastest way of CCRP, case by case."""
    found = []
    for name in dict.fromkeys(line.name for line in lines if line.group in ("dense", "more")):
        mine = [line for line in lines if line.name == name and line.peer.name.startswith("CCRP") and line.peer.above is not None]
        if not mine:
            continue
        best = min(mine, key=lambda line: line.peer.seconds or 0.0)
        above = [100 * (line.peer.above or 0.0) for line in mine]
        found.append(
            f"{name}: product {best.ours.seconds:.2f} s; fastest CCRP ({best.peer.name}) {best.peer.seconds:.2f} s, "
            f"ratio {best.ratio:.2f}; CCRP's T {min(above):+.1f} to {max(above):+.1f} % against the product's."
        )
    return found


def sum_expanded(lines: Sequence[Line]) -> list[str]:
    """Compare with the time-expanded network, group by group."""
    found = []
    for group in dict.fromkeys(line.group for line in lines):
        mine = [line for line in lines if line.group == group and line.peer.name == EXPANDED]
        run = [line for line in mine if line.peer.seconds is not None]
        if not run:
            continue
        ratios = sorted(line.ratio or 0.0 for line in run)
        checks = [line.ours.check_s / line.peer.seconds for line in run if line.ours.check_s and line.peer.seconds]
        equal = sum(bool(line.peer.equal) for line in run)
        worst = f"; check at most 1/{1 / max(checks):.0f} of it" if checks else ""
        found.append(
            f"{group} against {EXPANDED}: {equal} of {len(run)} equal (of {len(mine)} cases, the others did not fit); ratio "
            f"{ratios[0]:.3g} at least, {ratios[len(ratios) // 2]:.3g} in the middle{worst}."
        )
    return found


def sum_static(lines: Sequence[Line]) -> list[str]:
    """Compare with the faster of OR-tools' two ways, case by case."""
    found = []
    for name in dict.fromkeys(line.name for line in lines if line.peer.name.startswith(MIN_COST)):
        mine = [line for line in lines if line.name == name and line.peer.name.startswith(MIN_COST) and line.ratio is not None]
        if mine:
            best = min(mine, key=lambda line: line.ratio or 0.0)
            equal = "equal" if all(line.peer.equal for line in mine) else "DIFFERENT"
            found.append(
                f"{name}, {best.net.arcs} arcs: ratio {best.ratio:.3g} to the faster of OR-tools' two ways, {equal} cost."
            )
    return found


def write(lines: Sequence[Line], texts: tuple[str, Sequence[str]], out: Path) -> None:
    """Write everything so far as Markdown; texts: (how it was measured, remarks)."""
    told, remarks = texts
    parts = ["# Clearance benchmark", *remarks, "## In sum", "\n".join(f"- {text}" for text in summary(lines))]
    parts += ["## How it is measured", f"```\n{told.strip()}\n```", "## All lines"]
    parts.append("\n".join([head(), *(markdown(cells(line)) for line in lines)]))
    out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
