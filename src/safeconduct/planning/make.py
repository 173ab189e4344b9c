"""From a scenario and its road network to a plan: the recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from safeconduct.agreement.go import decide
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.trials import USUAL, Effort
from safeconduct.model.errors import NoPlanError
from safeconduct.model.plan import SCHEMA_VERSION, Left, Option, Plan, Proof, Timetable
from safeconduct.planning.assumptions import assumptions_of
from safeconduct.planning.brackets import Heard, Stop, Watch, bracket_text
from safeconduct.planning.evidence import prices_of, proofs_of
from safeconduct.planning.ground import Ground, survey
from safeconduct.planning.movement import order_of
from safeconduct.planning.term_routes import options_within, route_limits
from safeconduct.routing.options import OptionSet

__all__ = ["Ground", "plan_corridor", "survey"]

Progress = Callable[[str, float], None]
"""Called with the name of a stage (and ": " and what is known so far where there is something) and the share of the work done."""

PROOFS, PRICES, BETTER = "clearance proofs", "price of few routes", "better timetable"
"""The stages that a caller may end with `stop` and still get a plan."""

LEAST_PLAYS = 30
"""Plays of a long movement in each part of the search for a better timetable, however long they take (most are far shorter)."""

ENDED_EARLY = (
    "The search for proofs was ended before it was finished: every bound holds, but a longer search might have raised it.",
)


def plan_corridor(
    ground: Ground,
    *,
    program_version: str,
    seed: int = 0,
    notices: tuple[str, ...] = (),
    stop: Stop | None = None,
    stop_extras: Stop | None = None,
    stop_search: Stop | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the whole plan: options, timetable of the preferred one, the proofs that bound it, and what few routes cost.

    seed: for the searches for few routes and for a better timetable, and written into the plan. stop: asked now and then during
    the search for bounds; once it returns True the search ends, the gap is told and the plan says so. stop_extras: the same for
    what is worked out beside the bounds (what more capacity would save, what few routes cost). stop_search: ends the search for a
    better timetable. progress: told each stage, and during a search what is known so far. The same ground and seed give the same
    plan as long as no stop interferes. Raises NoPlanError when not one group can leave.
    """
    tell = progress or (lambda _stage, _share: None)
    scenario, movement = ground.scenario, ground.movement
    tell("corridor options", 0.05)
    found = _options(ground)
    tell("timetables", 0.35)
    timed = _timetables(ground, found)
    options = tuple(_with_times(ground, option, timed[option.label]) for option in found.options)
    chosen = _chosen(ground, timed)
    if chosen != scenario.settings.preference:
        notices += (f"Nobody gets out by the {scenario.settings.preference} option; the {chosen} one is planned instead.",)
    heard, extras = Heard(stop), stop_extras
    proofs = proofs_of(ground, found, _watch(tell, PROOFS, 0.55, (heard, extras)))
    prices = prices_of(ground, found, proofs, _watch(tell, PRICES, 0.8, (heard, extras)), seed=seed)
    notices += ENDED_EARLY if heard.said_so else ()
    tell(BETTER, 0.85)
    watch = Watch(stop_search, None, lambda known: tell(f"{BETTER}: {known}", 0.85))
    better = _better(ground, found, chosen, proofs, watch, seed=seed)
    again = partial(_better, found=found, chosen=chosen, proofs=proofs, watch=Watch(stop_search, None, None), seed=seed)
    options = tuple(_with_times(ground, one, better) if one.label == chosen else one for one in options)
    cut_off = _cut_off(ground, found)
    timetable = replace(better, left=better.left + cut_off)
    tell("joining the plan", 0.95)
    least_left = max((proof.least_left for proof in proofs), default=0) + sum(one.people.total for one in cut_off)
    bound_s = max((proof.bound_s for proof in proofs), default=0) if not least_left else None
    left = sum(one.people.total for one in timetable.left)
    last = timetable.last_out
    clear_s = int((last - movement.start).total_seconds()) if last is not None and not left else None
    return Plan(
        schema_version=SCHEMA_VERSION,
        program_version=program_version,
        scenario_name=scenario.name,
        input_hash=scenario.input_hash,
        seed=seed,
        schematic=scenario.schematic or scenario.roads.schematic,
        attribution=scenario.roads.attribution or ground.network.attribution,
        zones=scenario.zones,
        start=movement.start,
        end=movement.end,
        people=scenario.people,
        snaps=ground.snaps,
        options=options,
        chosen=chosen,
        proofs=proofs,
        timetable=timetable,
        bound_s=bound_s,
        clear_s=clear_s,
        gap=(clear_s - bound_s) / bound_s if clear_s is not None and bound_s else None,
        least_left=least_left,
        go=decide(scenario.texts, scenario.terms),
        exposure=ground.facts,
        assumptions=assumptions_of(scenario),
        notices=notices,
        max_routes=scenario.settings.routes,
        returns=found.returns,
        route_prices=prices,
        priority_s=_priority_s(clear_s, ground, found, chosen, again),
    )


def _watch(tell: Progress, stage: str, share: float, stops: tuple[Stop | None, Stop | None]) -> Watch:
    """Tell that a search begins, and return how it is followed and ended."""
    tell(stage, share)
    return Watch(stops[0], stops[1], lambda known: tell(f"{stage}: {known}", share), stop_fleet=stops[0])


