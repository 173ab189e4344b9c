"""The one table of settings: every number an officer may change in `scenario.toml`, with default, unit, range and reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class SettingInfo(NamedTuple):
    """Section and key in `scenario.toml`, unit, allowed range (inclusive), and what it means with the source of the default."""

    section: str
    unit: str
    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; `SETTING_TABLE` says where each stands, its unit, range and meaning."""

    step_s: int = 1
    routes: int = 3
    preference: str = "balanced"
    packet_size: int = 10
    packet_least: int = 3
    vehicle_gap_s: int = 6
    packet_headway_s: int = 60
    convoy_speed_kmh: float = 50.0
    board_able_s: int = 10
    board_seated_s: int = 30
    board_stretcher_s: int = 180
    board_wheelchair_s: int = 120
    load_fixed_s: int = 300
    unload_fixed_s: int = 600
    return_allowed: bool = True
    patients_first: bool = True
    refuel_s: int = 1200
    crew_rest_h: float = 9.0
    escorts_per_packet: int = 0
    recovery_per_packet: int = 0
    family_with_patient: str = "packet"
    aid_load_s: int = 1800
    aid_unload_s: int = 1800
    night_from: str = ""
    night_to: str = ""
    include_minor: bool = False
    snap_limit_m: float = 1000.0
    name_limit_km: float = 25.0
    incident_half_life_days: float = 7.0
    incident_bandwidth_m: float = 2000.0
    incident_old_days: int = 14
    max_overlap: float = 0.5
    clearance_time_limit_s: float = 60.0
    timetable_search: int = 100


DEFAULT_SETTINGS = Settings()

SETTING_TABLE: dict[str, SettingInfo] = {
    "step_s": SettingInfo(
        "plan", "s", 1, 600, "Length of a time step of the clearance proof; must divide 3600. 1 s loses nothing to rounding."
    ),
    "routes": SettingInfo(
        "plan", "routes", 1, 9, "Most routes each assembly point gets in one option; a negotiator can agree on few."
    ),
    "preference": SettingInfo(
        "plan", "safest | balanced | fastest", 0, 0, "Which option is put into the timetable and the brief."
    ),
    "packet_size": SettingInfo("convoy", "vehicles", 1, 50, "Most vehicles in a packet; convoys drive in packets of 6 to 10."),
    "packet_least": SettingInfo(
        "convoy",
        "vehicles",
        1,
        50,
        "Fewest buses and ambulances in a packet while so many stand ready, unless that leaves people behind.",
    ),
    "vehicle_gap_s": SettingInfo("convoy", "s", 2, 120, "Time between two vehicles of a packet; 6 s is 83 m at 50 km/h."),
    "packet_headway_s": SettingInfo(
        "convoy", "s", 2, 3600, "Time between the last vehicle of a packet and the first of the next; at least the gap."
    ),
    "convoy_speed_kmh": SettingInfo("convoy", "km/h", 5, 130, "Highest speed of the column, whatever the road allows."),
    "board_able_s": SettingInfo("convoy", "s/person", 0, 600, "Boarding time of a person who walks; one door, with luggage."),
    "board_seated_s": SettingInfo("convoy", "s/person", 0, 1800, "Boarding time of a person who needs help."),
    "board_stretcher_s": SettingInfo("convoy", "s/person", 0, 3600, "Loading time of a stretcher patient."),
    "board_wheelchair_s": SettingInfo("convoy", "s/person", 0, 3600, "Loading and fastening time of a person in a wheelchair."),
    "load_fixed_s": SettingInfo("convoy", "s", 0, 7200, "Fixed time for a vehicle to draw up, be listed and close."),
    "unload_fixed_s": SettingInfo("convoy", "s", 0, 7200, "Time for a vehicle to empty and turn round at the exit."),
    "return_allowed": SettingInfo("convoy", "true | false", 0, 1, "Whether empty vehicles may drive back for a second trip."),
    "patients_first": SettingInfo(
        "convoy",
        "true | false",
        0,
        1,
        "Whether packets with patients (stretcher, wheelchair) go before those who wait at an exit.",
    ),
    "refuel_s": SettingInfo("convoy", "s", 0, 14400, "Time to refuel at an exit, for a vehicle that its range forces to."),
    "crew_rest_h": SettingInfo(
        "convoy",
        "h",
        0,
        48,
        "Rest of a crew at an exit once its duty would be too long; 9 h is the shortest daily rest of EU 561/2006.",
    ),
    "escorts_per_packet": SettingInfo("convoy", "vehicles", 0, 10, "Escort vehicles each packet with buses or ambulances needs."),
    "recovery_per_packet": SettingInfo(
        "convoy", "vehicles", 0, 10, "Recovery vehicles each packet with buses or ambulances needs."
    ),
    "family_with_patient": SettingInfo(
        "convoy",
        "packet | vehicle",
        0,
        0,
        "Whether a family with somebody on a stretcher or in a wheelchair travels in one packet or must ride in one vehicle.",
    ),
    "aid_load_s": SettingInfo("convoy", "s", 0, 14400, "Time to load aid into a vehicle at an exit before it drives back."),
    "aid_unload_s": SettingInfo("convoy", "s", 0, 14400, "Time to unload aid at an assembly point."),
    "night_from": SettingInfo(
        "convoy",
        "hh:mm",
        0,
        0,
        "From this hour, in the scenario's zone, nobody is on the road (empty: by night as by day).",
    ),
    "night_to": SettingInfo("convoy", "hh:mm", 0, 0, "Until this hour nobody is on the road."),
    "include_minor": SettingInfo("roads", "true | false", 0, 1, "Whether tracks and service roads are used."),
    "snap_limit_m": SettingInfo("roads", "m", 10, 50000, "How far a point may lie from its road before a warning."),
    "name_limit_km": SettingInfo("checks", "km", 1, 500, "How far a point may lie from the place of its name before a warning."),
    "incident_half_life_days": SettingInfo("exposure", "days", 0.5, 365, "Age at which an incident counts half."),
    "incident_bandwidth_m": SettingInfo("exposure", "m", 100, 50000, "Reach of an incident whose place is known exactly."),
    "incident_old_days": SettingInfo(
        "exposure", "days", 1, 3650, "Age of the newest incident from which the data are called old."
    ),
    "max_overlap": SettingInfo(
        "options", "share of length", 0.05, 0.95, "Most that two routes of one assembly point may have in common."
    ),
    "timetable_search": SettingInfo(
        "plan",
        "thousand events",
        0,
        100000,
        "Search for a better timetable of the chosen option after the first; 100 take 5 s. Counted, so that results repeat.",
    ),
    "clearance_time_limit_s": SettingInfo(
        "plan", "s", 1, 86400, "Longest search for the clearance proof; the gap is told when it ends."
    ),
}
