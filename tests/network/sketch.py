"""Roads before contraction drawn as text: `abc` is one way over three points, `a>b>c` one way only; letters are points of a grid."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drawing import CELL_LAT, CELL_LON, ORIGIN
from safeconduct.network.graph import NO_LIMIT, RoadName
from safeconduct.network.raw import RawRoads, TurnRule, WayTable
from safeconduct.network.traits import RoadRules, find_traits


def sketch(
    grid: str, ways: str, *, turns: Iterable[TurnRule] = (), keep: str = "", blocked: str = ""
) -> tuple[RawRoads, dict[str, int]]:
    """Return the roads and the number of each letter; way i (from 1) has id i. Options: `:kmh= :cap= :name= :class= :t=`."""
    spot: dict[str, tuple[float, float]] = {}
    key: dict[str, int] = {}
    for row, line in enumerate(grid.strip("\n").splitlines()):
        for column, letter in enumerate(line):
            if letter.isalnum():
                key[letter] = len(key)
                spot[letter] = (ORIGIN.lon + column * CELL_LON, ORIGIN.lat - row * CELL_LAT)
    table = WayTable()
    for number, word in enumerate(ways.split(), start=1):
        path, *options = word.split(":")
        given = dict(option.split("=") for option in options)
        letters = re.sub(">", "", path)
        tags = {
            "highway": given.get("class", "primary"),
            "maxspeed": given.get("kmh", "60"),
            "capacity_vph": given.get("cap", "600"),
        }
        tags["oneway"] = "yes" if ">" in path else "no"
        tags["maxweight"] = given.get("t", "")
        traits = find_traits(tags, RoadRules(include_minor=True))
        assert traits is not None
        assert traits.max_weight_t == float(given.get("t", NO_LIMIT))
        table.add(number, [key[letter] for letter in letters], traits, RoadName(given.get("name", f"way {number}")))
        table.lonlat.extend(value for letter in letters for value in spot[letter])
    raw = table.finish(
        source="sketch", turns=turns, keep=(key[letter] for letter in keep), blocked=(key[letter] for letter in blocked)
    )
    return raw, key
