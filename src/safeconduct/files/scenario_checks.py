"""Checks that need several tables of a scenario at once (those that need the roads are in `planning.checks`)."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.notice import Where
from safeconduct.model.people import Exit, Group
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span, common, union

FAR_DEGREES = 5.0
NEAR_DEGREES = 2.0
PLACES = ("seats", "stretcher_places", "wheelchair_places")
MOST_STEPS = 1_000_000
"""Longest movement in steps of `step_s`: the clearance proof counts in whole steps."""


def check_scenario(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note everything that does not fit together in a scenario whose tables were all read."""
    check_people(scenario, folder, noted)
    _check_serials(scenario.fleet, folder, noted)
    _check_packets(scenario, folder, noted)
    _check_aid(scenario, folder, noted)
    check_times(scenario, folder, noted)
    check_points((scenario.groups, scenario.exits, scenario.fleet), folder, noted)


def check_people(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note people that the vehicles and exits have no places for."""
    people, fleet = scenario.people, scenario.fleet
    where = folder.where("vehicles")
    if scenario.groups and not people.total:
        noted.add("people-none", folder.where("groups"))
    for kind in ("stretcher", "wheelchair"):
        patients = getattr(people, kind)
        places = sum(entry.count * getattr(entry, f"{kind}_places") for entry in fleet)
        if patients and not places:
            noted.add(f"{kind}-no-places", where, people=patients)
        elif patients > places:
            noted.add(f"{kind}-few-places", where, people=patients, places=places, trips=-(-patients // places))
    by_bus = sum(group.people.sitting - group.car_people for group in scenario.groups)
    seats = sum(entry.count * entry.seats for entry in fleet)
    if by_bus and not seats:
        noted.add("seats-none", where, people=by_bus)
    _check_families(scenario, folder, noted)
    beds = [one.beds for one in scenario.exits]
    if beds and all(one is not None for one in beds):
        total = sum(one or 0 for one in beds)
        if total < people.total:
            noted.add("beds-few", folder.where("exits", column="beds"), beds=total, people=people.total)


def _check_families(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note families that no packet, or where they must ride in one no vehicle, can hold whole: they would never leave."""
    settings = scenario.settings
    size = max(0, settings.packet_size - settings.escorts_per_packet - settings.recovery_per_packet)
    most = [max((getattr(entry, name) for entry in scenario.fleet), default=0) for name in PLACES]
    together = settings.family_with_patient == "vehicle"
    for group in scenario.groups:
        in_cars = settings.packet_size * group.people_per_car if group.own_cars else 0
        for family in group.families:
            members = family.members
            needs = (members.sitting, members.stretcher, members.wheelchair)
            by_car = not members.stretcher and not members.wheelchair and members.sitting <= in_cars
            where = folder.where("families", family.id)
            if not by_car and any(need > size * places for need, places in zip(needs, most, strict=True)):
                noted.add("family-large", where, id=family.id, members=members.total, size=size)
            elif together and members.stretcher and not any(_fits(needs, entry) for entry in scenario.fleet):
                noted.add("family-patient-vehicle", where, id=family.id, members=members.total)


def _fits(needs: tuple[int, int, int], entry: FleetEntry) -> bool:
    return all(need <= getattr(entry, name) for need, name in zip(needs, PLACES, strict=True))


def _check_packets(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note packets that need escort or recovery vehicles which the fleet does not have."""
    for role, needed in (("escort", scenario.settings.escorts_per_packet), ("recovery", scenario.settings.recovery_per_packet)):
        there = sum(entry.count for entry in scenario.fleet if entry.role == role)
        if there < needed:
            noted.add("fleet-role-missing", folder.where("vehicles"), role=role, needed=needed, there=there)


def _check_aid(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note aid that no vehicle can bring."""
    if scenario.aid and not (scenario.settings.return_allowed and any(entry.cargo_t for entry in scenario.fleet)):
        noted.add("aid-no-vehicle", folder.where("aid"), tonnes=f"{sum(one.tonnes for one in scenario.aid):g}")


def _check_serials(fleet: Iterable[FleetEntry], folder: Folder, noted: Noted) -> None:
    """Note vehicles of two rows that would get the same serial (rows V1 with two vehicles, and V1-01)."""
    seen: dict[str, str] = {}
    for entry in fleet:
        twice = [serial for serial in entry.serials() if seen.setdefault(serial, entry.id) != entry.id]
        if twice:
            noted.add("id-twice", folder.where("vehicles", entry.id, "id"), id=twice[0], first=f"a vehicle of {seen[twice[0]]}")


def check_times(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note groups, exits, vehicles and windows whose hours miss the movement."""
    whole = Span(scenario.start, scenario.end)
    steps = (scenario.end - scenario.start).total_seconds() / scenario.settings.step_s
    if steps > MOST_STEPS:
        noted.add(
            "movement-long", Where("scenario.toml", column="end"), days=f"{MOST_STEPS * scenario.settings.step_s / 86400:.1f}"
        )
        return
    for group in scenario.groups:
        if group.ready is not None and group.ready >= scenario.end:
            noted.add("ready-late", folder.where("groups", group.id, "ready"), id=group.id)
        for family in group.families:
            if family.ready is not None and family.ready >= scenario.end:
                noted.add("ready-late", folder.where("families", family.id, "ready"), id=family.id)
    for checkpoint in scenario.checkpoints:
        _check_checkpoint(scenario, checkpoint, folder, noted)
    for entry in scenario.fleet:
        if entry.available is not None and entry.available >= scenario.end:
            noted.add("ready-late", folder.where("vehicles", entry.id, "available"), id=entry.id)
    for window in scenario.windows:
        if window.span.clip(whole) is None:
            noted.add("window-outside", folder.where("windows", window.id), id=window.id)
    for exit_ in scenario.exits:
        _check_exit(scenario, exit_, folder, noted)


def _check_exit(scenario: Scenario, exit_: Exit, folder: Folder, noted: Noted) -> None:
    """Note an exit whose windows never open, or whose opening hours miss every time that people may be on the road to it."""
    where = folder.where("exits", exit_.id)
    spans = scenario.movement_spans(exit_.id)
    if not spans:
        if _windows_matter(scenario, exit_):
            noted.add("windows-never-open", where, id=exit_.id)
        return
    if exit_.opens is not None and exit_.opens >= spans[-1].end:
        noted.add("exit-opens-late", folder.where("exits", exit_.id, "opens"), id=exit_.id)
    if exit_.closes is not None and exit_.closes <= spans[0].start:
        noted.add("exit-closes-early", folder.where("exits", exit_.id, "closes"), id=exit_.id)


def _check_checkpoint(scenario: Scenario, one: Checkpoint, folder: Folder, noted: Noted) -> None:
    """Note a checkpoint that is open at no time of the movement, or whose search of one packet takes longer than that."""
    whole = Span(scenario.start, scenario.end)
    opens, closes = max(one.opens or whole.start, whole.start), min(one.closes or whole.end, whole.end)
    stop_s = one.stop_s(scenario.settings.packet_size)
    if opens >= closes:
        noted.add("checkpoint-shut", folder.where("checkpoints", one.id, "opens"), id=one.id)
    elif stop_s >= (closes - opens).total_seconds():
        where = folder.where("checkpoints", one.id, "search_s")
        noted.add("checkpoint-slow", where, id=one.id, minutes=round(stop_s / 60), size=scenario.settings.packet_size)


def _windows_matter(scenario: Scenario, exit_: Exit) -> bool:
    """Tell whether two kinds of windows, each open at some time of the movement, miss one another (else each is told alone)."""
    whole = (Span(scenario.start, scenario.end),)
    everybody = union(window.span for window in scenario.windows if window.scope == "all")
    own = union(window.span for window in scenario.windows if window.scope == "exit" and window.exit_id == exit_.id)
    return any(spans and not common(whole, spans) for spans in (everybody, own)) or bool(everybody and own)


def check_points(things: tuple[Iterable[Group], Iterable[Exit], Iterable[FleetEntry]], folder: Folder, noted: Noted) -> None:
    """Note a point far from all others that would lie among them with longitude and latitude exchanged."""
    groups, exits, fleet = things
    points = [(folder.where("groups", one.id), one.point) for one in groups]
    points += [(folder.where("exits", one.id), one.point) for one in exits]
    points += [(folder.where("vehicles", one.id), one.base) for one in fleet if one.base is not None]
    for place, (where, point) in enumerate(points):
        others = [other for index, (_, other) in enumerate(points) if index != place]
        if len(others) >= 2 and _is_swapped(point, others):
            noted.add("point-swapped", where, lon=f"{point.lon:g}", lat=f"{point.lat:g}")


def _is_swapped(point: LonLat, others: list[LonLat]) -> bool:
    middle = LonLat(median(one.lon for one in others), median(one.lat for one in others))
    far = max(abs(point.lon - middle.lon), abs(point.lat - middle.lat)) > FAR_DEGREES
    return far and max(abs(point.lat - middle.lon), abs(point.lon - middle.lat)) < NEAR_DEGREES
