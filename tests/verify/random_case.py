"""Random small scenarios on drawn grids: odd roads, several windows, closures, families, beds, bases, coarse steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from drawing import draw
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure, Incident
from safeconduct.model.people import Exit, Family, Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.model.terms import Answer, Moment, PlaceRef, Term, TermLimits, Value
from safeconduct.model.times import Area, Span, Window
from safeconduct.network.graph import RoadNetwork
from verify.sound_case import at

LETTERS = "abcdefghijklmnopqrst"


def random_roads(rng: Random) -> tuple[RoadNetwork, dict[str, int]]:
    rows, columns, apart = rng.randint(2, 4), rng.randint(3, 5), rng.randint(1, 6)
    lines = [(" " * apart).join(LETTERS[row * columns : (row + 1) * columns]) + "\n" * rng.randint(0, 3) for row in range(rows)]
    words = []
    for row in range(rows):
        for column in range(columns):
            for below, right in ((row, column + 1), (row + 1, column)):
                if below < rows and right < columns and rng.random() < 0.9:
                    first, second = LETTERS[row * columns + column], LETTERS[below * columns + right]
                    ends = (
                        f"{first}>{second}"
                        if rng.random() < 0.08
                        else f"{second}>{first}"
                        if rng.random() < 0.08
                        else first + second
                    )
                    ends += rng.choice(["", f":cap={rng.choice([20, 45, 120, 300, 317, 777])}", ":kmh=20"])
                    words.append(ends + rng.choice(["", "", f":km={rng.uniform(0.1, 15):.2f}"]))
    return draw("\n".join(lines), " ".join(words))


def random_group(rng: Random, number: int, point: LonLat) -> Group:
    families, people = [], Headcount(rng.randint(0, 150), rng.randint(0, 20), rng.choice([0, 0, 3]))
    for row in range(rng.randint(0, 3)):
        members = Headcount(rng.randint(1, 5), rng.choice([0, 0, 1]), rng.choice([0, 0, 0, 1]))
        families.append(Family(f"f{number}{row}", f"G{number}", members, rng.randint(1, 4)))
        people += members.times(families[-1].count)
    return Group(
        f"G{number}",
        f"Group {number}",
        point,
        people,
        tuple(families),
        own_cars=rng.choice([0, 0, 3, 25, 60]),
        people_per_car=rng.choice([1, 2.5, 4.7]),
        ready=rng.choice([None, None, at(9, 13)]),
        priority=rng.randint(1, 2),
        loading_bays=rng.choice([1, 2, 10]),
    )


def random_exit(rng: Random, number: int, point: LonLat) -> Exit:
    return Exit(
        f"E{number}",
        f"Exit {number}",
        point,
        screening_per_h=rng.choice([None, 60, 300, 1000]),
        opens=rng.choice([None, None, at(9)]),
        closes=rng.choice([None, None, at(12)]),
        beds=rng.choice([None, None, None, 120]),
    )


def random_windows(rng: Random, points: list[LonLat]) -> list[Window]:
    windows = []
    if rng.random() < 0.5:
        windows += [Window("W1", Span(at(8, 15), at(10))), Window("W2", Span(at(10, 40), at(13)))][: rng.randint(1, 2)]
    if rng.random() < 0.3:
        windows.append(Window("W3", Span(at(8), at(11, 30)), "exit", "E0"))
    if rng.random() < 0.2:
        windows.append(Window("W4", Span(at(9), at(12)), "area", area=Area(((rng.choice(points),),), radius_m=500.0)))
    return windows


def random_closures(rng: Random, points: list[LonLat]) -> list[Closure]:
    closures = []
    for number in range(rng.choice([0, 0, 1, 2])):
        first, second = rng.choice(points), rng.choice(points)
        middle = LonLat((first.lon + second.lon) / 2 + 0.0003, (first.lat + second.lat) / 2 + 0.0002)
        begin = at(9) + timedelta(minutes=rng.randint(-90, 200))
        span = rng.choice([None, *[Span(begin, begin + timedelta(minutes=rng.randint(5, 120)))] * 2])
        closures.append(Closure(f"C{number}", "point", (middle,), reach_m=rng.choice([30.0, 400.0]), span=span))
    return closures


def random_settings(rng: Random) -> Settings:
    gap = rng.choice([2, 6])
    return Settings(
        step_s=rng.choice([1, 1, 1, 10, 60]),
        routes=rng.randint(1, 3),
        packet_size=rng.choice([1, 4, 10]),
        vehicle_gap_s=gap,
        packet_headway_s=gap * rng.choice([1, 5, 10]),
        return_allowed=rng.random() < 0.8,
        preference=rng.choice(["safest", "balanced", "fastest"]),
        convoy_speed_kmh=rng.choice([50.0, 33.3]),
    )


def random_case(seed: int) -> tuple[Scenario, RoadNetwork, tuple[Snap, ...]]:
    """Return a random scenario, its roads, and where groups, exits and bases meet them; the same for the same seed."""
    rng = Random(seed)
    network, letters = random_roads(rng)
    nodes = list(letters.values())
    points = [network.node_point(node) for node in nodes]
    free = rng.sample(nodes, len(nodes))
    groups, exits, fleet, snaps = [], [], [], []
    for number in range(rng.randint(1, 3)):
        node = free.pop() if rng.random() < 0.9 else free[0]
        groups.append(random_group(rng, number, network.node_point(node)))
        snaps.append(Snap(f"G{number}", node, 0.0))
    for number in range(rng.randint(1, 2)):
        node = free.pop()
        exits.append(random_exit(rng, number, network.node_point(node)))
        snaps.append(Snap(f"E{number}", node, 0.0))
    for number in range(rng.randint(0, 3)):
        base = rng.choice([None, None, rng.choice(nodes)])
        fleet.append(
            FleetEntry(
                f"V{number}",
                rng.choice(["bus", "ambulance"]),
                rng.randint(1, 4),
                rng.choice([2, 18, 50]),
                rng.choice([0, 2]),
                base=None if base is None else network.node_point(base),
                available=rng.choice([None, at(8, 45)]),
            )
        )
        if base is not None:
            snaps.append(Snap(f"base:V{number}", base, 0.0))
    scenario = Scenario(
        name="Random",
        start=at(8),
        end=rng.choice([at(9, 30), at(11), at(14), at(20)]),
        as_of=date(2014, 8, 28),
        zones=("UTC",),
        groups=tuple(groups),
        exits=tuple(exits),
        fleet=tuple(fleet),
        roads=RoadSource("roads.csv"),
        settings=random_settings(rng),
        windows=tuple(random_windows(rng, points)),
        closures=tuple(random_closures(rng, points)),
        incidents=tuple(
            Incident(f"I{n}", date(2014, 8, 25), rng.choice(points), float(rng.randint(1, 9)))
            for n in range(rng.choice([0, 0, 3]))
        ),
        input_hash="a",
    )
    return with_more(scenario, network, tuple(snaps), Random(f"more {seed}"))


def with_more(
    scenario: Scenario, network: RoadNetwork, snaps: tuple[Snap, ...], rng: Random
) -> tuple[Scenario, RoadNetwork, tuple[Snap, ...]]:
    """Return the case with checkpoints on junctions (of groups and exits too), what terms limit, and an hour that counts as night."""
    posts = []
    for number in range(rng.choice([0, 1, 1, 2, 3])):
        node = rng.choice([int(rng.choice(network.tail)), *(snap.node for snap in snaps if snap.node in network.tail)])
        opens, closes = rng.choice([(None, None), (None, None), (at(8, 20), None), (None, at(10, 50)), (at(8, 5), at(13))])
        post = Checkpoint(
            f"K{number}",
            f"Post {number}",
            network.node_point(node),
            rng.choice([0, 3, 20]),
            rng.choice([1, 2]),
            rng.choice(["", "East"]),
            opens,
            closes,
        )
        posts.append(post)
        snaps += (Snap(f"checkpoint:K{number}", node, 0.0),)
    limits = TermLimits(
        vehicles=rng.choice([None, None, 1, 3]),
        private_cars=rng.choice([None, None, 0, 20]),
        returns=rng.random() < 0.8,
        packet_size=rng.choice([None, None, 3, 12]),
        search_s=rng.choice([None, None, 5]),
        party=rng.choice(["", "East"]),
    )
    answers = (Answer("East", "accepted", "letter 1"), Answer("West", "silent"))
    terms: tuple[Term, ...] = (Term("T1", "What is agreed so far.", answers, limits=limits),) if rng.random() < 0.6 else ()
    night = rng.choice([("", ""), ("", ""), ("06:40", "07:25"), ("08:30", "05:20")])
    settings = replace(scenario.settings, night_from=night[0], night_to=night[1])
    terms += tuple(random_clauses(rng, answers))
    terms += tuple(random_routes(rng, answers, [place.name for place in network.places]))
    return replace(scenario, checkpoints=tuple(posts), terms=terms, settings=settings), network, snaps


def random_routes(rng: Random, answers: tuple[Answer, ...], names: list[str]) -> Iterator[Term]:
    """Yield stated routes of a third of the cases: way-points and places to be bypassed, some of them unknown."""
    if rng.random() < 0.65:
        return
    for label in rng.choice([("",), ("one", "two")]):
        values: list[tuple[str, Value]] = [("way_points", tuple(PlaceRef(rng.choice(names)) for _ in range(rng.randint(1, 2))))]
        if rng.random() < 0.3:
            values.append(("avoid", (PlaceRef(rng.choice([*names, "nowhere"])),)))
        values.append(("deviation", rng.choice(["allowed", "forbidden"])))
        yield Term(f"R-{label}", "", answers, kind="route", label=label, values=tuple(values))


def random_clauses(rng: Random, answers: tuple[Answer, ...]) -> Iterator[Term]:
    """Yield typed clauses that bind the plan: hours, start, cars, returns."""

    def clause(kind: str, *values: tuple[str, Value]) -> Term:
        return Term(f"T-{kind}", "", answers, kind=kind, values=values)

    begin, late = at(8, rng.randint(0, 59)), at(12, rng.randint(0, 59))
    if rng.random() < 0.4:
        yield clause("window", ("from", Moment(begin, "UTC")), ("to", Moment(late, "Europe/Kyiv")))
    if rng.random() < 0.3:
        yield clause("start", ("at", Moment(begin + timedelta(minutes=7), "UTC")))
    if rng.random() < 0.3:
        yield clause("cars", *rng.choice([(("allowed", False),), (("allowed", True), ("most", 7))]))
    if rng.random() < 0.4:
        yield clause("returns", ("allowed", True), ("until", Moment(at(10, rng.randint(0, 59)), "UTC")))