def _options(ground: Ground) -> OptionSet:
    """Return the corridor options; raises NoPlanError, naming what binds each group, when there is not one route."""
    found = options_within(ground, route_limits(ground), ground.movement)
    if not any(option.routes for option in found.options):
        raise NoPlanError(tuple(found.unreachable[group.id] for group in ground.scenario.groups))
    return found


def _timetables(ground: Ground, found: OptionSet) -> dict[str, Timetable]:
    """Return the timetable of each option; options with the same ways (as without incidents) are driven once."""
    timed: dict[str, Timetable] = {}
    returns = returns_of(found)
    for option in found.options:
        same = next((other for other in found.options if other.label in timed and _ways(other) == _ways(option)), None)
        if same is None:
            timed[option.label] = _timetable(ground, option, returns)
        else:
            ids = {theirs.id: ours.id for theirs, ours in zip(same.routes, option.routes, strict=True)}
            packets = tuple(replace(packet, route_id=ids[packet.route_id]) for packet in timed[same.label].packets)
            timed[option.label] = replace(timed[same.label], packets=packets)
    return timed


def _chosen(ground: Ground, timed: dict[str, Timetable]) -> str:
    """Return the preferred option, or, where nobody gets out by that one, the first by which somebody does.

    Raises NoPlanError, with every reason, when nobody gets out by any.
    """
    preferred = ground.scenario.settings.preference
    for label in (preferred, *timed):
        if timed[label].packets:
            return label
    raise NoPlanError(tuple(dict.fromkeys(f"{one.group_id}: {one.reason}" for one in timed[preferred].left)))


def _ways(option: Option) -> list[tuple[object, ...]]:
    """Return what a timetable depends on in an option: who drives where, on which arcs, out and back."""
    return [(route.group_id, route.exit_id, route.arcs, route.back_arcs) for route in option.routes]


def returns_of(found: OptionSet) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the way of empty vehicles from each exit to each group, whichever option's routes use them."""
    routes = [route for option in found.options for route in option.routes if route.back_arcs or not route.arcs]
    known = {(route.exit_id, route.group_id): route.back_arcs for route in routes}
    return known | {(way.exit_id, way.group_id): way.arcs for way in found.returns}


def _better(ground: Ground, found: OptionSet, chosen: str, proofs: tuple[Proof, ...], watch: Watch, *, seed: int) -> Timetable:
    """Return the timetable of the chosen option after a longer search, which ends early once it meets the proven bound."""
    option = next(one for one in found.options if one.label == chosen)
    bound_s = max((proof.bound_s for proof in proofs), default=0)

    def told(left: int, last_s: int) -> None:
        if watch.tell is not None:
            above = f", {(last_s - bound_s) / bound_s:.1%} above what is proven" if bound_s else ""
            watch.tell(f"{left} people left" if left else f"everybody out after {bracket_text(last_s, last_s)}{above}")

    more = ground.scenario.settings.timetable_search * 1000
    plays = LEAST_PLAYS if more else 0
    effort = Effort(more_events=more, plays=plays, seed=seed, enough_s=bound_s, stop=watch.stop, tell=told)
    return _timetable(ground, option, returns_of(found), effort)


def _timetable(
    ground: Ground, option: Option, returns: dict[tuple[str, str], tuple[int, ...]], effort: Effort = USUAL
) -> Timetable:
    """Return the timetable of one option."""
    order = order_of(
        ground.scenario,
        ground.network,
        ground.conditions,
        movement=ground.movement,
        travel_s=ground.travel_s,
        snaps=ground.snaps,
        routes=option.routes,
        returns=returns,
    )
    return build_timetable(order, effort=effort)


def _priority_s(
    clear_s: int | None, ground: Ground, found: OptionSet, chosen: str, planned: Callable[[Ground], Timetable]
) -> int | None:
    """Return by how many seconds everybody would be out sooner if no group of the chosen option went before another.

    The option is `planned` once more with equal priorities, with as long a search. None where they are equal, or people are left.
    """
    option = next(one for one in found.options if one.label == chosen)
    served = {route.group_id for route in option.routes}
    groups = ground.scenario.groups
    if clear_s is None or len({group.priority for group in groups if group.id in served}) < 2:
        return None
    equal = replace(ground.scenario, groups=tuple(replace(group, priority=1) for group in groups))
    other = _with_times(ground, option, planned(replace(ground, scenario=equal)))
    return 0 if other.clear_s is None else max(0, clear_s - other.clear_s)


def _with_times(ground: Ground, option: Option, timetable: Timetable) -> Option:
    """Return the option with when everybody is out and who is left when it is driven."""
    left = sum(one.people.total for one in timetable.left)
    last = timetable.last_out
    clear_s = int((last - ground.movement.start).total_seconds()) if last is not None and not left else None
    return replace(option, clear_s=clear_s, left=left)


def _cut_off(ground: Ground, found: OptionSet) -> tuple[Left, ...]:
    """Return the groups that no road leads out of, whole, with the reason."""
    groups = (group for group in ground.scenario.groups if group.id in found.unreachable and group.people.total)
    return tuple(Left(group.id, group.people, found.unreachable[group.id]) for group in groups)
