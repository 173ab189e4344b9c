"""Trips that nobody can make are told before anything is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planning.test_checks import drawn
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span, Window
from safeconduct.planning.ground import survey
from safeconduct.planning.trip_checks import check_trips

START = datetime(2014, 8, 29, 5, tzinfo=UTC)
BUS = FleetEntry("V1", "bus", 1, 50, 0)


def told(**changed: object) -> list[str]:
    """Return the codes told of the drawn road from a to d (2.3 km, 162 s at 50 km/h) with these parts changed."""
    network, at, made = drawn()
    made = replace(made, **changed)  # type: ignore[arg-type]
    snaps = (
        Snap("G1", at["a"], 0.0),
        Snap("X1", at["d"], 0.0),
        Snap("base:V1", at["b"], 0.0),
        Snap("checkpoint:K1", at["c"], 0.0),
    )
    return [one.code for one in check_trips(survey(made, network, snaps))]


def window(minutes: float) -> Window:
    return Window("W1", Span(START, START + timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"windows": (window(3),)}, ["window-short", "group-window-short"]),
        ({"windows": (window(4),)}, []),
        ({"fleet": (replace(BUS, crew_h=0.3),)}, ["crew-short"]),
        ({"fleet": (replace(BUS, crew_h=0.4),)}, []),
        ({"fleet": (replace(BUS, range_km=2.2),)}, ["range-short"]),
        ({"fleet": (replace(BUS, range_km=2.3),)}, []),
    ],
)
def test_what_is_too_short_for_any_trip_is_told(changed: dict[str, object], codes: list[str]) -> None:
    assert told(**changed) == codes


def test_the_way_from_the_base_counts_for_the_range() -> None:
    network, at, _made = drawn()
    based = replace(BUS, base=network.node_point(at["b"]), range_km=2.5)
    assert told(fleet=(based,)) == ["range-short"]
    assert told(fleet=(replace(based, range_km=3.1),)) == []


def test_a_stop_at_a_checkpoint_counts_as_part_of_the_trip() -> None:
    network, at, _made = drawn()
    post = Checkpoint("K1", "Post", network.node_point(at["c"]), search_s=60)
    assert told(windows=(window(12),), checkpoints=(post,)) == ["window-short", "group-window-short"]
    assert told(windows=(window(14),), checkpoints=(post,)) == []


def test_a_scenario_of_the_drawn_road_is_free_of_such_notices() -> None:
    assert isinstance(drawn()[2], Scenario)
    assert told() == []
