"""The minimum points of an agreement: which clauses in force make them, typed or in words only, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.agreement.standing import clause_name
from safeconduct.model.clauses import CLAUSE_KINDS, MINIMUM_POINTS, ClauseKind
from safeconduct.model.terms import Moment, Term

NEEDED_FIELDS: dict[str, tuple[str, ...]] = {
    "window": ("from", "to"),
    "route": ("way_points",),
    "assembly": ("points",),
    "who": ("may_leave",),
    "voluntary": ("voluntary",),
    "aid": ("allowed",),
}
"""Kind that makes a minimum point -> the fields without which its typed form does not make it."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """A part of a minimum point: one kind of clause. typed, worded: clauses in force that make it; fault: why others do not."""

    kind: ClauseKind
    typed: tuple[Term, ...] = ()
    worded: tuple[Term, ...] = ()
    fault: str = ""

    @property
    def made(self) -> bool:
        """Whether a clause in force makes it."""
        return bool(self.typed or self.worded)


def minimum_parts(terms: tuple[Term, ...]) -> tuple[Minimum, ...]:
    """Return each part of the minimum in the order of the table of clauses.

    Only a required clause makes a part: no other has to be accepted. A typed one has the fields of `NEEDED_FIELDS`, and leave is
    voluntary; one in words only is looked at by nobody but people.
    """
    return tuple(_part(kind, [term for term in terms if term.kind == kind.name]) for kind in CLAUSE_KINDS if kind.minimum)


def _part(kind: ClauseKind, found: list[Term]) -> Minimum:
    required = [term for term in found if term.required]
    refused = [term for term in found if kind.name == "voluntary" and term.find_value("voluntary") is False]
    if refused:
        return Minimum(kind, fault=f"{clause_name(refused[0])} says that leave is not voluntary")
    typed = tuple(term for term in required if _typed(term))
    worded = tuple(term for term in required if term not in typed and term.text.strip())
    if typed or worded or not found:
        return Minimum(kind, typed, worded)
    if not required:
        return Minimum(kind, fault=f"{clause_name(found[0])} is not marked as required, so nobody has to accept it")
    lacking = [name for name in NEEDED_FIELDS[kind.name] if required[0].find_value(name) in (None, "", ())]
    labels = [one.label for name in lacking if (one := kind.find_field(name)) is not None]
    fault = f"does not state {' and '.join(labels)}" if labels else "ends no later than it begins"
    return Minimum(kind, fault=f"{clause_name(required[0])} {fault}")


def _typed(term: Term) -> bool:
    values = dict(term.values)
    if any(values.get(name) in (None, "", ()) for name in NEEDED_FIELDS[term.kind]):
        return False
    begin, end = values.get("from"), values.get("to")
    return not (term.kind == "window" and isinstance(begin, Moment) and isinstance(end, Moment) and begin.at >= end.at)


def missing_sentence(part: Minimum) -> str:
    """Return what is missing of the minimum, one plain sentence."""
    point = MINIMUM_POINTS[part.kind.minimum]
    said = part.fault or f"no clause in force states it ({part.kind.title})"
    return f"Missing of the minimum, {point}: {said}."


def words_only_sentence(part: Minimum) -> str:
    """Return the reserve under which a part of the minimum stands in words only, one plain sentence."""
    names = " and ".join(clause_name(term) for term in part.worded)
    return f"{part.kind.title} is stated in words only: {names}. No plan can be checked against it; people have to."
