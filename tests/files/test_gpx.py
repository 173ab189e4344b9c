"""Both GPX files keep the GPX 1.1 schema: elements in order, positions in range, names in every script."""

from __future__ import annotations

from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brief.party_sample import make_party_sample
from brief.sample import Sample
from files.xml_rules import GPX, breaches, corners_hold
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.files.gpx import NAMESPACE, corridors_gpx
from safeconduct.files.party_gpx import party_gpx
from safeconduct.model.place import LonLat

DIGEST = "0123 4567 89ab cdef"
NAMES = [
    "Іловайськ – школа №5",
    "ستاروبيشيفه",
    "המעבר הצפוני",
    "Ստեփանակերտ",
    "თბილისი",
    "Şuşa, Əskəran",
    "东门 一号",
    "\u2067שלום\u2069 <b>&amp; \"x\" 'y' ]]>",
    "\x07\x0b\ud800 \ufffe",
    "👩‍👩‍👧 \u202e",
]


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_party_sample()


@pytest.fixture(scope="module")
def facts(sample: Sample) -> PartyFacts:
    return gather(sample.plan, sample.scenario, {})


def faults(data: bytes) -> list[str]:
    root = fromstring(data)
    found = breaches(root, GPX, "gpx", NAMESPACE)
    points = [one for one in root.iter() if "lat" in one.attrib]
    bounds = next(root.iter(f"{{{NAMESPACE}}}bounds"))
    return found if found or corners_hold(bounds, points) else ["bounds leave points out"]


def test_both_files_keep_the_schema(sample: Sample, facts: PartyFacts) -> None:
    assert faults(corridors_gpx(sample.plan, sample.scenario)) == []
    assert faults(party_gpx(facts, DIGEST)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<name>", b"<type>x</type><name>", "out of order"),
        (b"</rtept>", b"<ele>1</ele></rtept>", "place is out of order"),
        (b"<number>1", b"<number>one", "number is one"),
        (b"<number>1</number>", b"", "never"),
        (b'lat="4', b'lat="94', "place has lat"),
        (b' lon="', b' long="', "place lacks lon"),
        (b"<trkseg>", b"<trkseg><name>n</name>", "name is no part of trkseg"),
        (b"</gpx>", b"<wpt lat='1' lon='1'/></gpx>", "gpx is out of order"),
        (b'version="1.1"', b'version="1.0"', "gpx has version"),
        (b"<rtept ", b"<rtept speed='1' ", "place has speed"),
        (b'maxlat="4', b'maxlat="1', "bounds leave points out"),
    ],
)
def test_the_check_finds_what_breaks_the_schema(facts: PartyFacts, old: bytes, new: bytes, fault: str) -> None:
    data = party_gpx(facts, DIGEST)
    assert old in data
    found = faults(data.replace(old, new))
    assert any(fault in one for one in found) or (fault == "never" and found == [])


@pytest.mark.parametrize("name", NAMES)
def test_names_in_every_script_come_through(sample: Sample, facts: PartyFacts, name: str) -> None:
    sites = tuple(replace(one, name=name) for one in facts.sites)
    routes = tuple(
        replace(one, start=name, goal=name, points=tuple(replace(point, name=name) for point in one.points))
        for one in facts.routes
    )
    groups = tuple(replace(one, name=name) for one in sample.scenario.groups)
    made = (
        party_gpx(replace(facts, name=name, sites=sites, routes=routes), DIGEST),
        corridors_gpx(sample.plan, replace(sample.scenario, groups=groups)),
    )
    shown = "".join("\ufffd" if one in "\x07\x0b\ud800\ufffe" else one for one in name)
    for data in made:
        assert faults(data) == []
        assert any((one.text or "") == shown for one in fromstring(data).iter(f"{{{NAMESPACE}}}name"))


@given(st.text(min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_names_hold_the_schema_is_kept(sample: Sample, facts: PartyFacts, name: str) -> None:
    sites = tuple(replace(one, name=name) for one in facts.sites)
    assert faults(party_gpx(replace(facts, name=name, number=name, sites=sites), DIGEST)) == []
    assert faults(corridors_gpx(replace(sample.plan, scenario_name=name), sample.scenario)) == []


@pytest.mark.parametrize("lon", [180.0, 179.999999999, -180.0, 0.0000001, -0.0000001])
@pytest.mark.parametrize("lat", [90.0, -90.0, 47.0])
def test_positions_at_the_rim_of_the_earth_are_in_range(sample: Sample, facts: PartyFacts, lon: float, lat: float) -> None:
    """The schema has longitudes up to, and without, 180 degrees."""
    point = LonLat(lon, lat)
    sites = tuple(replace(one, at=point) for one in facts.sites)
    assert faults(party_gpx(replace(facts, sites=sites), DIGEST)) == []
    groups = tuple(replace(one, point=point) for one in sample.scenario.groups)
    assert faults(corridors_gpx(sample.plan, replace(sample.scenario, groups=groups))) == []
