"""A plan made again while the movement runs: what is on the road stays, what was planned stays where it can, the rest is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.agreement.go import decide
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.errors import RefusedError
from safeconduct.model.people import Headcount
from safeconduct.model.plan import SCHEMA_VERSION, Left, Option, Packet, Plan, Proof, Timetable
from safeconduct.model.revision import Revision
from safeconduct.model.times import Span
from safeconduct.planning.assumptions import assumptions_of
from safeconduct.planning.brackets import Stop, Watch
from safeconduct.planning.changes import changes_between, stuck_changes
from safeconduct.planning.evidence import proofs_of
from safeconduct.planning.ground import Ground
from safeconduct.planning.make import Progress
from safeconduct.planning.on_road import OnRoad, Outcome
from safeconduct.planning.play_on import Played, Rest, play_on
from safeconduct.planning.term_routes import options_within, route_limits
from safeconduct.planning.way_home import homeward
from safeconduct.routing.options import prepare

MOST_NAMED = 6
"""Packets that a reason names; the list of changes names every one."""

REMAKE_FLEET_WORK = 100_000_000
"""Sums that the search for the fleet's bound may take in a plan made again (about two seconds). Counted, not timed."""

RULE_MOMENT = "replan-moment"
RULE_POINTS = "replan-points"


@dataclass(frozen=True, slots=True)
class Said:
    """What a plan says about where it comes from. before_hash: sha256 of the plan before. notices: warnings on the input."""

    program_version: str
    before_hash: str
    notices: tuple[str, ...] = ()


