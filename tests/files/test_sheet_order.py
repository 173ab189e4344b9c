"""The order of clocks, serials, kilometres and figures on the sheets, read from the boxes of the glyphs, in every direction."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from brief.pseudo import pseudo_words
from brief.sample import Sample
from brief.sheet_sample import HOLDS, sheet_books, sheet_sample
from files.glyphs import Glyph, line_text, lines_of
from files.test_party_order import NAMES, bare
from safeconduct.brief.gantt import trips_by_serial
from safeconduct.brief.passed_places import passages_of
from safeconduct.brief.texts import plain_text
from safeconduct.brief.times import ZoneColumns, driven_text, in_zones
from safeconduct.files.catalogues import load_words
from safeconduct.files.typst_pdf import compile_sheets

CODES = ("uk", "he", "ar")
SERIAL = "אב-12"
DRIVERS = ("bus-02", "v0", "spare", SERIAL)
"""The id of a row of the fleet in the letters of a script that runs from right to left; `DRIVERS`: whose sheets are looked at."""


def hostile() -> Sample:
    """Return the sample with a hostile name on everything that has one, and a serial that begins with Hebrew letters."""
    plan, network, scenario = sheet_sample()
    names = itertools.cycle(NAMES)
    groups = tuple(replace(one, name=next(names)) for one in scenario.groups)
    exits = tuple(replace(one, name=next(names)) for one in scenario.exits)
    routes = tuple(
        replace(route, way_points=tuple(replace(point, name=next(names), road=next(names)) for point in route.way_points))
        for route in plan.chosen_option.routes
    )
    options = tuple(replace(one, routes=routes) if one.label == plan.chosen else one for one in plan.options)
    packets = tuple(
        replace(packet, runs=tuple(replace(run, serial=SERIAL) if run.serial == "v0" else run for run in packet.runs))
        for packet in plan.timetable.packets
    )
    fleet = tuple(replace(one, id=SERIAL) if one.id == "v0" else one for one in scenario.fleet)
    plan = replace(plan, options=options, timetable=replace(plan.timetable, packets=packets))
    return Sample(plan, network, replace(scenario, groups=groups, exits=exits, fleet=fleet))


@cache
def sample_of(kind: str) -> Sample:
    return hostile() if kind == "hostile" else sheet_sample()


@cache
def printed(kind: str, code: str) -> tuple[list[list[Glyph]], ...]:
    """Return the lines of the three books of a sample in a made-up language, of the drivers' those of a few sheets."""
    drivers, points, places, _ = sheet_books(sample_of(kind), pseudo_words(code))
    some = tuple(one for one in drivers.sheets[:-2] if plain_text(one.key) in DRIVERS)
    assert len(some) == 3
    books = (replace(drivers, sheets=(*some, *drivers.sheets[-2:])), points, places)
    return tuple(lines_of(compile_sheets(book, "sheets.pdf")) for book in books)


def read(kind: str, code: str) -> list[str]:
    return [line_text(line) for lines in printed(kind, code) for line in lines]


def wanted(sample: Sample) -> Iterator[str]:
    """Yield what has to be read from left to right somewhere on the sheets."""
    plan, scenario = sample.plan, sample.scenario
    yield "EEST (UTC+3) / MSK (UTC+4)"
    yield plan.input_hash[:12]
    for serial, trips in trips_by_serial(plan, scenario).items():
        yield from () if serial == SERIAL else (serial,)
        for trip in trips if serial in DRIVERS else ():
            yield f"{trip.packet.id}, {trip.place}"
            clocks = ZoneColumns(plan.zones, trip.leave, trip.leave)
            yield clocks.cell(trip.leave)
            # On a line of its own length, a moment may break between its zones only.
            yield from (f"{local:%H:%M}" for local in in_zones(trip.leave, plan.zones))
    for place in passages_of(plan, scenario, HOLDS):
        for one in place.passages:
            yield ZoneColumns(plan.zones, one.first, one.last).cell(one.first)
    for route in plan.driven_routes:
        if route.id in {packet.route_id for packet in plan.timetable.packets}:
            yield from (f"{point.km:.1f}" for point in route.way_points)
    own = {packet.route_id for packet in plan.timetable.packets if any(not run.serial for run in packet.runs)}
    yield from (driven_text(point.drive_s) for route in plan.driven_routes if route.id in own for point in route.way_points)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["plain", "hostile"])
def test_clocks_serials_and_kilometres_read_from_left_to_right(code: str, kind: str) -> None:
    lines = read(kind, code)
    for text in wanted(sample_of(kind)):
        assert any(bare(text) in line for line in lines), text


@pytest.mark.parametrize("code", CODES)
def test_a_serial_in_a_script_from_right_to_left_keeps_its_digits(code: str) -> None:
    lines = read("hostile", code)
    # The letters of the isolate stand in their own order, from right to left; the figure stays after it as it is written.
    assert any(SERIAL[1::-1] + SERIAL[2:] in line for line in lines)
    assert not any("21" in line and SERIAL[0] in line and len(line) == len(SERIAL) for line in lines)


@pytest.mark.parametrize("code", ["he", "ar"])
def test_a_sheet_from_right_to_left_begins_at_the_right_edge(code: str) -> None:
    script = {"ar": ("\u0600", "\u06ff"), "he": ("\u0590", "\u05ff")}[code]
    for found, width, margin in zip(printed("plain", code), (148, 210, 210), (9, 14, 14), strict=True):
        edge = (width - margin) * 72 / 25.4
        lines = [line for line in found if script[0] <= line[-1].text[0] <= script[1]]
        at_edge = [line for line in lines if abs(line[-1].right - edge) < 10]
        assert len(at_edge) > len(lines) / 6
        assert not [line for line in lines if line[-1].right > edge + 1], "nothing runs over the edge"


@pytest.mark.parametrize("code", CODES)
def test_nothing_on_a_sheet_runs_over_another_word(code: str) -> None:
    """No two letters of one line lie on each other: heads of narrow columns keep clear of the next one."""
    for line in (line for lines in printed("plain", code) for line in lines):
        for before, one in itertools.pairwise(line):
            assert one.left > before.right - 2.5, line_text(line)


@pytest.mark.parametrize("code", ["hy", "ru", "ar"])
def test_nothing_runs_off_the_page_in_a_language_of_long_words(code: str) -> None:
    """With every class and kind of vehicle the tables have more columns than long heads leave room for: those are turned then."""
    (words,) = load_words((code,), complete=False)
    _, points, places, _ = sheet_books(sheet_sample(), words)
    for book in (points, places):
        for line in lines_of(compile_sheets(book, "sheets.pdf")):
            assert line[0].left > 13 * 72 / 25.4, line_text(line)
            assert line[-1].right < (210 - 13) * 72 / 25.4, line_text(line)
