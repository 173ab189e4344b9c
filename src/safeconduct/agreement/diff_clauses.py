"""The clauses of a text made ready for comparison, and which clause of one text is the counterpart of which of the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from safeconduct.agreement.diff_places import paired_places
from safeconduct.agreement.place_match import PlaceMatcher
from safeconduct.model.clauses import CLAUSE_KINDS, ClauseKind, find_clause_kind
from safeconduct.model.place import LocalName
from safeconduct.model.terms import Moment, PlaceRef, Term, TermLimits, TermsText, Value
from safeconduct.model.times import Span, common, union

SIGNS = frozenset("<>≤≥=+%№#°")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ '’]\d{3})+(?!\d)")
_RANGE = re.compile(r"(?<=\d) ?[‐‑‒–—―-] ?(?=\d)")
_BETWEEN_DIGITS = frozenset("-.,:/")
_SIGN = re.compile(rf" ?([{''.join(SIGNS)}]) ?")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")

WINDOW = "window"
"""The kind whose clauses add up within one text."""

OWN_DANGER = 3
"""Danger of a clause of its own kind, whose words alone are known."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text for comparison: typed values that say something, its words in every language, and its term."""

    kind: str
    label: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    words: tuple[LocalName, ...] = ()
    term: Term | None = None

    @property
    def danger(self) -> int:
        """Danger of the most dangerous field that it fills; of its kind where it fills none."""
        kind = find_clause_kind(self.kind)
        if kind is None:
            return OWN_DANGER
        return max((one.danger for one in kind.fields if not self.values or one.name in self.values), default=OWN_DANGER)

    @property
    def span(self) -> Span | None:
        """The hours from its field "from" to its field "to", where both are stated and in order."""
        start, end = self.values.get("from"), self.values.get("to")
        if isinstance(start, Moment) and isinstance(end, Moment) and start.at < end.at:
            return Span(start.at, end.at)
        return None


Pairs = tuple[list[tuple[Clause, Clause]], list[Clause], list[Clause]]
"""Clauses that belong together, those of the first text alone, and those of the second alone."""


def clauses_of(text: TermsText) -> tuple[Clause, ...]:
    """Return the clauses of a text, what its terms limit among them, in the order of the kinds and then of the text."""
    found = [
        Clause(
            term.kind,
            term.label,
            {name: value for name, value in term.values if value not in {(), ""}},
            tuple(one for one in (LocalName("", term.text), *term.texts) if one.text.strip()),
            term,
        )
        for term in text.terms
    ]
    for name, label, limit, value in _limits(term.limits for term in text.terms):
        found = _with_limit(found, (name, label, limit), value)
    found = [_plain_cars(one) for one in found if one.values or one.words]
    order = {kind.name: rank for rank, kind in enumerate(CLAUSE_KINDS)}
    return tuple(sorted(found, key=lambda one: order.get(one.kind, len(order))))


def _limits(limits: Iterable[TermLimits]) -> list[tuple[str, str, str, int]]:
    """Return the strictest of each limit as (kind, label, field, value), as the plan takes them."""
    listed = tuple(limits)
    found: list[tuple[str, str, str, int]] = []
    for kind, name, numbers in (
        ("convoy", "most_vehicles", [one.vehicles for one in listed if one.vehicles is not None]),
        ("convoy", "packet_size", [one.packet_size for one in listed if one.packet_size is not None]),
        ("cars", "most", [one.private_cars for one in listed if one.private_cars is not None]),
    ):
        found += [(kind, "", name, min(numbers))] if numbers else []
    found += [("returns", "", "allowed", False)] if not all(one.returns for one in listed) else []
    for party in sorted({one.party for one in listed if one.search_s is not None}):
        seconds = [one.search_s for one in listed if one.search_s is not None and one.party == party]
        found.append(("inspection", party, "search_s", max(seconds)))
    return found


