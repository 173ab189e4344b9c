"""What a clause limits in the timetable: its table [limits] and its typed fields together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.terms import PlaceRef, Term, TermLimits, Value


def limits_of(term: Term) -> TermLimits:
    """Return the limits of a clause, of its table and its fields the stricter; the search of vehicles is asked apart."""
    limits = term.limits
    if term.kind == "cars":
        most = 0 if term.find_value("allowed") is False else _number(term.find_value("most"))
        limits = replace(limits, private_cars=_least(limits.private_cars, most))
    elif term.kind == "convoy":
        limits = replace(
            limits,
            vehicles=_least(limits.vehicles, _number(term.find_value("most_vehicles"))),
            packet_size=_least(limits.packet_size, _number(term.find_value("packet_size"))),
        )
    elif term.kind == "returns" and term.find_value("allowed") is False:
        limits = replace(limits, returns=False)
    return limits


def search_of(term: Term, post: Checkpoint, posts: Iterable[Checkpoint]) -> int | None:
    """Return the seconds for the search of one vehicle that a clause states for a checkpoint (None: none).

    The table [limits] names a party or nobody. A clause on inspection holds at the checkpoints that its places name, or whose
    party it names; at every one where it names none of the scenario's.
    """
    stated = [term.limits.search_s] if term.limits.party in {"", post.party} else []
    if term.kind == "inspection" and (seconds := _number(term.find_value("search_s"))) is not None:
        listed = tuple(posts)
        places, parties = _names(term.find_value("places")), _names(term.find_value("by"))
        named = [one for one in listed if {one.name.casefold(), one.id.casefold()} & places or one.party.casefold() in parties]
        stated += [seconds] if not named or post in named else []
    return max((one for one in stated if one is not None), default=None)


def _number(value: Value | None) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _least(one: int | None, other: int | None) -> int | None:
    return min((value for value in (one, other) if value is not None), default=None)


def _names(value: Value | None) -> set[str]:
    if not isinstance(value, tuple):
        return set()
    names = {one.name if isinstance(one, PlaceRef) else str(one) for one in value}
    return {name.casefold() for name in names if name}
