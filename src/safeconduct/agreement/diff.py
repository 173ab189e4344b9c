"""The differences between two texts or two versions of one, by meaning, the most dangerous first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations

from safeconduct.agreement.diff_clauses import (
    OWN_DANGER,
    WINDOW,
    Clause,
    clauses_of,
    joined_windows,
    kinds_of,
    not_repeated,
    pair_clauses,
    same_words,
    swapped_labels,
)
from safeconduct.agreement.diff_cross import AVOID, MAY, MAY_NOT, WAY_POINTS, compare_who, cross_places
from safeconduct.agreement.diff_fields import Found, Side, compare_field, value_words
from safeconduct.agreement.diff_items import (
    CHANGES,
    OWN_TITLE,
    SILENT,
    Confirmation,
    Diff,
    Difference,
    Equal,
    Reading,
    Spot,
    Standing,
)
from safeconduct.agreement.diff_times import moment_words
from safeconduct.agreement.diff_windows import cut_otherwise
from safeconduct.agreement.place_match import PlaceMatcher
from safeconduct.model.clauses import CLAUSE_KINDS, ClauseKind, find_clause_kind
from safeconduct.model.place import Place
from safeconduct.model.terms import Answer, Moment, TermsText, in_force

_ORDER = {kind.name: rank for rank, kind in enumerate(CLAUSE_KINDS)}
_FIELDS = {(kind.name, one.name): rank for kind in CLAUSE_KINDS for rank, one in enumerate(kind.fields)}


@dataclass(slots=True)
class _Work:
    """The comparison of two texts while it is made."""

    names: tuple[str, str]
    zones: tuple[str, ...]
    places: PlaceMatcher
    versions: bool
    found: Found = field(default_factory=Found)
    standing: list[Standing] = field(default_factory=list)
    wordings: list[Reading] = field(default_factory=list)
    equal: list[Equal] = field(default_factory=list)


def diff_texts(first: TermsText, second: TermsText, places: Iterable[Place] | PlaceMatcher = ()) -> Diff:
    """Return everything in which two texts differ by meaning, and what was found equal.

    places: a gazetteer; names of one place in it are the same. Moments are compared as moments, whatever their zone; places
    across spellings and scripts; people as sets; clauses are paired whatever their order and labels. Clauses in words only are
    compared by presence and by equal words, and otherwise listed to be read. Two versions of one text are compared in the
    standing of the parties too. The order of the two texts turns what is found round and changes nothing else.
    """
    zones = _zones(first, second)
    matcher = places if isinstance(places, PlaceMatcher) else PlaceMatcher(places)
    work = _Work(text_names(first, second), zones, matcher, versions=first.reference == second.reference)
    clauses = clauses_of(first), clauses_of(second)
    for kind in kinds_of(*clauses):
        known = [[one for one in side if find_clause_kind(one.kind) is kind] for side in clauses]
        if kind is not None and kind.name == WINDOW:
            known = _windows(work, kind, *known)
        pairs, only_first, only_second = pair_clauses(kind.name if kind else "", known[0], known[1], matcher)
        for one, other in pairs:
            _compare(work, kind, one, other)
        for one, other in swapped_labels(pairs, (known[0], known[1])):
            work.found.to_read.append(_swapped(work, kind, one, other))
        for mine, alone in enumerate((only_first, only_second)):
            for one in not_repeated(alone, known[mine]):
                _alone(work, kind, one, mine, known[1 - mine])
    return Diff(
        names=work.names,
        differences=tuple(sorted(work.found.differences, key=_rank)),
        silences=tuple(sorted(work.found.silences, key=_rank)),
        confirmations=tuple(dict.fromkeys(work.found.confirmations)),
        to_read=tuple(sorted(dict.fromkeys(work.found.to_read), key=lambda one: -one.danger)),
        standing=tuple(work.standing),
        wordings=tuple(work.wordings),
        equal=tuple(work.equal),
    )


def pairs_in_force(texts: Iterable[TermsText]) -> tuple[tuple[TermsText, TermsText], ...]:
    """Return every two texts in force that are not of one party, in the order given."""
    pairs = combinations(in_force(texts), 2)
    return tuple((one, other) for one, other in pairs if one.party != other.party or not one.party)


def diff_all(texts: Iterable[TermsText], places: Iterable[Place] | PlaceMatcher = ()) -> tuple[Diff, ...]:
    """Return the differences between every two texts in force that are not of one party, in the order of `pairs_in_force`."""
    matcher = places if isinstance(places, PlaceMatcher) else PlaceMatcher(places)
    return tuple(diff_texts(one, other, matcher) for one, other in pairs_in_force(texts))


def text_names(first: TermsText, second: TermsText) -> tuple[str, str]:
    """Return how the sentences call two texts: by party, by reference, by version, by file, whatever first tells them apart."""
    for part in (_party, _reference, _version, _file):
        one, other = part(first), part(second)
        if one and other and one != other:
            return one, other
    return f"{_version(first)} (first)", f"{_version(second)} (second)"


def _party(text: TermsText) -> str:
    return text.party or "the common text"


def _reference(text: TermsText) -> str:
    return text.reference


def _version(text: TermsText) -> str:
    return f"{text.reference or text.party or 'the text'} version {text.version}"


def _file(text: TermsText) -> str:
    return text.file


def _zones(first: TermsText, second: TermsText) -> tuple[str, ...]:
    """Return the zones in which moments are told: those of both texts and of their moments, whatever the order of the texts."""
    stated = {one.zone for one in (first, second) if one.zone}
    for text in (first, second):
        stated |= {value.zone for term in text.terms for _, value in term.values if isinstance(value, Moment) and value.zone}
    return tuple(sorted(stated))


def _windows(work: _Work, kind: ClauseKind, *sides: list[Clause]) -> list[list[Clause]]:
    """Return the windows of both texts, joined, that pairs of them can say; those that are cut otherwise are compared here."""
    first, second = (joined_windows(side) for side in sides)
    done: list[Clause] = []
    for one in cut_otherwise(first, second):
        done += [*one.windows[0], *one.windows[1]]
        title = _title(kind, " / ".join(label for label in dict.fromkeys(one.labels) if label))
        danger = max(each.danger for each in kind.fields)
        sentence = f"{title}: {one.sentence(work.names, work.zones)}"
        question = CHANGES["moment"][1].format(label="hours of silence", what="", silent="")
        found = Difference(Spot(kind.name, one.labels), "moment", danger, *one.said(work.zones), sentence, question)
        work.found.differences.append(found)
    return [[one for one in side if not any(one is each for each in done)] for side in (first, second)]


def _compare(work: _Work, kind: ClauseKind | None, first: Clause, second: Clause) -> None:
    """Compare two clauses that belong together."""
    spot = Spot(first.kind, (first.label, second.label))
    if work.versions:
        _standing(work, spot, first, second)
    if kind is None or not first.values or not second.values:
        _compare_words(work, kind, spot, (first, second))
        return
    side = Side(kind, (first, second), (first, second), work.names, work.zones, work.places, kind.fields[0])
    agreed: list[str] = []
    done: set[str] = set()
    told: set[str] = set()
    if kind.name == "route":
        before = work.found.count
        side = replace(side, clauses=cross_places(side, work.found))
        told = {WAY_POINTS, AVOID} if work.found.count > before else told
    if kind.name == "who":
        agreed, done = compare_who(side, work.found), {MAY, MAY_NOT}
    for one in kind.fields:
        if one.name not in done and compare_field(replace(side, field=one), work.found):
            agreed.append(one.name)
    for one in kind.fields:
        if one.name in agreed and one.name not in told:
            value = first.values.get(one.name, ())
            said = f"{side.title}, {one.label}: {value_words(one, value, work.zones)}"
            work.equal.append(Equal(replace(spot, field=one.name), said))
    if first.words and second.words and not same_words(first, second):
        sentence = f"{side.title}: the words beside the fields are not the same; they are not compared."
        work.wordings.append(Reading(spot, first.danger, first.words[0].text, second.words[0].text, sentence))


def _swapped(work: _Work, kind: ClauseKind | None, first: Clause, second: Clause) -> Reading:
    """Return that one label stands on two clauses: what is compared goes by what they say, and a label may say more."""
    sentence = (
        f'{_title(kind, "")}: what {work.names[0]} calls "{first.label}", {work.names[1]} calls "{second.label}", '
        "and one of these names stands on another clause of the other text; read both."
    )
    said = tuple(_said(kind, one, work.zones) for one in (first, second))
    return Reading(Spot(first.kind, (first.label, second.label)), max(first.danger, second.danger), said[0], said[1], sentence)


def _compare_words(work: _Work, kind: ClauseKind | None, spot: Spot, pair: tuple[Clause, Clause]) -> None:
    """Compare two clauses of which one at least is in words only."""
    title = _title(kind, pair[0].label or pair[1].label)
    if not pair[0].values and not pair[1].values:
        if same_words(*pair):
            work.equal.append(Equal(spot, f"{title}: the same words"))
            return
        why = "both have it in words only, and not in the same words; read both"
    else:
        typed = 0 if pair[0].values else 1
        why = f"{work.names[typed]} says it in fields, {work.names[1 - typed]} in words only; read both"
    said = tuple(_said(kind, one, work.zones) for one in pair)
    danger = max(one.danger for one in pair)
    work.found.to_read.append(Reading(spot, danger, said[0], said[1], f"{title}: {why}."))


def _alone(work: _Work, kind: ClauseKind | None, clause: Clause, mine: int, others: list[Clause]) -> None:
    """Add a clause without counterpart: a silence, unless it or one of the kind in the other text is in words only."""
    readable = next((one for one in others if not one.values or not clause.values), None)
    if kind is None or readable is None:
        work.found.silences.append(_missing(work, kind, clause, mine))
        return
    pair = (clause, readable) if mine == 0 else (readable, clause)
    spot = Spot(clause.kind, (pair[0].label, pair[1].label))
    _compare_words(work, kind, spot, pair)


def _missing(work: _Work, kind: ClauseKind | None, clause: Clause, mine: int) -> Difference:
    """Return the silence of one text on a clause that the other has."""
    said = _said(kind, clause, work.zones)
    title = _title(kind, clause.label)
    sides = (said, "") if mine == 0 else ("", said)
    spot = Spot(clause.kind, (clause.label, "") if mine == 0 else ("", clause.label))
    speaks, quiet = work.names[mine], work.names[1 - mine]
    silent = "says nothing on it" if kind else "has no clause in these words"
    sentence = f"{title}: {speaks} says: {said}; {quiet} {silent}."
    question = CHANGES[SILENT][1].format(silent=quiet)
    return Difference(spot, SILENT, clause.danger if kind else OWN_DANGER, *sides, sentence, question)


def _title(kind: ClauseKind | None, label: str) -> str:
    return (kind.title if kind else OWN_TITLE) + (f' "{label}"' if label else "")


def _said(kind: ClauseKind | None, clause: Clause, zones: tuple[str, ...]) -> str:
    """Return what a clause says: its fields in the order of the table, else its words."""
    if kind is None or not clause.values:
        return clause.words[0].text if clause.words else "(no words)"
    filled = [one for one in kind.fields if one.name in clause.values]
    return "; ".join(
        ("" if one.label in kind.title.casefold() else f"{one.label}: ") + value_words(one, clause.values[one.name], zones)
        for one in filled
    )


def _standing(work: _Work, spot: Spot, first: Clause, second: Clause) -> None:
    """Add each party that stands otherwise to a clause in the second version, and whether the clause is required."""
    one, other = first.term, second.term
    if one is None or other is None:
        return
    title = _title(find_clause_kind(spot.kind), spot.labels[0] or spot.labels[1] or (one.id if not spot.kind else ""))
    answers = [{answer.party: answer for answer in term.answers} for term in (one, other)]
    for party in sorted({*answers[0], *answers[1]}):
        states = tuple(_state(side.get(party)) for side in answers)
        if states[0] != states[1]:
            papers = tuple(_paper(side.get(party), work.zones) for side in answers)
            said = " and ".join(
                f"{state}{paper} in {name}" for state, paper, name in zip(states, papers, work.names, strict=True)
            )
            work.standing.append(Standing(spot, party, states[0], states[1], f"{title}: {party} is {said}."))
    if one.required != other.required:
        words = tuple("required" if term.required else "not required" for term in (one, other))
        sentence = f"{title}: {words[0]} in {work.names[0]}, {words[1]} in {work.names[1]}."
        work.standing.append(Standing(spot, "", words[0], words[1], sentence))


def _state(answer: Answer | None) -> str:
    return answer.state if answer else "silent"


def _paper(answer: Answer | None, zones: tuple[str, ...]) -> str:
    """Return by which paper an answer is known: " (ORD-12, 5 March 2022, 20:00 UTC, by radio)"; "" where none is."""
    if answer is None or not answer.paper:
        return ""
    at = [moment_words(answer.at, zones)] if answer.at else []
    channel = [f"by {answer.channel}"] if answer.channel else []
    return f" ({', '.join([answer.paper, *at, *channel])})"


def _rank(one: Difference) -> tuple[int, int, int, int]:
    """Return what orders differences: danger, then the order of the table, then the kind of change; then as they were found."""
    kind = one.spot.kind
    field_rank = _FIELDS.get((kind, one.spot.field), -1)
    return -one.danger, _ORDER.get(kind, len(_ORDER)), field_rank, list(CHANGES).index(one.change)


__all__ = ["Confirmation", "Diff", "Difference", "Reading", "Standing", "diff_all", "diff_texts", "text_names"]