def _with_limit(clauses: list[Clause], place: tuple[str, str, str], value: int) -> list[Clause]:
    """Return the clauses with a limit as a field of its own clause, made where there is none; the stricter value stays."""
    kind, label, name = place
    for number, one in enumerate(clauses):
        if one.kind == kind and one.values and normal_words(label) in _party_names(one):
            stated = one.values.get(name)
            kept: Value = value
            if isinstance(stated, bool) or isinstance(value, bool):
                kept = bool(value) if stated is None else bool(stated) and bool(value)
            elif isinstance(stated, int):
                kept = max(stated, value) if name == "search_s" else min(stated, value)
            return [*clauses[:number], replace(one, values={**one.values, name: kept}), *clauses[number + 1 :]]
    return [*clauses, Clause(kind, label, {name: value})]


def _party_names(clause: Clause) -> set[str]:
    """Return the names under which a limit may mean a clause: its label, and for a search who alone searches."""
    by = clause.values.get("by") if clause.kind == "inspection" else None
    alone = {normal_words(one) for one in by if isinstance(one, str)} if isinstance(by, tuple) and len(by) == 1 else set()
    return {normal_words(clause.label), *alone}


def _plain_cars(clause: Clause) -> Clause:
    """Return "no private car" in one form: not allowed, whether the text says so or that the most are none."""
    if clause.kind != "cars" or clause.values.get("most") != 0 or clause.values.get("allowed") is True:
        return clause
    values = {name: value for name, value in clause.values.items() if name != "most"}
    return replace(clause, values={**values, "allowed": False})


