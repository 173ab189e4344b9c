"""What a plan takes for granted, in sentences that are printed with its figures."""

from __future__ import annotations

from safeconduct.model.scenario import Scenario


def assumptions_of(scenario: Scenario) -> tuple[str, ...]:
    """Return every assumption behind the plan and its bounds, one plain sentence each, in a fixed order."""
    settings = scenario.settings
    packets = (
        f"The column drives at most {settings.convoy_speed_kmh:g} km/h, in packets of at most {settings.packet_size} vehicles, "
        f"{settings.vehicle_gap_s} s between vehicles and {settings.packet_headway_s} s between packets."
    )
    found = [
        "The parties hold the silence on every road of the plan for the whole movement; only they can guarantee that.",
        packets,
        "Road speeds and capacities are the table's defaults where the road file states none; no road was inspected.",
        "The proven bounds hold for every plan that keeps these convoy rules on these roads, whatever its routes and order.",
        "Empty vehicles that drive back meet a free lane in the other direction."
        if settings.return_allowed
        else "No vehicle drives back for a second trip.",
    ]
    cars = [group for group in scenario.groups if group.own_cars]
    if cars:
        rates = sorted({group.people_per_car for group in cars})
        found.append(f"Declared own cars leave with the column, {' or '.join(f'{rate:g}' for rate in rates)} people in each.")
    if any(exit_.screening_per_h is None for exit_ in scenario.exits):
        names = ", ".join(exit_.name for exit_ in scenario.exits if exit_.screening_per_h is None)
        found.append(f"No screening rate is known for {names}: people count as out when their packet has passed.")
    if scenario.incidents:
        found.append("The exposure index compares routes by reported incidents; relative, and blind to what comes.")
    if scenario.schematic or scenario.roads.schematic:
        found.append("The road network is schematic, not surveyed: lengths, speeds and capacities are typed in, not measured.")
    return tuple(found)
