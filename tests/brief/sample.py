"""A sample plan on a drawn road map: two groups, three routes, packets, people left, an open term, names in several scripts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from drawing import draw
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure, Incident
from safeconduct.model.people import Exit, Family, Group, Headcount
from safeconduct.model.place import LocalName, LonLat, Place, distance_m
from safeconduct.model.plan import (
    ANY_NUMBER,
    Bottleneck,
    CutCertificate,
    ExposureFacts,
    FamilyLoad,
    GoNoGo,
    Left,
    Option,
    Packet,
    Plan,
    Proof,
    Route,
    RoutePrice,
    Snap,
    Timetable,
    VehicleRun,
    WayPoint,
)
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.terms import Answer, Term
from safeconduct.model.times import Span, Window
from safeconduct.network.graph import RoadName, RoadNetwork

KYIV = ZoneInfo("Europe/Kyiv")
START = datetime(2014, 8, 29, 8, tzinfo=KYIV)
END = datetime(2014, 8, 29, 20, tzinfo=KYIV)

GRID = """
a    b       c
       d   e     f
   g     h     i
j      k    l       x
  m       n     o      y
"""
ROADS = (
    "ab:class=trunk:name=M04 bc:class=trunk:name=M04 ad bd:class=secondary de:class=primary:name=T0508 ef:class=primary:name=T0508 "
    "cf gd gh:class=secondary hi:class=secondary ei fi jg:class=tertiary jm gk kh kl:class=primary:name=H21 li lx:class=primary:name=H21 "
    "fx:class=primary ix xy:class=trunk:name=H21 mk mn no oy nl ox:class=tertiary en:class=residential:name=Lane"
)
NAMES = {
    "a": ("Амвросіївка", "town", (LocalName("en", "Amvrosiivka"),)),
    "b": ("Благодатне", "village", ()),
    "c": ("Комсомольське", "town", (LocalName("en", "Komsomolske"),)),
    "d": ("Многопілля", "village", (LocalName("en", "Mnohopillia"), LocalName("ru", "Многополье"))),
    "e": ("Красносільське", "village", (LocalName("en", "Krasnosilske"),)),
    "f": ("Новокатеринівка", "village", (LocalName("en", "Novokaterynivka"),)),
    "g": ("Іловайськ", "city", (LocalName("en", "Ilovaisk"), LocalName("ar", "إيلوفايسك"), LocalName("he", "אילובאיסק"))),
    "h": ("Чумаки", "village", ()),
    "i": ("Осикове", "village", ()),
    "j": ("Зеленe", "hamlet", ()),
    "k": ("Агрономічне", "village", (LocalName("en", "Ahronomichne"),)),
    "l": ("Старобешеве", "town", (LocalName("en", "Starobesheve"), LocalName("ar", "ستاروبيشيفه"))),
    "n": ("Кутейникове", "town", (LocalName("en", "Kuteinykove"),)),
    "x": ("Міст", "hamlet", (LocalName("en", "The Bridge"),)),
    "y": ("Успенка", "town", (LocalName("en", "Uspenka"),)),
}


class Sample(NamedTuple):
    """Everything a document is made from."""

    plan: Plan
    network: RoadNetwork
    scenario: Scenario


def make_network() -> tuple[RoadNetwork, dict[str, int]]:
    """Return the sample's roads and the node of each letter."""
    network, at = draw(GRID, ROADS)
    places = tuple(Place(name, network.node_point(at[letter]), kind, names) for letter, (name, kind, names) in NAMES.items())
    names = tuple(replace(name, ref=name.name, name="") if name.name[:1] in "MTH" else name for name in network.names)
    names = tuple(RoadName("", name.ref) if name.name.startswith("road ") else name for name in names)
    return replace(network, places=places, names=names, attribution="\u00a9 OpenStreetMap contributors, ODbL 1.0"), at


def walk(network: RoadNetwork, at: dict[str, int], letters: str) -> tuple[int, ...]:
    """Return the arcs along the letters."""
    arcs = []
    for a, b in itertools.pairwise(letters):
        arcs.append(next(i for i in range(network.arcs) if (network.tail[i], network.head[i]) == (at[a], at[b])))
    return tuple(arcs)


def make_route(made: tuple[RoadNetwork, dict[str, int]], route_id: str, letters: str, **more: object) -> Route:
    """Return a route along the letters, from their first group to the exit."""
    network, at = made
    arcs = walk(network, at, letters)
    travel = network.convoy_travel_s(50.0)
    km, drive_s, points = 0.0, 0, []
    for index, letter in enumerate(letters):
        name, _, names = NAMES.get(letter, ("", "", ()))
        role = "start" if index == 0 else "exit" if index == len(letters) - 1 else "way"
        road = network.arc_name(arcs[index]).label if index < len(arcs) else ""
        points.append(WayPoint(name, network.node_point(at[letter]), km, drive_s, role, road, names))
        if index < len(arcs):
            km += float(network.length_m[arcs[index]]) / 1000
            drive_s += int(travel[arcs[index]])
    geometry = tuple(network.node_point(at[letter]) for letter in letters)
    group = {"g": "G1", "a": "G2"}[letters[0]]
    back = walk(network, at, letters[::-1])
    back_s = int(sum(travel[arc] for arc in back))
    given: dict[str, object] = {"exposure": 0.5, "back_arcs": back, "back_s": back_s, **more}
    made_route = Route(route_id, group, "E1", arcs, geometry, tuple(points), km * 1000, drive_s, 600, 0.5)
    return replace(made_route, **given)  # type: ignore[arg-type]


