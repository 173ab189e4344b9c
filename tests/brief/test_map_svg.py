"""The map shows what it must, in black and white, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from brief.sample import Sample, make_sample
from safeconduct.brief.frame import Box, bounds_of, fit_frame
from safeconduct.brief.map_labels import Taken, boxes_round, shortened, text_width
from safeconduct.brief.map_marks import aged_weight, degree_text, incident_marks, scale_bar
from safeconduct.brief.map_roads import road_paths
from safeconduct.brief.map_svg import draw_map, map_bounds
from safeconduct.model.place import LonLat, Place, distance_m

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


@pytest.fixture(scope="module")
def drawn(sample: Sample) -> str:
    return draw_map(sample.plan, sample.network, sample.scenario)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_it_is_well_formed_and_the_same_each_time(sample: Sample, drawn: str) -> None:
    assert ET.fromstring(drawn).tag == f"{SVG}svg"
    assert draw_map(sample.plan, sample.network, sample.scenario) == drawn


def test_it_names_everything_a_reader_needs(sample: Sample, drawn: str) -> None:
    said = " ".join(texts(drawn))
    for wanted in (
        "Schematic, not surveyed",
        sample.plan.attribution,
        "28 August 2014",
        "N",
        "0 to",
        "0123456789ab",
        "closed road",
        "half after 7 days",
    ):
        assert wanted in said, wanted
    for name in ("Іловайськ", "Амвросіївка", "Успенка crossing"):
        assert name in texts(drawn)
    assert {"1", "2"} <= set(texts(drawn))


def test_only_greys_are_used(drawn: str) -> None:
    for colour in re.findall(r"#([0-9a-f]{3}(?:[0-9a-f]{3})?)\b", drawn):
        parts = {colour[i : i + len(colour) // 3] for i in range(0, len(colour), len(colour) // 3)}
        assert len(parts) == 1, colour


def test_every_way_has_a_letter_box_and_belongs_to_its_options(drawn: str) -> None:
    letters = {letter for text in texts(drawn) for letter in text.split() if re.fullmatch("[A-Z]( [A-Z])*", text)}
    assert {"A", "B", "C", "D", "E"} <= letters
    assert 'class="way in-balanced"' in drawn
    assert 'class="way in-balanced in-safest in-fastest"' in drawn


def test_chosen_routes_have_patterns_of_their_own(sample: Sample, drawn: str) -> None:
    patterns = re.findall(r'class="way [^"]*" d="[^"]*" stroke="#000" stroke-width="14"(?: stroke-dasharray="([^"]*)")?', drawn)
    assert len(patterns) == len(set(patterns)) == len(sample.plan.chosen_option.routes)


def test_without_schematic_closures_or_incidents_their_signs_are_gone(sample: Sample) -> None:
    plan = replace(sample.plan, schematic=False, exposure=replace(sample.plan.exposure, incidents=0))
    bare = draw_map(plan, sample.network, replace(sample.scenario, closures=(), incidents=()))
    said = " ".join(texts(bare))
    for gone in ("Schematic", "closed", "incidents"):
        assert gone not in said.replace("Incident data", "")


def test_markup_in_a_name_stays_text(sample: Sample) -> None:
    plan = replace(sample.plan, scenario_name='<script>"&</script>')
    svg = draw_map(plan, sample.network, sample.scenario)
    assert "<script" not in svg
    assert '<script>"&</script>' in texts(svg)


def test_names_that_cannot_be_printed_are_replaced_or_left_out(sample: Sample) -> None:
    svg = draw_map(sample.plan, sample.network, sample.scenario, can_print=lambda text: text.isascii())
    assert "Благодатне" not in texts(svg)
    assert "Komsomolske" in texts(svg)


def test_the_sheet_has_the_height_that_was_asked_for(sample: Sample) -> None:
    root = ET.fromstring(draw_map(sample.plan, sample.network, sample.scenario, height_mm=140))
    assert (root.get("width"), root.get("height")) == ("180mm", "140mm")


def test_a_plan_of_one_point_can_be_drawn(sample: Sample) -> None:
    route = replace(
        sample.plan.chosen_option.routes[0], arcs=(), geometry=(), way_points=(), back_arcs=(), length_m=0.0, travel_s=0
    )
    option = replace(sample.plan.chosen_option, routes=(route,))
    group = sample.scenario.groups[0]
    scenario = replace(sample.scenario, groups=(group,), exits=(replace(sample.scenario.exits[0], point=group.point),))
    svg = draw_map(replace(sample.plan, options=(option,)), sample.network, scenario)
    assert ET.fromstring(svg).tag == f"{SVG}svg"


def test_roads_stay_in_the_frame_and_within_the_number_of_points(sample: Sample) -> None:
    low, high = bounds_of((sample.network.node_point(0), sample.network.node_point(5)))
    frame = fit_frame(low, high, Box(0, 0, 600, 400))
    paths, thinned = road_paths(sample.network, frame)
    assert not thinned
    for path in paths:
        data = path.split('"')[1]
        for start in data.split("M")[1:]:
            steps = [int(number) for number in re.findall(r"-?\d+", start)]
            x, y = np.cumsum(steps[::2]), np.cumsum(steps[1::2])
            assert min(x) >= 0
            assert max(x) <= 600
            assert min(y) >= 0
            assert max(y) <= 400
    few, left_out = road_paths(sample.network, frame, most_points=10)
    assert left_out
    assert len(few) < len(paths)


def test_the_frame_is_true_to_scale() -> None:
    low, high = LonLat(38.0, 47.4), LonLat(38.3, 47.6)
    frame = fit_frame(low, high, Box(10, 20, 1000, 800))
    for a, b in ((low, high), (LonLat(38.1, 47.5), LonLat(38.1, 47.6)), (LonLat(38.0, 47.5), LonLat(38.3, 47.5))):
        (ax, ay), (bx, by) = frame.xy(a), frame.xy(b)
        paper = ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5
        assert paper / frame.units_per_m == pytest.approx(distance_m(a, b), rel=0.01)
    corner_low, corner_high = frame.corners()
    assert frame.xy(corner_low) == pytest.approx((10, 820))
    assert frame.xy(corner_high) == pytest.approx((1010, 20))
    assert frame.on_paper([low, high])[1] == pytest.approx(frame.xy(high))
    assert frame.shows(low)
    assert not frame.shows(LonLat(39.0, 47.5))


def test_labels_never_cross_and_prefer_places_off_the_lines() -> None:
    taken = Taken(Box(0, 0, 1000, 1000))
    boxes = [taken.find_free(boxes_round(x, 500, 120, 20, 10)) for x in range(100, 900, 10)]
    placed = [box for box in boxes if box is not None]
    assert 2 < len(placed) < 80
    assert not any(a.meets(b) for i, a in enumerate(placed) for b in placed[:i])
    lined = Taken(Box(0, 0, 1000, 1000))
    lined.avoid(np.arange(500.0, 700.0, 4.0), np.full(50, 500.0))
    right, best = boxes_round(500, 500, 120, 20, 10)[0], lined.find_free(boxes_round(500, 500, 120, 20, 10))
    assert best is not None
    assert best != right


def test_a_long_text_is_cut_to_its_room() -> None:
    assert shortened("short", 20, 500) == "short"
    cut = shortened("a rather long name of a place", 20, 200)
    assert cut.endswith("…")
    assert text_width(cut, 20) <= 200


def test_the_weight_of_an_incident_halves_with_age_and_the_future_counts_nothing(sample: Sample) -> None:
    incident = sample.scenario.incidents[0]
    assert aged_weight(incident, incident.day, 7.0) == incident.severity
    assert aged_weight(incident, incident.day.replace(day=25), 7.0) == pytest.approx(incident.severity / 2)
    assert aged_weight(incident, incident.day.replace(day=17), 7.0) == 0.0


def test_coordinates_have_as_many_decimals_as_their_step() -> None:
    assert (degree_text(38.05, 0.05, "EW"), degree_text(-8.5, 0.5, "EW"), degree_text(47, 1, "NS")) == (
        "38.05° E",
        "8.5° W",
        "47° N",
    )


def test_a_place_is_written_once(sample: Sample) -> None:
    twice = replace(sample.network, places=(*sample.network.places, Place("Комсомольське", LonLat(38.05, 47.48), "city")))
    assert texts(draw_map(sample.plan, twice, sample.scenario)).count("Комсомольське") == 2, "a name and its halo"


def test_a_small_map_has_a_short_legend_and_letters_of_the_chosen_option_only(sample: Sample) -> None:
    small = draw_map(sample.plan, sample.network, sample.scenario, height_mm=120, small=True)
    assert "other options, see annexes A and G" in texts(small)
    letters = {letter for text in texts(small) for letter in text.split() if re.fullmatch("[A-Z]( [A-Z])*", text)}
    assert letters - {"N"} == {"A", "B", "C"}


def test_an_exit_that_no_route_uses_does_not_widen_the_map(sample: Sample) -> None:
    far = replace(sample.scenario.exits[0], id="E9", point=LonLat(41.0, 49.0))
    wider = replace(sample.scenario, exits=(*sample.scenario.exits, far))
    assert map_bounds(sample.plan, wider) == map_bounds(sample.plan, sample.scenario)
    alone = replace(sample.plan, options=(replace(sample.plan.chosen_option, routes=()),))
    assert map_bounds(alone, wider)[1] == LonLat(41.0, 49.0)


def test_incidents_at_one_place_share_a_circle_and_area_goes_with_weight(sample: Sample) -> None:
    low, high = map_bounds(sample.plan, sample.scenario)
    frame = fit_frame(low, high, Box(0, 0, 1000, 800))
    first = sample.scenario.incidents[0]
    four, one = replace(first, id="a", severity=4.0), replace(first, id="b", severity=1.0, point=LonLat(38.1, 47.47))
    scenario = replace(sample.scenario, incidents=(replace(four, severity=2.0), replace(four, id="c", severity=2.0), one))
    radii = [float(radius) for radius in re.findall(r' r="([^"]+)"', incident_marks(scenario, frame, Taken(frame.box)))]
    assert len(radii) == 2
    assert radii[0] / radii[1] == pytest.approx(2.0)
    assert incident_marks(replace(scenario, incidents=()), frame, Taken(frame.box)) == ""


def test_the_scale_bar_leaves_a_taken_corner(sample: Sample) -> None:
    low, high = map_bounds(sample.plan, sample.scenario)
    frame = fit_frame(low, high, Box(0, 0, 1000, 800))
    free, taken = Taken(frame.box), Taken(frame.box)
    taken.take(Box(0, 700, 200, 100))
    assert scale_bar(frame, free) != scale_bar(frame, taken)