def normal_words(text: str) -> str:
    """Return words without case, punctuation, marks of direction and gaps, for the comparison of two wordings.

    Signs that change what is said stay: "<", "+", "%" anywhere; "-", ".", "," ":" and "/" between two digits ("18-60" is not
    "18, 60", 1.5 is not 15). Digits of every script are one, gaps inside a number ("1 000") and full stops inside initials
    ("U.N.") drop.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = " ".join("".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain).split())
    plain = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), _RANGE.sub("-", plain))
    plain = _SIGN.sub(r"\1", plain)
    plain = _INITIALS.sub(lambda found: found[0].replace(".", ""), plain)
    around = zip(" " + plain, plain, plain[1:] + " ", strict=False)
    return " ".join("".join(one if _says(before, one, after) else " " for before, one, after in around).split())


def _says(before: str, one: str, after: str) -> bool:
    """Tell whether a character of words belongs to what they say."""
    if one in _BETWEEN_DIGITS:
        return before.isdecimal() and after.isdecimal()
    return one.isalnum() or one in SIGNS or unicodedata.category(one) == "Mn"


def same_words(first: Clause, second: Clause) -> bool:
    """Return whether two clauses have the same words in some language, and other words in none.

    A language that both give must agree; so must the words of the texts themselves, unless those of one are a translation of the
    other's: a version that changes its words and keeps an old translation does not say the same.
    """
    one, other = _by_language(first), _by_language(second)
    all_one, all_other = set().union(*one.values()), set().union(*other.values())
    unlike = {lang for lang in one.keys() & other.keys() if not one[lang] & other[lang]}
    if "" in unlike and (one[""] & all_other or other[""] & all_one):
        unlike.remove("")
    return bool(all_one & all_other) and not unlike


def _by_language(clause: Clause) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in clause.words:
        found.setdefault(one.lang, set()).add(normal_words(one.text))
    return found


def not_repeated(alone: list[Clause], side: list[Clause]) -> list[Clause]:
    """Return the clauses without counterpart that say what no other clause of their text says: a repetition adds nothing.

    side: all clauses of their kind in their text.
    """
    kept: list[Clause] = []
    for one in alone:
        others = [other for other in side if not any(other is each for each in alone)] + kept
        if not any(_repeats(one, other) for other in others):
            kept.append(one)
    return kept


def _repeats(one: Clause, other: Clause) -> bool:
    """Tell whether two clauses of one text have the same fields, or the same words where they have no fields."""
    if not one.values and not other.values:
        return same_words(one, other)
    values = [
        {name: value.at if isinstance(value, Moment) else value for name, value in each.values.items()} for each in (one, other)
    ]
    return values[0] == values[1]


def swapped_labels(pairs: list[tuple[Clause, Clause]], clauses: tuple[list[Clause], list[Clause]]) -> list[tuple[Clause, Clause]]:
    """Return the pairs whose label in one text stands on another clause in the other."""
    labels = [{normal_words(one.label) for one in side} - {""} for side in clauses]
    return [
        pair
        for pair in pairs
        if (one := normal_words(pair[0].label)) != (other := normal_words(pair[1].label))
        and (one in labels[1] or other in labels[0])
    ]


def pair_clauses(kind: str, first: list[Clause], second: list[Clause], places: PlaceMatcher) -> Pairs:
    """Return which clauses of one kind belong together, most alike first, whatever their labels and their order.

    Two clauses are paired when they have something in common, or the same label, or are the only ones of their kind.
    """
    sole = len(first) == len(second) == 1 and kind != ""
    scored = [
        (-alike(a, b, places), not _same_label(a, b), sorted((_key(a), _key(b))), i, j)
        for i, a in enumerate(first)
        for j, b in enumerate(second)
    ]
    pairs: dict[int, int] = {}
    for score, other_label, _, i, j in sorted(scored):
        if i not in pairs and j not in pairs.values() and (score < 0 or not other_label or sole):
            pairs[i] = j
    left = [one for i, one in enumerate(first) if i not in pairs]
    right = [one for j, one in enumerate(second) if j not in pairs.values()]
    return [(first[i], second[j]) for i, j in sorted(pairs.items())], left, right


def alike(first: Clause, second: Clause, places: PlaceMatcher) -> float:
    """Return how much two clauses of a kind have in common, 0 to 1."""
    if first.span and second.span:
        shared = sum((one.end - one.start).total_seconds() for one in common((first.span,), (second.span,)))
        whole = max(first.span.end, second.span.end) - min(first.span.start, second.span.start)
        return shared / whole.total_seconds()
    names = {*first.values, *second.values}
    if not names or not first.values or not second.values:
        if same_words(first, second):
            return 1.0
        one, other = (set().union(*_by_language(each).values()) for each in (first, second))
        return 0.5 * bool(one & other)  # the same words with another translation
    return sum(_value_alike(first.values.get(name), second.values.get(name), places) for name in names) / len(names)


def _value_alike(first: Value | None, second: Value | None, places: PlaceMatcher) -> float:
    if first is None or second is None:
        return 0.0
    if isinstance(first, Moment) and isinstance(second, Moment):
        apart_s = abs((first.at - second.at).total_seconds())
        return max(0.0, 1 - apart_s / 86_400)
    if isinstance(first, tuple) and isinstance(second, tuple):
        one = [item for item in first if isinstance(item, PlaceRef)]
        other = [item for item in second if isinstance(item, PlaceRef)]
        if one and other:
            return len(paired_places(one, other, places)) / max(len(one), len(other))
    return float(first == second)


def _same_label(first: Clause, second: Clause) -> bool:
    return normal_words(first.label) != "" and normal_words(first.label) == normal_words(second.label)


def _key(clause: Clause) -> str:
    """Return a text that orders clauses alike whatever their order in the file."""
    return repr((sorted((name, repr(value)) for name, value in clause.values.items()), clause.words, clause.label))


def joined_windows(clauses: list[Clause]) -> list[Clause]:
    """Return windows of one text with those that touch or overlap joined, since within a text they add up."""
    spans = [one.span for one in clauses if one.span is not None]
    joined = union(spans)
    if len(joined) == len(spans):
        return clauses
    kept = [one for one in clauses if one.span is None]
    for span in joined:
        parts = sorted((one for one in clauses if one.span and span.start <= one.span.start < span.end), key=_begin)
        last = max(parts, key=_end)
        label = " + ".join(one.label for one in parts if one.label)
        words = tuple(word for one in parts for word in one.words)
        kept.append(Clause(WINDOW, label, {"from": parts[0].values["from"], "to": last.values["to"]}, words, parts[0].term))
    return kept


def _begin(clause: Clause) -> str:
    return clause.span.start.timestamp().__format__("020.3f") if clause.span else ""


def _end(clause: Clause) -> str:
    return clause.span.end.timestamp().__format__("020.3f") if clause.span else ""


def kinds_of(*texts: Iterable[Clause]) -> list[ClauseKind | None]:
    """Return the kinds that stand in any of the texts in the order of the table; None for clauses of their own."""
    named = {one.kind for clauses in texts for one in clauses}
    found: list[ClauseKind | None] = [kind for kind in CLAUSE_KINDS if kind.name in named]
    return found + [None] * any(find_clause_kind(name) is None for name in named)
