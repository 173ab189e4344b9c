"""What a plan made again changes in the plan before it, one plain sentence each, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from safeconduct.model.plan import Packet, Plan, Route, Timetable
from safeconduct.model.revision import CHANGE_KINDS, Change
from safeconduct.model.scenario import Scenario
from safeconduct.planning.on_road import Outcome
from safeconduct.planning.way_home import Homeward

ORDER = ("cancelled", "diverted", "vehicle", "people", "moved", "new", "kept")
assert set(ORDER) == set(CHANGE_KINDS)


def changes_between(
    before: Plan, timetable: Timetable, routes: Mapping[str, Route], *, scenario: Scenario, at: datetime, outcome: Outcome
) -> tuple[Change, ...]:
    """Return every change: packets stopped, sent round, given up, moved, new, and kept ones that are out at another time.

    timetable, routes: of the new plan. at: the moment from which it was made again.
    """
    old = {packet.id: packet for packet in before.timetable.packets}
    new = {packet.id: packet for packet in timetable.packets}
    stopped = {one.packet.id for one in outcome.stopped}
    found = []
    for one in outcome.stopped:
        text = _on_the_way(one.packet, f"{one.km:.1f} km from its start; {one.why}")
        found.append(Change("cancelled", text, one.packet.id, one.packet.depart))
    found += [
        Change(
            "diverted",
            _round(new[name], old[name], routes, turned=name in outcome.turned),
            name,
            old[name].arrive,
            new[name].arrive,
        )
        for name in sorted(outcome.diverted)
        if name in new
    ]
    found += list(_happened(scenario, before, at))
    missing = [packet for name, packet in old.items() if name not in new and name not in stopped]
    replaced = _replaced(before, timetable, missing, routes, at)
    moved = {one.packet for one in replaced if one.kind == "moved"}
    found += replaced
    for packet in timetable.packets:
        if packet.id not in old and packet.id not in moved:
            found.append(Change("new", f"{packet.id} to {packet.exit_id}, {_load(packet)}", packet.id, None, packet.depart))
    for name, packet in new.items():
        if name in old and name not in outcome.diverted and packet.out != old[name].out:
            text = f"{name} as before, but its people are out at another time (the queue at {packet.exit_id} has changed)"
            found.append(Change("kept", text, name, old[name].out, packet.out))
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.kind), one.now or one.was or at, one.packet)))


def _replaced(
    before: Plan, timetable: Timetable, missing: list[Packet], routes: Mapping[str, Route], at: datetime
) -> list[Change]:
    """Return what becomes of packets that are missing in the new timetable: another one leaves in their place, or none."""
    old_routes = {route.id: route for option in before.options for route in option.routes}
    old_routes |= {route.id: route for route in before.former_routes}
    known = {packet.id for packet in before.timetable.packets}
    instead: dict[object, list[Packet]] = {}
    for packet in reversed(timetable.packets):
        if packet.id not in known:
            instead.setdefault(_alike(packet), []).append(packet)
    found = []
    for packet in missing:
        if packet.depart > at and (same := instead.get(_alike(packet))):
            now = same.pop()
            way = "" if routes[now.route_id].arcs == old_routes[packet.route_id].arcs else ", by another way"
            text = f"{now.id} instead of {packet.id}, {_load(now)}{way}"
            found.append(Change("moved", text, now.id, packet.depart, now.depart))
            continue
        late = _on_the_way(packet, "screening at its exit ends before its people can pass")
        text = late if packet.depart <= at else f"{packet.id} does not leave: {_load(packet)}"
        found.append(Change("cancelled", text, packet.id, packet.depart, None))
    return found


def stuck_changes(home: Homeward, at: datetime) -> tuple[Change, ...]:
    """Return the vehicles that cannot come back."""
    return tuple(Change("vehicle", f"{serial} cannot come back: {reason}", "", None, at) for serial, reason in home.stuck.items())


def _happened(scenario: Scenario, before: Plan, at: datetime) -> Iterator[Change]:
    """Yield what has happened to vehicles and groups and the plan before did not know: vehicles that were to drive on in it."""
    for entry in scenario.fleet:
        for serial, moment in entry.lost:
            packets = (packet for packet in before.timetable.packets if packet.out > moment)
            if not any(run.serial == serial for packet in packets for run in packet.runs):
                continue
            yield Change("vehicle", f"{serial} is out of use", "", None, moment)
    known = _totals(before)
    for group in scenario.groups:
        more = group.people.total - known.get(group.id, 0)
        if more:
            word = "more" if more > 0 else "fewer"
            yield Change("people", f"{group.name}: {abs(more)} {word} people than in the plan before", "", None, at)


def _totals(plan: Plan) -> dict[str, int]:
    """Return how many people of each group a plan knows: in packets, and left."""
    totals: dict[str, int] = {}
    for packet in plan.timetable.packets:
        totals[packet.group_id] = totals.get(packet.group_id, 0) + packet.people.total
    for one in plan.timetable.left:
        totals[one.group_id] = totals.get(one.group_id, 0) + one.people.total
    return totals


def _on_the_way(packet: Packet, what: str) -> str:
    return f"{packet.id} is on the road ({_load(packet)}), {what}"


def _alike(packet: Packet) -> object:
    """Return what two packets have in common of which one leaves in place of the other: group, vehicles, own cars."""
    cars = sum(run.vehicles for run in packet.runs if not run.serial)
    return packet.group_id, tuple(sorted(run.serial for run in packet.runs if run.serial)), cars


def _load(packet: Packet) -> str:
    """Return what drives in a packet: serials of the fleet, own cars, people."""
    serials = [run.serial for run in packet.runs if run.serial]
    cars = sum(run.vehicles for run in packet.runs if not run.serial)
    parts = [", ".join(serials)] if serials else []
    parts += [f"{cars} own cars"] if cars else []
    return f"{' and '.join(parts)}, {packet.people.total} people"


def _round(now: Packet, was: Packet, routes: Mapping[str, Route], *, turned: bool) -> str:
    """Return how a packet on the road goes on."""
    route = routes[now.route_id]
    exit_text = "" if now.exit_id == was.exit_id else f" to {now.exit_id} instead of {was.exit_id}"
    names = [point.name for point in route.way_points[1:-1]]
    via = f" via {', '.join(names[-3:])}" if names else ""
    km = sum(point.km for point in route.way_points[-1:])
    minutes = -(-now.wait_s // 60)
    if turned:
        first = f"turns round, leaves the last junction {minutes} min after it came by there, and goes on"
        return f"{now.id} on the road ({_load(now)}) {first}{exit_text}{via}, {km:.0f} km from its start without the turn"
    held = f"; held for {minutes} min before it turns off" if now.wait_s > was.wait_s else ""
    return f"{now.id} on the road ({_load(now)}) goes round{exit_text}{via}, {km:.0f} km from its start in all{held}"
