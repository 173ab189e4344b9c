"""The sample corridor with everything that limits vehicles and people, planned by the planner: what only such a plan promises."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from safeconduct.model.checkpoint import AidNeed
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Family, Headcount, Wave
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.make import plan_corridor, survey
from verify.mutation_base import after_polls
from verify.sound import sound
from verify.sound_case import at, point, scenario


def rich_scenario() -> Scenario:
    """Return the sample with people in wheelchairs, families whose patients ride with them, people who come later, crews, tanks, aid and escorts."""
    plain = scenario()
    north, south = plain.groups
    family = Family("F4", "A", Headcount(2, 0, 0, 1), 2)
    late = Family("F5", "B", Headcount(2, 1), 3, at(10, 15))
    waves = (Wave(at(9, 50), Headcount(25, 2)), Wave(at(10, 40), Headcount(12)))
    return replace(
        plain,
        groups=(
            replace(north, people=north.people + Headcount(4, 0, 0, 5), families=(*north.families, family)),
            replace(south, people=south.people + Headcount(43, 5), families=(*south.families, late), waves=waves),
        ),
        exits=tuple(replace(place, fuel=place.id == "Y") for place in plain.exits),
        fleet=(
            FleetEntry("bus", "bus", 3, 50, 0, range_km=33.0, lost=(("bus-02", at(10, 5)),)),
            FleetEntry("lift", "bus", 1, 30, 0, wheelchair_places=2, crew_h=2.0, cargo_t=1.5),
            FleetEntry("esc", "car", 2, 0, 0, role="escort"),
            FleetEntry("amb", "ambulance", 1, 2, 2, base=point("e"), available=at(8, 40), height_m=2.9, range_km=40.0),
        ),
        aid=(AidNeed("A", 2.0),),
        settings=replace(
            plain.settings,
            family_with_patient="vehicle",
            crew_rest_h=1.0,
            refuel_s=600,
            aid_load_s=300,
            aid_unload_s=240,
            escorts_per_packet=1,
        ),
        terms=plain.terms[:1],
    )


@cache
def rich() -> tuple[Scenario, RoadNetwork, Plan]:
    """Return scenario, network and the planner's plan."""
    case = rich_scenario()
    _plain, network, plan = sound()
    made = plan_corridor(survey(case, network, plan.snaps), program_version="0", stop_extras=after_polls(40))
    return case, network, replace(made, summary=("written later",))
