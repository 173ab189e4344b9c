"""What the checks of an agreement look at, and what a look finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from safeconduct.agreement.contradictions import Contradiction, contradictions
from safeconduct.agreement.standing import accepted_by_all, clause_name, held_texts, parties_of, state_of
from safeconduct.model.clauses import get_clause_kind
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Term, TermsText

SATISFIED, OPEN, DISPUTED = "satisfied", "open", "disputed"
STATUSES = (DISPUTED, OPEN, SATISFIED)
"""How a point stands, the worst first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is on file: the texts, the parties, scenario and plan where there are any.

    texts: every version; held: those in force. against: where those contradict each other, or are to be confirmed.
    """

    held: tuple[TermsText, ...]
    parties: tuple[str, ...]
    against: tuple[Contradiction, ...]
    scenario: Scenario | None = None
    plan: Plan | None = None
    texts: tuple[TermsText, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every clause in force."""
        return tuple(term for text in self.held for term in text.terms)


def facts_of(
    texts: tuple[TermsText, ...], terms: tuple[Term, ...], *, scenario: Scenario | None = None, plan: Plan | None = None
) -> Facts:
    """Return the facts in texts (every version) and clauses in force."""
    held = held_texts(texts, terms)
    return Facts(held, parties_of(texts, terms), contradictions(held), scenario, plan, texts)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look finds. evidence: what is on file for it; missing: what is not ("" when it is satisfied).

    Raises ValueError when it is satisfied without evidence, or not satisfied without saying why: nothing passes on silence.
    """

    status: str
    evidence: tuple[str, ...] = ()
    missing: str = ""

    def __post_init__(self) -> None:
        if (self.status == SATISFIED) != (not self.missing) or (self.status == SATISFIED and not self.evidence):
            raise ValueError("a point is satisfied by evidence, and open for a reason")


Look = Callable[[Facts], Seen]


def all_of(*seen: Seen) -> Seen:
    """Return several looks as one: the worst status, every evidence, the first thing missing of the worst."""
    worst = min(seen, key=lambda one: STATUSES.index(one.status))
    evidence = tuple(dict.fromkeys(said for one in seen for said in one.evidence))
    return Seen(worst.status, evidence, " ".join(dict.fromkeys(one.missing for one in seen if one.missing)))


def see_clause(
    facts: Facts, kind: str, fields: Iterable[str], *, wanted: Iterable[tuple[str, object, str]] = (), words: bool = False
) -> Seen:
    """Look at the clauses in force of a kind: they state the fields, say what is wanted, and every party has accepted them.

    Every required one has to; where none is required, any one is enough. wanted: (field, value, sentence when it holds another).
    words: a clause in words alone is enough.
    """
    title, needed = get_clause_kind(kind).title, tuple(fields)
    found = [term for term in facts.terms if term.kind == kind]
    if not found:
        return Seen(OPEN, (), f"No clause in force states it ({title}).")
    against = sorted((one for one in facts.against if one.kind == kind), key=lambda one: one.to_confirm)
    if against:
        return Seen(OPEN if against[0].to_confirm else DISPUTED, (), against[0].sentence)
    for term in found:
        refused = [party for party in facts.parties if state_of(term, party) == "rejected"]
        if refused:
            return Seen(DISPUTED, (), f"{clause_name(term)} is rejected by {', '.join(refused)}.")
    required = [term for term in found if term.required]
    looks = [_see_term(facts, term, needed, tuple(wanted), words=words) for term in required or found]
    return all_of(*looks) if required else min(looks, key=lambda one: (one.status != SATISFIED, not one.evidence))


def _see_term(
    facts: Facts, term: Term, fields: tuple[str, ...], wanted: tuple[tuple[str, object, str], ...], *, words: bool
) -> Seen:
    name = clause_name(term)
    kind = get_clause_kind(term.kind)
    if not term.values and not words:
        return Seen(OPEN, (f"{name} is there in words only.",), f"{name} is in words only: people have to read what it says.")
    if term.values:
        lacking = [one.label for field in fields if (one := kind.find_field(field)) and term.find_value(field) is None]
        if lacking:
            return Seen(OPEN, (), f"{name} does not state {', '.join(lacking)}.")
        for field, value, sentence in wanted:
            if term.find_value(field) != value:
                return Seen(OPEN, (), f"{name}: {sentence}.")
    if len(facts.parties) < 2:
        return Seen(OPEN, (), f"{name} states it; {len(facts.parties)} parties have answered, an agreement needs two.")
    if not accepted_by_all(term, facts.parties):
        waiting = [f"{party} ({state_of(term, party)})" for party in facts.parties if state_of(term, party) != "accepted"]
        return Seen(OPEN, (), f"{name} states it and is not accepted by {', '.join(waiting)}.")
    papers = sorted({answer.paper for answer in term.answers if answer.paper})
    said = f", by {', '.join(papers)}" if papers else ", without a paper on file"
    return Seen(SATISFIED, (f"{name} is accepted by every party{said}.",))