def remake_plan(
    ground: Ground,
    before: Plan,
    at: datetime,
    *,
    said: Said,
    keep: bool = True,
    stop: Stop | None = None,
    stop_fleet: Stop | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return a plan for the rest of a movement that is being driven.

    ground: the scenario as it is now (what was closed, lost or added since stands in it). before: the plan that was driven until
    `at`. What left before stays: a packet on the road whose way is shut ahead goes round, held where it must be, and is named.
    Packets that were to leave later stay as they are where every rule still holds, unless fewer people would be left by a new
    timetable for all of them; with `keep` false only those that are being loaded stay. The bounds are for the whole movement, as
    if all that is known now had been known at its start. stop, stop_fleet: end the search for them; the second that for the
    fleet's, which ends by counted work too.

    Raises RefusedError when `at` lies outside the movement, or when assembly points, exits or bases are not where they were.
    """
    tell = progress or (lambda _stage, _share: None)
    check_same_ground(ground, before, at)
    tell("what stands", 0.05)
    rest = look(ground, before, at)
    tell("timetable", 0.3)
    played, notices = choose(rest, keep=keep)
    tell("clearance proofs", 0.7)
    proofs = proofs_of(ground, rest.found, Watch(stop, stop, lambda _known: None, stop_fleet, REMAKE_FLEET_WORK))
    tell("joining the plan", 0.95)
    return joined(rest, played, proofs, replace(said, notices=(*said.notices, *notices)))


def check_same_ground(ground: Ground, before: Plan, at: datetime) -> None:
    """Raise RefusedError unless the plan before can be played on."""
    movement = ground.movement
    if not movement.start <= at < movement.end or before.start != movement.start:
        begins = "" if before.start == movement.start else f" The plan before began at {before.start.isoformat()}."
        text = f"A plan is made again at a moment from {movement.start.isoformat()} to {movement.end.isoformat()}.{begins}"
        raise RefusedError(RULE_MOMENT, f"{text} {at.isoformat()} is not one.")
    then = {(snap.id, snap.node) for snap in before.snaps}
    moved = sorted(snap_id for snap_id, node in then if (snap_id, node) not in {(snap.id, snap.node) for snap in ground.snaps})
    if moved or len(before.snaps) != len(ground.snaps):
        named = f" ({', '.join(moved[:5])})" if moved else ""
        text = f"Assembly points, exits or vehicle bases are not those of the plan before{named}."
        cure = "Add people who come later to a group that is there, or plan anew with `safeconduct plan`."
        raise RefusedError(RULE_POINTS, f"{text} {cure}")


def look(ground: Ground, before: Plan, at: datetime) -> Rest:
    """Return the rest of the movement: ways from now on, packets and vehicles on the road, and how they go on."""
    at_s = -int(-(at - ground.movement.start).total_seconds() // 1)
    later = conditions_from(ground.conditions, at_s)
    scenario, end = ground.scenario, ground.movement.end
    limits = route_limits(replace(ground, conditions=later))
    found = options_within(replace(ground, conditions=later), limits, Span(at, end))
    # Who is on the road may go round by any road, unless a text forbids to deviate.
    ahead = limits.conditions if limits is not None and limits.strict else later
    search = prepare(ground.network, ground.travel_s, ahead, ground.snaps, scenario, start=at, end=end)
    routes = {route.id: route for option in before.options for route in option.routes}
    routes |= {route.id: route for route in before.former_routes}
    gone = [packet for packet in before.timetable.packets if packet.depart <= at]
    outcome = OnRoad(ground, search, at_s).settle(gone, routes)
    home = homeward(ground, search, before, at_s)
    return Rest(ground, before, at, found, before.chosen, routes, outcome, home)


def conditions_from(conditions: ArcConditions, at_s: int) -> ArcConditions:
    """Return what holds on each arc from a moment on: what is not open any more counts as closed."""
    ended = [arc for arc, spans in conditions.open_spans.items() if all(high <= at_s for _, high in spans)]
    over = {arc: conditions.shut_by[arc] for arc in ended}
    spans = {arc: one for arc, one in conditions.open_spans.items() if arc not in over}
    shut_by = {arc: one for arc, one in conditions.shut_by.items() if arc not in over}
    return replace(conditions, closed={**conditions.closed, **over}, open_spans=spans, shut_by=shut_by)


def choose(rest: Rest, *, keep: bool) -> tuple[Played, tuple[str, ...]]:
    """Return the timetable that keeps what was planned, or a new one where that leaves fewer people; and a word on the other."""
    new = play_on(rest, keep=False)
    if not keep:
        return new, ()
    kept = play_on(rest, keep=True)
    if new.value[0] < kept.value[0]:
        fewer = kept.value[0] - new.value[0]
        return new, (f"Keeping all that was planned would have left {fewer} more people; only what was being loaded is kept.",)
    sooner_s = int(kept.value[1] - new.value[1])
    if new.value[0] == kept.value[0] and sooner_s >= 60:
        text = f"A new timetable for all that has not left would have the last people out {sooner_s // 60} min sooner."
        return kept, (f"{text} This one changes less.",)
    return kept, ()


def joined(rest: Rest, played: Played, proofs: tuple[Proof, ...], said: Said) -> Plan:
    """Return the plan."""
    ground, before = rest.ground, rest.before
    scenario, movement = ground.scenario, ground.movement
    stopped = _stopped(rest.outcome)
    stopped += [Left(packet.group_id, left.people, reason) for packet, left, reason in rest.outcome.waiting]
    timetable = Timetable(played.timetable.packets, (*played.timetable.left, *stopped, *_cut_off(rest, played, stopped)))
    options = tuple(_timed(rest, option, timetable) for option in rest.found.options)
    option = next(one for one in options if one.label == rest.chosen)
    least_left, bound_s, clear_s = _figures(option, timetable, proofs)
    return Plan(
        schema_version=SCHEMA_VERSION,
        program_version=said.program_version,
        scenario_name=scenario.name,
        input_hash=scenario.input_hash,
        seed=before.seed,
        schematic=before.schematic,
        attribution=before.attribution,
        zones=scenario.zones,
        start=movement.start,
        end=movement.end,
        people=scenario.people,
        snaps=ground.snaps,
        options=options,
        chosen=rest.chosen,
        proofs=proofs,
        timetable=timetable,
        bound_s=bound_s,
        clear_s=clear_s,
        gap=(clear_s - bound_s) / bound_s if clear_s is not None and bound_s else None,
        least_left=least_left,
        go=decide(scenario.texts, scenario.terms),
        exposure=ground.facts,
        assumptions=assumptions_of(scenario),
        notices=said.notices,
        max_routes=scenario.settings.routes,
        returns=(*rest.found.returns, *rest.home.ways),
        revision=_revision(rest, played, timetable, option, said),
        former_routes=played.former,
    )


def _figures(option: Option, timetable: Timetable, proofs: tuple[Proof, ...]) -> tuple[int, int | None, int | None]:
    """Return how many are left at least, the proven bound and the plan's own time, in seconds from the start."""
    routed = {route.group_id for route in option.routes}
    cut_off = sum(one.people.total for one in timetable.left if one.group_id not in routed)
    least_left = max((proof.least_left for proof in proofs), default=0) + cut_off
    bound_s = max((proof.bound_s for proof in proofs), default=0) if not least_left else None
    return least_left, bound_s, None if timetable.left else option.clear_s


def _timed(rest: Rest, option: Option, timetable: Timetable) -> Option:
    """Return the option with when everybody is out and who is left, where it is the one that is driven."""
    if option.label != rest.chosen:
        return option
    routed = {route.group_id for route in option.routes}
    left = sum(one.people.total for one in timetable.left if one.group_id in routed)
    last = timetable.last_out
    clear_s = int((last - rest.ground.movement.start).total_seconds()) if last is not None and not left else None
    return replace(option, clear_s=clear_s, left=left)


def _stopped(outcome: Outcome) -> list[Left]:
    """Return the people of packets that cannot go on, one entry for each group and reason; each packet is in the changes."""
    alike: dict[tuple[str, str], list[Packet]] = {}
    for one in outcome.stopped:
        alike.setdefault((one.packet.group_id, one.why), []).append(one.packet)
    found = []
    for (group_id, why), packets in alike.items():
        names = ", ".join(packet.id for packet in packets[:MOST_NAMED])
        more = f" and {len(packets) - MOST_NAMED} more" if len(packets) > MOST_NAMED else ""
        people = sum((packet.people for packet in packets), Headcount())
        found.append(Left(group_id, people, f"On the road in {names}{more}: {why}."))
    return found


def _cut_off(rest: Rest, played: Played, stopped: list[Left]) -> tuple[Left, ...]:
    """Return who waits where no road leads out, with the reason; `stopped` are on the road and told already."""
    option = next(one for one in rest.found.options if one.label == rest.chosen)
    served = {route.group_id for route in (*option.routes, *played.former)}
    unreachable = rest.found.unreachable
    found = []
    for group in rest.ground.scenario.groups:
        people = group.people
        for one in stopped:
            people -= one.people if one.group_id == group.id else Headcount()
        if group.id not in served and people.total:
            found.append(Left(group.id, people, unreachable.get(group.id, "No open road.")))
    return tuple(found)


def _revision(rest: Rest, played: Played, timetable: Timetable, option: Option, said: Said) -> Revision:
    routes = {route.id: route for route in (*option.routes, *played.former)}
    ids = {packet.id for packet in timetable.packets}
    changes = changes_between(
        rest.before, timetable, routes, scenario=rest.ground.scenario, at=rest.at, outcome=rest.outcome
    ) + stuck_changes(rest.home, rest.at)
    return Revision(
        at=rest.at,
        before=said.before_hash,
        on_road=sum(packet.depart <= rest.at < packet.clear for packet in timetable.packets),
        kept=sum(packet.id in ids for packet in played.planned),
        changes=changes,
    )
