"""A sample in which everything happens that a sheet has a word for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from brief.sample import START, Sample, make_sample
from safeconduct.brief.checkpoint_sheets import checkpoint_book
from safeconduct.brief.driver_sheets import driver_book
from safeconduct.brief.point_sheets import point_book
from safeconduct.brief.sheet import SheetBook
from safeconduct.brief.sheet_words import SheetWords
from safeconduct.brief.translate import Words
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import VEHICLE_KINDS, FleetEntry
from safeconduct.model.people import Family, Group, Headcount, Wave
from safeconduct.model.plan import FamilyLoad, GoNoGo, Packet, Plan, Timetable, VehicleRun, WayPoint
from safeconduct.model.revision import Revision
from safeconduct.model.scenario import Scenario

HOUR = timedelta(hours=1)
HOLDS = {"P02": 3.5}
TRAM = "tram"
"""A kind of vehicle that no language has a word for."""


def sheet_sample() -> Sample:
    """Return the sample with vehicles of every kind, checkpoints, families, waves, holds, returns and a way-point without name."""
    sample = make_sample()
    plan, scenario = sample.plan, _scenario(sample.scenario)
    route = plan.chosen_option.routes[0]
    at = route.way_points
    more = (
        WayPoint("", at[1].point, 4.0, at[1].drive_s + 1, "way", "H21"),
        WayPoint("turn onto H21", at[1].point, 5.0, at[1].drive_s + 2),
        *(
            WayPoint(f"Post {n}", at[2].point, 7.0 + n / 10, at[2].drive_s + n, "checkpoint")
            for n, _ in enumerate(scenario.checkpoints, 8)
        ),
    )
    points = tuple(sorted((*at, *more), key=lambda point: point.km))
    routes = (replace(route, way_points=points), *plan.chosen_option.routes[1:])
    option = replace(plan.chosen_option, routes=routes)
    plan = replace(
        plan,
        options=tuple(option if one.label == option.label else one for one in plan.options),
        timetable=Timetable(tuple(_packets(plan)), plan.timetable.left),
        people=scenario.people,
        revision=Revision(START + HOUR, "ab" * 32, 2, 3),
    )
    return Sample(plan, sample.network, scenario)


def _scenario(scenario: Scenario) -> Scenario:
    kinds = [*VEHICLE_KINDS, replace(VEHICLE_KINDS[0], name=TRAM)]
    fleet = tuple(
        FleetEntry(f"v{n}", one.name, 1, one.seats, one.stretcher_places, wheelchair_places=one.wheelchair_places, role=one.role)
        for n, one in enumerate(kinds)
    )
    spare = FleetEntry("spare", "bus", 1, 50, 0, lost=(("spare", START),))
    family = Family("F3", "G1", Headcount(2), 2, START + HOUR)
    first, second = scenario.groups
    groups = (
        replace(
            first,
            people=replace(first.people, wheelchair=3),
            families=(*first.families, family),
            waves=(Wave(START + HOUR, Headcount(5)),),
        ),
        second,
        Group("G3", "Зеленe", first.point, Headcount(7)),
    )
    (door,) = scenario.exits
    doors = (
        replace(door, beds=2000, opens=START, closes=START + 12 * HOUR, kind="reception site"),
        replace(door, id="E2", name="Кордон"),
    )
    posts = (
        Checkpoint("K1", "Post 8", first.point, 60, 2, "Party A", START, START + 12 * HOUR),
        Checkpoint("K2", "Post 9", first.point),
    )
    return replace(scenario, fleet=(*scenario.fleet, *fleet, spare), groups=groups, exits=doors, checkpoints=posts)


def _packets(plan: Plan) -> list[Packet]:
    packets = list(plan.timetable.packets)
    runs: list[VehicleRun] = []
    out = packets[1].out
    for n, kind in enumerate([*(one.name for one in VEHICLE_KINDS), TRAM]):
        run = VehicleRun(kind, 1, Headcount(4, 0, 0, 1), f"v{n}", load_start=START, free_at=out, back_at=out + 3 * HOUR)
        runs.append(run)
    runs[0] = replace(runs[0], refuels=True, rests=True, families=(FamilyLoad("F1", 1, Headcount(2, 1, 1)),))
    runs[1] = replace(runs[1], refuels=True, aid_t=2.5)
    runs[2] = replace(runs[2], rests=True)
    runs[7] = replace(runs[7], people=Headcount(), load_start=None, free_at=None, back_at=None)
    packets[1] = replace(packets[1], runs=(*runs, *packets[1].runs[-1:]), wait_s=600, wait_at=2)
    packets[2] = replace(packets[2], wait_s=300, wait_at=1)
    packets[4] = replace(packets[4], exit_id="E2")
    return packets


def sheet_books(sample: Sample, words: Words, names: Mapping[str, str] | None = None) -> tuple[SheetBook, ...]:
    """Return the three books of the sample, then the drivers' of a plan that is a go and whose input has no hash."""
    said = SheetWords(words, names or {})
    plan, scenario = sample.plan, sample.scenario
    agreed = replace(plan, go=GoNoGo(go=True), input_hash="")
    return (
        driver_book(plan, scenario, HOLDS, said),
        point_book(plan, scenario, said),
        checkpoint_book(plan, scenario, HOLDS, said),
        driver_book(agreed, scenario, HOLDS, said),
    )
