"""What two fields of a clause say together: a place passed here and bypassed there, people let go here and held there."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.agreement.diff_clauses import Clause
from safeconduct.agreement.diff_fields import Found, Side, confirm, left_out_people, silence
from safeconduct.agreement.diff_people import both, minus, people_of, people_words
from safeconduct.agreement.diff_places import paired_places
from safeconduct.agreement.place_match import DIFFERENT
from safeconduct.model.terms import Category, PlaceRef

WAY_POINTS, AVOID = "way_points", "avoid"
MAY, MAY_NOT = "may_leave", "may_not_leave"


def cross_places(side: Side, found: Found) -> tuple[Clause, Clause]:
    """Add each place that one text passes and the other bypasses; return the clauses without it, so that it is told once."""
    passing = next(one for one in side.kind.fields if one.name == WAY_POINTS)
    here = replace(side, field=passing)
    clauses = list(side.clauses)
    for mine in (0, 1):
        theirs = clauses[1 - mine]
        their_way = _places(theirs, WAY_POINTS)
        shunned = [  # a place that a text passes and bypasses at once says nothing against the other
            one for one in _places(theirs, AVOID) if all(side.places.compare(one, way).tier == DIFFERENT for way in their_way)
        ]
        passed = _places(clauses[mine], WAY_POINTS)
        for pair in paired_places(passed, shunned, side.places):
            a, b = passed[pair.first], shunned[pair.second]
            words = (f"via {a.name}", f"bypassing {b.name}")
            if pair.by_sound:
                found.confirmations.append(confirm(here, *((a, b) if mine == 0 else (b, a)), pair.why))
            sentence = f"{side.names[mine]} passes {a.name}; {side.names[1 - mine]} bypasses it."
            sides = words if mine == 0 else (words[1], words[0])
            found.differences.append(here.difference("passed and bypassed", sides, sentence, a.name))
            clauses[mine] = _without(clauses[mine], WAY_POINTS, a)
            clauses[1 - mine] = _without(clauses[1 - mine], AVOID, b)
    return clauses[0], clauses[1]


def compare_who(side: Side, found: Found) -> list[str]:
    """Compare whom two texts let leave and whom they forbid to; return the fields on which they agree.

    Whom a text forbids is taken out of those whom it lets leave: "civilians" but not "men from 18 to 60 years" lets the same
    people leave as women, children and men from 61 years. People whom one text lets leave and the other forbids are told once.
    """
    may, may_not = (next(one for one in side.kind.fields if one.name == name) for name in (MAY, MAY_NOT))
    forbidden = [people_of(_categories(one, MAY_NOT)) for one in side.clauses]
    free = [minus(people_of(_categories(one, MAY)), forbidden[number]) for number, one in enumerate(side.clauses)]
    disputed = [both(free[mine], forbidden[1 - mine]) for mine in (0, 1)]
    here = replace(side, field=may)
    for mine in (0, 1):
        who = people_words(disputed[mine])
        if who:
            words = (f"{who} may leave", f"{who} may not leave")
            sentence = f"{side.names[mine]} lets {who} leave; {side.names[1 - mine]} says that they may not."
            sides = words if mine == 0 else (words[1], words[0])
            found.differences.append(here.difference("may and may not", sides, sentence, who))
    agreed: list[str] = []
    rest = [(may, [minus(free[mine], disputed[mine]) for mine in (0, 1)])]
    rest += [(may_not, [minus(forbidden[mine], disputed[1 - mine]) for mine in (0, 1)])]
    for one, people in rest:
        before = len(found.differences)
        there = replace(side, field=one)
        values = [clause.values.get(one.name) for clause in side.clauses]
        if values[0] is not None and values[1] is not None:
            left_out_people(there, *people, found=found)
            agreed += [one.name] * (len(found.differences) == before and not any(disputed))
        elif any(people):
            found.silences.append(silence(there, *values))
    return agreed


def _categories(clause: Clause, name: str) -> list[Category]:
    value = clause.values.get(name, ())
    return [one for one in value if isinstance(one, Category)] if isinstance(value, tuple) else []


def _places(clause: Clause, name: str) -> list[PlaceRef]:
    value = clause.values.get(name, ())
    return [one for one in value if isinstance(one, PlaceRef)] if isinstance(value, tuple) else []


def _without(clause: Clause, name: str, place: PlaceRef) -> Clause:
    kept = tuple(one for one in _places(clause, name) if one is not place)
    return replace(clause, values={**clause.values, name: kept})
