"""Looks at the texts alone: the causes of failure that stand in what the parties have signed, or have not."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.agreement.diff_people import People, minus, people_of, people_words
from safeconduct.agreement.facts import DISPUTED, OPEN, SATISFIED, Facts, Seen, all_of, see_clause
from safeconduct.agreement.minimum import minimum_parts, missing_sentence, words_only_sentence
from safeconduct.agreement.standing import accepted_by_all, clause_name, state_of, text_name, worst_answer
from safeconduct.agreement.wording import moment_text
from safeconduct.model.clauses import MINIMUM_POINTS, find_clause_kind
from safeconduct.model.terms import Category, Contact, Moment, Term, TermsText


def see_minimum(facts: Facts, point: str) -> Seen:
    """Look at one minimum point: each part is made by a required clause that every party has accepted and nothing contradicts."""
    looks = []
    for part in minimum_parts(facts.terms):
        if part.kind.minimum != point:
            continue
        if not part.made:
            looks.append(Seen(OPEN, (), missing_sentence(part)))
            continue
        seen = see_clause(facts, part.kind.name, (), words=True)
        if seen.status == SATISFIED and not part.typed:
            seen = Seen(SATISFIED, (*seen.evidence, words_only_sentence(part)))
        looks.append(seen)
    return all_of(*looks)


def see_principle(facts: Facts) -> Seen:
    """Look for an agreement in principle only: no signature of a stated level, or a minimum that nobody can measure."""
    vague = [part for part in minimum_parts(facts.terms) if not part.typed]
    authority = see_clause(facts, "authority", ("signed_by", "level"))
    if not vague:
        return authority
    names = ", ".join(part.kind.title for part in vague)
    return all_of(Seen(OPEN, (), f"Not stated in figures, names and hours: {names}."), authority)


def see_one_text(facts: Facts) -> Seen:
    """Look whether all parties hold the same text and each has accepted it."""
    if len(facts.parties) < 2:
        return Seen(OPEN, (), f"{len(facts.parties)} parties have answered; an agreement needs two.")
    if facts.against:
        status = OPEN if all(one.to_confirm for one in facts.against) else DISPUTED
        return Seen(status, (), " ".join(one.sentence for one in facts.against))
    required = [term for term in facts.terms if term.required]
    refused = [term.id for term in required if any(state_of(term, party) == "rejected" for party in facts.parties)]
    if refused:
        return Seen(DISPUTED, (), f"Rejected by a party: {', '.join(refused)}.")
    waiting = [term.id for term in required if not accepted_by_all(term, facts.parties)]
    if waiting or not required:
        said = f"Not accepted by every party: {', '.join(waiting)}." if waiting else "No clause in force is required."
        return Seen(OPEN, (), said)
    names = ", ".join(text_name(text) for text in facts.held)
    return Seen(SATISFIED, (f"Every required clause of {names} is accepted by every party.",))


def see_unchanged(facts: Facts) -> Seen:
    """Look whether every acceptance is of the words in force, and whether the text says who decides on a change.

    An acceptance holds from the version on since which the clause says the same; one given before that is of other words.
    """
    if not facts.held:
        return Seen(OPEN, (), "No text is on file.")
    doubts: list[str] = []
    evidence: list[str] = []
    for text in facts.held:
        evidence.append(f"{text_name(text)} is in force.")
        for term in text.terms:
            doubts += _doubts(facts, text, term)
    versions = Seen(OPEN, tuple(evidence), f"{'; '.join(doubts)}.") if doubts else Seen(SATISFIED, tuple(evidence))
    return all_of(versions, see_clause(facts, "duration", ("decides",)))


def _doubts(facts: Facts, text: TermsText, term: Term) -> Iterator[str]:
    """Yield why an acceptance may be of other words than those in force."""
    since = _since(facts, text, term)
    for party in facts.parties if since is not None else ():
        answer = worst_answer(term, party)
        if since is None or answer is None or answer.state != "accepted":
            continue
        changed = f"version {since.version}, which changed it"
        if answer.at is None or since.dated is None:
            yield f"{clause_name(term)}: it is not stated whether {party} accepted after {changed}"
        elif answer.at < since.dated:
            yield f"{clause_name(term)}: the acceptance of {party} is older than {changed}"


def _since(facts: Facts, text: TermsText, term: Term) -> TermsText | None:
    """Return the version since which a clause says what it says, None where it has said so from the first."""
    older = sorted((one for one in facts.texts if one.reference == text.reference), key=lambda one: -one.version)
    since = text
    for version in older:
        if version.version >= text.version:
            continue
        if not any(one.id == term.id and _said(one) == _said(term) for one in version.terms):
            return since
        since = version
    return None


def _said(term: Term) -> tuple[object, ...]:
    return term.kind, term.label, term.text, term.values, term.limits


def see_order(facts: Facts) -> Seen:
    """Look whether the last checkpoint has the order before anybody moves, and has said so."""
    wanted = (("confirmed", True, "it is not confirmed that the last checkpoint has the order"),)
    seen = see_clause(facts, "order", ("by", "places", "confirmed"), wanted=wanted)
    moves = _moments(facts, "start", "at") or _moments(facts, "window", "from")
    first = min(moves, key=lambda one: one.at, default=None)
    for term in facts.terms:
        by = term.find_value("by")
        if term.kind == "order" and isinstance(by, Moment) and first is not None and by.at > first.at:
            late = f"the order is there by {moment_text(by)}, and the column may leave from {moment_text(first)}"
            return all_of(seen, Seen(OPEN, (), f"{clause_name(term)}: {late}."))
    return seen


def _moments(facts: Facts, kind: str, field: str) -> list[Moment]:
    return [one for term in facts.terms if term.kind == kind and isinstance(one := term.find_value(field), Moment)]


def see_road(facts: Facts) -> Seen:
    """Look whether somebody answers for the road: cleared of explosive ordnance, and passable."""
    wanted = (
        ("cleared", True, "it does not say that the road is cleared of explosive ordnance"),
        ("passable", True, "it does not say that the road is passable"),
    )
    return see_clause(facts, "road", ("cleared", "cleared_by", "passable"), wanted=wanted)


def see_fire(facts: Facts) -> Seen:
    """Look at what protects the column and what it does when fire falls near it: silence, contacts, act of a blocked column."""
    looks = [see_clause(facts, "window", ("from", "to")), see_clause(facts, "blocked", ("act", "decides"))]
    contacts = see_clause(facts, "communication", ("contacts",))
    reached = {
        one.party
        for term in facts.terms
        if term.kind == "communication" and isinstance(listed := term.find_value("contacts"), tuple)
        for one in listed
        if isinstance(one, Contact)
    }
    absent = [party for party in facts.parties if party not in reached]
    if contacts.status == SATISFIED and absent:
        contacts = Seen(OPEN, contacts.evidence, f"No contact by function is stated for {', '.join(absent)}.")
    return all_of(*looks, contacts)


def see_reciprocity(facts: Facts) -> Seen:
    """Look whether this movement hangs on another one."""
    seen = see_clause(facts, "reciprocity", ())
    for term in facts.terms:
        depends, act = term.find_value("depends_on"), term.find_value("act")
        if term.kind == "reciprocity" and act in ("waits", "stops"):
            return Seen(OPEN, (), f"{clause_name(term)}: this movement {act} when the other one fails.")
        if term.kind == "reciprocity" and depends and act is None:
            return Seen(OPEN, (), f"{clause_name(term)} does not state what this movement does when the other one fails.")
        if term.kind == "reciprocity" and term.values and depends is None and act is None:
            return Seen(OPEN, (), f"{clause_name(term)} does not state on which movement this one depends.")
    return seen


def see_categories(facts: Facts) -> Seen:
    """Look whether all texts mean the same people, men and women alike, and what is agreed on people held."""
    told = (("family_told", True, "the family is not told"),)
    looks = [see_clause(facts, "who", ("may_leave",)), see_clause(facts, "held", ("review", "family_told"), wanted=told)]
    for term in facts.terms:
        if term.kind == "who" and (words := people_words(_of_one_sex_only(term))):
            apart = f"does not let {words} leave, though others of their age may: families are separated, or stay"
            looks.append(Seen(OPEN, (), f"{clause_name(term)} {apart}."))
    return all_of(*looks)


def _of_one_sex_only(term: Term) -> People:
    """Return the civilians who may not leave while those of the other sex at the same ages may."""
    may, may_not = (
        people_of(one for one in value if isinstance(one, Category)) if isinstance(value, tuple) else {}
        for value in (term.find_value("may_leave"), term.find_value("may_not_leave"))
    )
    free = minus(may, may_not)
    turned = {("civilians", other): free.get(("civilians", sex), ()) for sex, other in (("female", "male"), ("male", "female"))}
    return minus(turned, free)


def see_aid(facts: Facts) -> Seen:
    """Look whether aid that comes in is agreed by road, hours and goods; where none comes in, none can be seized."""
    barred = [term for term in facts.terms if term.kind == "aid" and term.find_value("allowed") is False]
    if barred:
        return see_clause(facts, "aid", ("allowed",))
    return see_clause(facts, "aid", ("allowed", "way_points", "from", "to", "goods"))


def kinds_of_point(point: str) -> str:
    """Return the titles of the clauses that make a minimum point, for a sentence."""
    return f"{MINIMUM_POINTS[point]} ({', '.join(one.title for one in map(find_clause_kind, _kinds(point)) if one)})"


def _kinds(point: str) -> tuple[str, ...]:
    return tuple(part.kind.name for part in minimum_parts(()) if part.kind.minimum == point)
