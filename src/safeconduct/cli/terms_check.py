"""`safeconduct terms check` and `terms history`: what is missing of an agreement, and how it came to what it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeconduct.cli import show
from safeconduct.cli.terms import AsJson, app

if TYPE_CHECKING:
    from safeconduct.agreement.completeness import Point
    from safeconduct.app.terms_check import TermsReport
    from safeconduct.model.terms import Term

TextPath = Annotated[
    Path, typer.Argument(metavar="PATH", help="A text (.toml), a filled form (.csv, .xlsx) or a scenario folder.")
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The scenario folder.")]


@app.command("check")
def check(path: TextPath, as_json: AsJson = False) -> None:
    """Go or no go, the minimum points, the causes of failure with the questions to put, and how each party stands to each clause.

    NO GO is a result, not an error: the exit code is 0.
    """
    from safeconduct.app.terms_check import check_agreement

    report = check_agreement(path)
    if as_json:
        show.say_json(report_json(report))
        return
    show.show_notices(report.notices)
    for line in report_lines(report):
        show.say(line)


@app.command("history")
def history(folder: Folder, as_json: AsJson = False) -> None:
    """Every version of every text and what it changed, who answered when and by which paper, and every recorded act."""
    from safeconduct.app.terms_history import read_history

    found = read_history(folder)
    if as_json:
        show.say_json(
            {
                "ok": True,
                "state": found.case.state,
                "versions": [
                    {
                        "reference": one.text.reference,
                        "version": one.text.version,
                        "party": one.text.party,
                        "file": one.text.file,
                        "dated": one.text.dated.isoformat() if one.text.dated else None,
                        "in_force": one.in_force,
                        "changes": list(one.said),
                    }
                    for one in found.versions
                ],
                "acts": list(found.acts),
                "notices": [show.notice_json(one) for one in found.case.notices],
            }
        )
        return
    show.show_notices(found.case.notices)
    for one in found.versions:
        party = f" of {one.text.party}" if one.text.party else ""
        show.say(f"{one.name}{party} ({one.text.file}){', in force' if one.in_force else ''}")
        for line in one.said or ("nothing changed",):
            show.say(f"  {line}")
    show.say("Acts")
    for line in found.acts or ("none recorded",):
        show.say(f"  {line}")
    show.say(f"State: {found.case.state_text}")


def report_lines(report: TermsReport) -> list[str]:
    """Return the report for people."""
    from safeconduct.agreement.completeness import MINIMUM

    lines = ["GO as far as the texts on file go; people decide." if report.go.go else "NO GO"]
    lines += [f"  {reason}" for reason in report.go.reasons]
    lines += ["", "The minimum of an agreement"]
    lines += [line for point in report.points if point.check.severity == MINIMUM for line in point_lines(point)]
    lines += ["", "Why corridors fail"]
    lines += [line for point in report.points if point.check.severity != MINIMUM for line in point_lines(point)]
    lines += ["", "How each party stands"]
    for text in report.case.held:
        lines.append(f"  {text.reference or 'common text'}, version {text.version}{f' of {text.party}' if text.party else ''}")
        for term in text.terms:
            lines += clause_lines(term, report.parties, text.zone)
    received = [
        f"  {one.party}: {text.reference}{_paper(one.paper, one.channel)}"
        for text in report.case.held
        for one in text.acknowledged
    ]
    lines += ["", "Received (a receipt is no acceptance)", *received] if received else []
    if report.case.folder is not None:
        lines += ["", f"State of the agreement: {report.case.state_text}"]
    return lines


def point_lines(point: Point) -> list[str]:
    """Return how one point stands: satisfied by what, or what is missing and the question to put."""
    from safeconduct.agreement.completeness import SATISFIED

    head = f"  {point.status if point.status == SATISFIED else point.status.upper():<9}  {point.check.title}"
    if point.status == SATISFIED:
        return [head, *(f"             {one}" for one in point.evidence)]
    asked = ", ".join(point.asked) or "each party"
    return [head, f"             {point.missing}", f"             Ask {asked}: {point.check.question}"]


def clause_lines(term: Term, parties: tuple[str, ...], zone: str) -> list[str]:
    """Return how each party stands to a clause, by which paper."""
    from safeconduct.agreement.standing import clause_name, worst_answer
    from safeconduct.app.terms_history import answer_text

    lines = [f"    {clause_name(term)}{'' if term.required else ' (not required)'}"]
    for party in parties:
        answer = worst_answer(term, party)
        lines.append(f"      {party}: {answer.state + answer_text(answer, zone) if answer else 'silent'}")
    return lines


def _paper(paper: str, channel: str) -> str:
    return (f", by {paper}" if paper else "") + (f" ({channel})" if channel else "")


def report_json(report: TermsReport) -> dict[str, object]:
    """Return the report for programs."""
    return {
        "ok": True,
        "go": report.go.go,
        "reasons": list(report.go.reasons),
        "parties": list(report.parties),
        "state": report.case.state,
        "planned": report.planned,
        "points": [
            {
                "code": one.check.code,
                "severity": one.check.severity,
                "title": one.check.title,
                "status": one.status,
                "evidence": list(one.evidence),
                "missing": one.missing,
                "question": one.check.question,
                "ask": list(one.asked),
            }
            for one in report.points
        ],
        "texts": [
            {
                "reference": text.reference,
                "version": text.version,
                "party": text.party,
                "file": text.file,
                "clauses": [_clause_json(term, report.parties) for term in text.terms],
                "acknowledged": [
                    {"party": one.party, "paper": one.paper, "at": one.at.isoformat() if one.at else None, "channel": one.channel}
                    for one in text.acknowledged
                ],
            }
            for text in report.case.held
        ],
        "notices": [show.notice_json(one) for one in report.notices],
    }


def _clause_json(term: Term, parties: tuple[str, ...]) -> dict[str, object]:
    from safeconduct.agreement.standing import worst_answer

    answers = []
    for party in parties:
        one = worst_answer(term, party)
        answers.append(
            {
                "party": party,
                "state": one.state if one else "silent",
                "paper": one.paper if one else "",
                "at": one.at.isoformat() if one and one.at else None,
                "channel": one.channel if one else "",
            }
        )
    return {"id": term.id, "kind": term.kind, "label": term.label, "required": term.required, "answers": answers}