def make_packets(routes: dict[str, Route]) -> tuple[Packet, ...]:
    """Return packets of both groups, screened one after the other."""
    packets: list[Packet] = []
    free = START
    for number in range(12):
        group = "G1" if number % 3 else "G2"
        route = routes[group]
        depart = START + timedelta(minutes=20 + 9 * number)
        arrive = depart + timedelta(seconds=route.travel_s)
        clear = arrive + timedelta(seconds=114)
        people = Headcount(50, 0, 0)
        runs = [
            VehicleRun("bus", 1, people, f"bus-{1 + number % 6:02d}", 1 + number // 6, (), depart - timedelta(minutes=14)),
            VehicleRun("car", 6, Headcount(26, 2), families=(FamilyLoad("F2", 1, Headcount(3, 1)),) if number == 3 else ()),
        ]
        if number in {1, 4}:
            runs.insert(
                0, VehicleRun("ambulance", 1, Headcount(0, 2, 2), "amb-01", 1 + number // 4, (), depart - timedelta(minutes=20))
            )
        total = sum(run.people.total for run in runs)
        screen = max(clear, free)
        free = screen + timedelta(seconds=-(-total * 3600 // 900))
        packets.append(Packet(f"P{number + 1:02d}", route.id, group, "E1", depart, arrive, clear, free, 114, tuple(runs)))
    return tuple(packets)


def make_scenario(network: RoadNetwork, at: dict[str, int]) -> Scenario:
    """Return the sample's scenario."""
    point = {letter: network.node_point(node) for letter, node in at.items()}
    families = (Family("F1", "G1", Headcount(3, 1, 1), 2), Family("F2", "G1", Headcount(3, 1), 1))
    middle = LonLat((point["h"].lon + point["i"].lon) / 2, (point["h"].lat + point["i"].lat) / 2)
    box = tuple(
        LonLat(point["n"].lon + dx, point["n"].lat + dy)
        for dx, dy in ((-0.02, -0.004), (0.02, -0.004), (0.018, 0.004), (-0.015, 0.005), (-0.02, -0.004))
    )
    days = (date(2014, 8, 18), date(2014, 8, 22), date(2014, 8, 26), date(2014, 8, 28), date(2014, 8, 24))
    letters = "dhkei"
    incidents = tuple(
        Incident(
            f"I{n}",
            day,
            LonLat(point[letter].lon + 0.004 * n, point[letter].lat - 0.002),
            3.0 + 9 * n,
            1000.0,
            "shelling",
            "Sample source",
            "",
            1 + n,
        )
        for n, (day, letter) in enumerate(zip(days, letters, strict=True))
    )
    return Scenario(
        name="Ілова corridor, 29 August 2014",
        start=START,
        end=END,
        as_of=date(2014, 8, 28),
        zones=("Europe/Kyiv", "Europe/Moscow"),
        groups=(
            Group("G1", "Іловайськ", point["g"], Headcount(980, 40, 6), families, 48),
            Group("G2", "Амвросіївка", point["a"], Headcount(390, 12, 0), (), 24, priority=2),
        ),
        exits=(Exit("E1", "Успенка crossing", point["y"], screening_per_h=900),),
        fleet=(FleetEntry("bus", "bus", 6, 50, 0), FleetEntry("amb", "ambulance", 1, 2, 2)),
        roads=RoadSource("roads.csv", "ab" * 32, schematic=True),
        windows=(Window("W1", Span(START, END)),),
        closures=(
            Closure("C1", "point", (middle,), "mined", reported=date(2014, 8, 27), note="reported by a driver"),
            Closure("C2", "area", box, "contact line", span=Span(START, START + timedelta(hours=5))),
            Closure("C3", "line", (point["b"], point["c"]), "destroyed"),
        ),
        incidents=incidents,
        terms=(
            Term(
                "T1",
                "The column leaves at 08:00 with light arms only.",
                (Answer("Party A", "accepted", "letter 14, 28 August"), Answer("Party B", "proposed")),
            ),
            Term(
                "T2",
                "Ambulances pass first.",
                (Answer("Party A", "accepted"), Answer("Party B", "accepted")),
                required=False,
                source="announcement",
            ),
        ),
        schematic=True,
        input_hash="0123456789abcdef" * 4,
    )


def make_proofs(network: RoadNetwork, at: dict[str, int]) -> tuple[Proof, ...]:
    """Return a cut through the last road (labels over nodes, two sources, sink) and a fleet proof."""
    labels = (*tuple(8201 if node == at["y"] else 100 + node for node in range(network.nodes)), 0, 0, 8201)
    cut = CutCertificate(8200, labels, (network.nodes, network.nodes + 1), 1_428_000 * 3, 1_427_999 * 3)
    narrow = Bottleneck("H21, the bridge at Міст", network.node_point(at["x"]), "bridge", 600, 0.82, (1, 2), 660)
    door = Bottleneck("Успенка crossing", network.node_point(at["y"]), "exit", 900, 0.18, (), 0, "the next bottleneck binds")
    said = "The bridge on H21 carries at most 600 vehicles/h: 10 % more there would save 11 min."
    return (
        Proof("roads", "vehicles", 1, 3600, 5_400, True, 0, ("G1", "G2"), replace(cut, horizon_steps=5399), (narrow,), said),
        Proof(
            "screening",
            "people",
            1,
            3600,
            8_201,
            True,
            0,
            ("G1", "G2"),
            cut,
            (door, narrow),
            "Screening at Успенка crossing takes at most 900 people/h.",
        ),
        Proof("fleet", "people", 1, 1, 7_000, False, 0, (), None, (), "Six buses need at least two trips each."),
    )


def make_sample(*, leave_people: bool = True) -> Sample:
    """Return the sample; `leave_people` decides whether somebody is left when the movement ends."""
    made = make_network()
    network, at = made
    scenario = make_scenario(network, at)
    first = make_route(made, "balanced-G1-1", "gklxy", why="Shortest way that stays off the roads with recorded incidents.")
    second = make_route(made, "balanced-G2-1", "adefxy", why="The only paved way east.", exposure=1.25)
    third = make_route(
        made, "balanced-G1-2", "ghkmnoy", overlap=0.13, exposure=2.0, closed_by=("C2",), why="Alternate in the south."
    )
    other = make_route(made, "fastest-G1-1", "ghixy", exposure=3.0, closed_by=("C1",))
    north = make_route(made, "safest-G1-1", "gdefxy", exposure=0.2)
    options = (
        Option("safest", (north, replace(second, id="safest-G2-1")), 712.0, north.travel_s, None, 12, "Least exposure."),
        Option(
            "balanced", (first, third, second), 1015.5, second.travel_s, 11_000, 0, "A third of the exposure for four minutes."
        ),
        Option("fastest", (other, replace(second, id="fastest-G2-1")), 3600.0, second.travel_s, None, 0, "Least driving time."),
    )
    packets = make_packets({"G1": first, "G2": second})
    left = (Left("G1", Headcount(202, 4, 2), "The window ends before a third trip of the buses."),) if leave_people else ()
    clear = max(packet.out for packet in packets) - START
    clear_s = None if leave_people else int(clear.total_seconds())
    proofs = make_proofs(network, at)
    plan = Plan(
        schema_version="1.0",
        program_version="0.1.0",
        scenario_name=scenario.name,
        input_hash=scenario.input_hash,
        seed=1,
        schematic=True,
        attribution=network.attribution,
        zones=scenario.zones,
        start=START,
        end=END,
        people=scenario.people,
        snaps=(Snap("G1", at["g"], 12.5, "H21"), Snap("G2", at["a"], 40.0, "M04"), Snap("E1", at["y"], 3.0, "H21")),
        options=options,
        chosen="balanced",
        proofs=proofs,
        timetable=Timetable(packets, left),
        bound_s=8_201,
        clear_s=clear_s,
        gap=None if clear_s is None else (clear_s - 8_201) / 8_201,
        least_left=0,
        go=GoNoGo(go=False, reasons=("Term T1 is required and Party B has not accepted it (proposed).",)),
        exposure=ExposureFacts(5, 105.0, date(2014, 8, 18), date(2014, 8, 28), 0, old=False),
        summary=("NO GO.",),
        assumptions=(
            "The column drives at 50 km/h at most.",
            "4.7 people ride in each own car.",
            "Roads not named as closed are open.",
        ),
        notices=("warning place-far: groups.csv, row 2: the point lies 27 km from the place of its name.",),
        route_prices=(
            RoutePrice(1, 9_900, 9_000, ("Іловайськ, Амвросіївка to Успенка crossing via H21",)),
            RoutePrice(2, 6_600, 6_600, ("Іловайськ to Успенка crossing via H21", "Амвросіївка to Успенка crossing via M04")),
            RoutePrice(ANY_NUMBER, 5_400, 5_400),
        ),
    )
    return Sample(plan, network, scenario)


def length_of(points: tuple[LonLat, ...]) -> float:
    """Return the length of a line in metres."""
    return sum(distance_m(a, b) for a, b in itertools.pairwise(points))
