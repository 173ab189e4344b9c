"""What an agreement lacks: the minimum points and the causes for which corridors fail, each with the question to put."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from safeconduct.agreement import looks_plan, looks_texts
from safeconduct.agreement.facts import DISPUTED, OPEN, SATISFIED, Facts, Look
from safeconduct.model.clauses import AID, PLACE, TIME, WHO

__all__ = ["CHECKS", "DISPUTED", "MINIMUM", "OPEN", "SATISFIED", "WARN", "Check", "Point", "check_all"]

MINIMUM, WARN = "minimum", "ask before going"
"""Severity of a point: without a minimum point there is no go; the others are to be asked before going."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. title: the minimum point, or the cause of failure. looks_at: in words. question: to put to each party."""

    code: str
    severity: str
    title: str
    looks_at: str
    question: str
    look: Look


@dataclass(frozen=True, slots=True)
class Point:
    """How one check stands. evidence: what is on file for it; missing: what is not, and `asked` which parties to ask."""

    check: Check
    status: str
    evidence: tuple[str, ...]
    missing: str
    asked: tuple[str, ...]


def _minimum(point: str, question: str) -> Check:
    look = partial(looks_texts.see_minimum, point=point)
    title = looks_texts.kinds_of_point(point)
    return Check(f"minimum-{point}", MINIMUM, title, "required clauses of these kinds", question, look)


def _cause(code: str, title: str, looks_at: str, question: str, look: Look) -> Check:
    return Check(code, WARN, title, looks_at, question, look)


CHECKS: tuple[Check, ...] = (
    _minimum(TIME, "From which hour to which hour, on which day and in which zone, does your side hold its fire?"),
    _minimum(PLACE, "By which places, in which order, does the column drive, and where do people gather?"),
    _minimum(WHO, "Who may leave, by sex and age where that matters to you, and does everybody leave of their own will?"),
    _minimum(AID, "May aid come in, by which road, in which hours?"),
    _cause(
        "principle",
        "agreed in principle only",
        "authority and level of the signature; hours, places and people stated in figures and names",
        "Who has signed, at which level, and which exact hours, way-points and assembly points does the signature cover?",
        looks_texts.see_principle,
    ),
    _cause(
        "texts",
        "parties hold different texts, or one never accepted",
        "every required clause of every text in force, and whether two texts contradict each other",
        "Which text, version and number do you hold, and which paper accepts it?",
        looks_texts.see_one_text,
    ),
    _cause(
        "changed",
        "condition changed midway",
        "whether each acceptance is younger than the version in force; who decides on a change or an extension",
        "Does your acceptance hold for the version in force, and who decides on a change once people are on the road?",
        looks_texts.see_unchanged,
    ),
    _cause(
        "order",
        "order did not reach the last checkpoint",
        "the clause on the order: by which hour (before anybody leaves), which checkpoints, confirmed",
        "Has your last checkpoint on this road the order in hand, since when, and who has confirmed it?",
        looks_texts.see_order,
    ),
    _cause(
        "road",
        "road mined or impassable",
        "the clause on the state of the road: cleared, by whom, passable",
        "Who has cleared the road of explosive ordnance, up to which kilometre, and who has driven it since?",
        looks_texts.see_road,
    ),
    _cause(
        "fire",
        "shelling, convoy hit",
        "the silence, contacts of every party by function, and what a blocked column does",
        "Whom of yours does the column call when fire falls near it, and what does it do: wait, go back or take the other route?",
        looks_texts.see_fire,
    ),
    _cause(
        "reciprocity",
        "reciprocity: one movement waits for another",
        "the clause on another movement",
        "Does this movement depend on another one, and what happens to the people on the road when that one stops?",
        looks_texts.see_reciprocity,
    ),
    _cause(
        "categories",
        "category dispute, men separated",
        "who may leave in every text, men as women; who may be held, who reviews it, whether the family is told",
        "May men of every age leave? Who may be held, who reviews it within how long, and who tells the family?",
        looks_texts.see_categories,
    ),
    _cause(
        "seats",
        "more people than seats at the assembly point",
        "people, seats and own cars of the scenario; who is left by the plan; the most people that a text lets leave",
        "How many people are expected at each assembly point, and may more buses come in for a second trip?",
        looks_plan.see_seats,
    ),
    _cause(
        "way-back",
        "no way back for empty vehicles",
        "the clause on the return of vehicles: allowed, by which road or until which hour",
        "May empty vehicles come back, by which road, and until which hour?",
        looks_plan.see_way_back,
    ),
    _cause(
        "checkpoint",
        "checkpoint slower than arrivals",
        "the clause on inspection; rates of exits and checkpoints against who comes, or the queues of the plan",
        "Where are vehicles searched, how long does one take, and how many lanes are open?",
        looks_plan.see_checkpoint,
    ),
    _cause(
        "night",
        "night falls with people on the road",
        "the last hour on the road by plan, scenario or texts, against sunset there",
        "Where may people stay, protected, who are still on the road when it gets dark?",
        looks_plan.see_night,
    ),
    _cause(
        "aid-seized",
        "aid seized",
        "the clause on aid: road, hours, goods",
        "Which goods come in by which road, who takes them over, and who signs for them?",
        looks_texts.see_aid,
    ),
    _cause(
        "cannot-walk",
        "those who cannot walk and have no car left behind",
        "the clause on wounded and sick: first, access; places for stretchers, wheelchairs and seats; who is left by the plan",
        "Do ambulances and medical staff reach the assembly points, and do wounded and sick leave first?",
        looks_plan.see_patients,
    ),
)
"""Every check: the minimum points, then the causes of failure, in the order in which they are told."""


def check_all(facts: Facts) -> tuple[Point, ...]:
    """Return how every check stands, in the order of the table; nothing passes without evidence."""
    points = []
    for check in CHECKS:
        seen = check.look(facts)
        asked = facts.parties if seen.status != SATISFIED else ()
        points.append(Point(check, seen.status, tuple(one for one in seen.evidence if one), seen.missing, asked))
    return tuple(points)
