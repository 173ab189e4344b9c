"""A plan made again while the movement runs: the past is as it was, and every difference is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safeconduct.model.plan import Packet, Plan, VehicleRun
from safeconduct.model.revision import CHANGE_KINDS, Revision
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding

WHERE = "revision"


def check_revision(case: Case) -> Iterator[Finding]:
    """Yield a finding for each promise of a revision that its own plan breaks; nothing for a plan that begins."""
    plan, revision = case.plan, case.plan.revision
    if revision is None:
        if plan.former_routes:
            yield finding("revision-counts", WHERE, f"{len(plan.former_routes)} former routes in a plan that begins")
        return
    packets = {packet.id: packet for packet in plan.timetable.packets}
    if not 0 <= case.at_s < case.end_s:
        yield finding("revision-counts", WHERE, f"made again at {case.at_s:.0f} s of a movement of {case.end_s:.0f} s")
    on_road = sum(packet.depart <= revision.at < packet.clear for packet in packets.values())
    if on_road != revision.on_road:
        yield finding("revision-counts", WHERE, f"{revision.on_road} packets on the road stated, {on_road} by the timetable")
    later = [name for name, packet in packets.items() if packet.depart > revision.at]
    new = {one.packet for one in revision.changes if one.kind in {"new", "moved"}}
    if len(later) != revision.kept + len(new):
        text = f"{revision.kept} kept and {len(new)} new or moved, {len(later)} leave after the plan was made"
        yield finding("revision-counts", WHERE, text)
    for one in revision.changes:
        where = f"{WHERE}, {one.kind} {one.packet}".rstrip()
        if one.kind not in CHANGE_KINDS or not one.text.strip():
            yield finding("revision-changes", where, f"kind {one.kind!r}, text {one.text[:40]!r}")
        elif one.kind in {"new", "moved"} and (one.packet not in later or one.now != packets[one.packet].depart):
            yield finding("revision-changes", where, "no packet leaves then after the plan was made")
        elif one.kind == "diverted" and (one.packet not in packets or one.now != packets[one.packet].arrive):
            yield finding("revision-changes", where, "no packet arrives then")
        elif one.kind == "kept" and (one.packet not in packets or one.now != packets[one.packet].out):
            yield finding("revision-changes", where, "no packet is out then")
        elif one.kind == "cancelled" and one.packet in packets:
            yield finding("revision-changes", where, "it is in the timetable")


def check_against(before: Plan, plan: Plan) -> tuple[Finding, ...]:
    """Return what a plan made again does to the plan before it that it may not do, or does not say; both of sound form."""
    return tuple(_differences(before, plan))


def _differences(before: Plan, plan: Plan) -> Iterator[Finding]:
    revision = plan.revision
    if revision is None:
        yield finding("revision-past", WHERE, "this plan replaces none")
        return
    told: dict[str, set[str]] = {}
    for one in revision.changes:
        told.setdefault(one.packet, set()).add(one.kind)
    texts = [one.text for one in revision.changes if one.kind == "vehicle"]
    serials = {run.serial for packet in before.timetable.packets for run in packet.runs if run.serial}
    broken = {serial for serial in serials if any(serial in text.split() for text in texts)}
    old = {packet.id: packet for packet in before.timetable.packets}
    new = {packet.id: packet for packet in plan.timetable.packets}
    old_arcs, new_arcs = _arcs(before), _arcs(plan)
    for name, packet in old.items():
        kinds, now = told.get(name, set()), new.get(name)
        if now is not None:
            was = _less(packet, now, broken)
            yield from _changed(was, now, revision, kinds, same_way=old_arcs[packet.route_id] == new_arcs[now.route_id])
        elif "cancelled" not in kinds and not any(f" {name}," in f" {one.text}," for one in revision.changes):
            yield finding("revision-listed", f"packet {name}", "it was in the plan before and is gone without a word")
    for name, packet in new.items():
        if name not in old and packet.depart <= revision.at:
            text = "it leaves before the plan was made again, and was not in the plan before"
            yield finding("revision-past", f"packet {name}", text)
        if name not in old and not told.get(name, set()) & {"new", "moved"}:
            yield finding("revision-listed", f"packet {name}", "it is new, which is not said")


def _changed(packet: Packet, now: Packet, revision: Revision, kinds: set[str], *, same_way: bool) -> Iterator[Finding]:
    """Yield a finding for each difference of a packet that is in both plans and is not told, or may not be."""
    code = "revision-past" if packet.depart <= revision.at else "revision-listed"
    where = f"packet {packet.id}"
    if _core(packet) != _core(now):
        yield finding(code, where, "its people, vehicles or departure are not those of the plan before")
    if not same_way and "diverted" not in kinds:
        yield finding(code, where, "it drives another way than in the plan before")
    if now.out != packet.out and not kinds & {"kept", "diverted"}:
        yield finding("revision-listed", where, "its people are out at another time, which is not said")


def _less(packet: Packet, now: Packet, lost: set[str]) -> Packet:
    """Return the packet before as it may be once a vehicle broke down: without it, its people where the new plan has them.

    That nobody is lost on the way is what the balance of each group shows.
    """
    kept = {run.serial: run for run in now.runs if run.serial}
    lost = lost - set(kept)
    if not lost & {run.serial for run in packet.runs}:
        return packet
    runs = (run for run in packet.runs if run.serial not in lost)
    moved = (_as_now(run, kept[run.serial]) if run.serial in kept else run for run in runs)
    return replace(packet, runs=tuple(moved))


def _as_now(run: VehicleRun, now: VehicleRun) -> VehicleRun:
    return replace(run, people=now.people, families=now.families)


def _arcs(plan: Plan) -> dict[str, tuple[int, ...]]:
    routes = (*(route for option in plan.options for route in option.routes), *plan.former_routes)
    return {route.id: route.arcs for route in routes}


def _core(packet: Packet) -> object:
    """Return what of a packet may not change once it stands: when it leaves, from where, with whom."""
    runs = [(run.serial, run.kind, run.vehicles, run.people, run.families, run.load_start) for run in packet.runs]
    return packet.depart, packet.group_id, runs
