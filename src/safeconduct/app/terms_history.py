"""The history of an agreement: every version of every text, what each changed, who answered by which paper, and every act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from safeconduct.agreement.lifecycle import act_text
from safeconduct.agreement.standing import clause_name, text_name
from safeconduct.agreement.wording import moment_text
from safeconduct.app.terms_case import TermsCase, read_terms_case
from safeconduct.model.terms import Answer, Moment, Term, TermsText


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a text. said: one line for each answer, receipt and clause that is new or other than before."""

    text: TermsText
    name: str
    in_force: bool
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Every version in the order of texts and numbers, and every act as a line."""

    case: TermsCase
    versions: tuple[VersionLine, ...]
    acts: tuple[str, ...]


def read_history(path: Path) -> History:
    """Return the history of the texts at a path; raises BadInputError when they cannot be read."""
    case = read_terms_case(path)
    held = case.held
    lines = []
    references = tuple(dict.fromkeys(text.reference for text in case.texts))
    for reference in references:
        before: TermsText | None = None
        for text in sorted((one for one in case.texts if one.reference == reference), key=lambda one: one.version):
            lines.append(VersionLine(text, text_name(text), text in held, tuple(changes(before, text))))
            before = text
    return History(case, tuple(lines), tuple(act_text(one, case.zone) for one in case.acts))


def changes(before: TermsText | None, after: TermsText) -> list[str]:
    """Return what a version says that the one before did not: clauses, answers and receipts, one line each."""
    old = {term.id: term for term in before.terms} if before else {}
    said = [
        f"received by {one.party}{_by(one.paper, one.channel)}"
        for one in after.acknowledged
        if before is None or one not in before.acknowledged
    ]
    for term in after.terms:
        known = old.pop(term.id, None)
        parts = ["new"] if before is not None and known is None else []
        parts += ["changed"] if known is not None and _content(known) != _content(term) else []
        parts += _answers(known, term, after.zone)
        said += [f"{_name(term)}: {'; '.join(parts)}"] if parts else []
    said += [f"{_name(term)}: left out" for term in old.values()]
    return said


def _name(term: Term) -> str:
    return clause_name(replace(term, paper=""))


def _content(term: Term) -> tuple[object, ...]:
    return term.kind, term.label, term.text, term.texts, term.values, term.limits, term.required


def _answers(before: Term | None, after: Term, zone: str) -> list[str]:
    known = {one.party: one for one in before.answers} if before else {}
    said = []
    for answer in after.answers:
        was = known.pop(answer.party, None)
        if was != answer:
            come = f"{was.state} -> " if was is not None and was.state != answer.state else ""
            said.append(f"{answer.party} {come}{answer.state}{answer_text(answer, zone)}")
    said += [f"{party} {was.state} -> no answer" for party, was in known.items()]
    return said


def answer_text(answer: Answer, zone: str) -> str:
    """Return by which paper, when and by which channel an answer is known."""
    at = f", {moment_text(Moment(answer.at, zone or 'UTC'))}" if answer.at else ""
    return f"{_by(answer.paper, answer.channel)}{at}"


def _by(paper: str, channel: str) -> str:
    return (f", by {paper}" if paper else "") + (f" ({channel})" if channel else "")
