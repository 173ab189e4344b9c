"""The alert keeps the rules of the Common Alerting Protocol 1.2 at every level and in every language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brief.party_sample import CANARY_PHONE, CANARY_SOURCE, make_party_sample
from brief.sample import START
from canaries import found_in
from files.xml_rules import CAP, breaches, moment
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.release import LEVELS, OPERATORS, PARTIES, PUBLIC
from safeconduct.brief.translate import LANGUAGES, Words
from safeconduct.files.cap import NAMESPACE, cap_alert
from safeconduct.files.catalogues import load_words
from safeconduct.model.place import LonLat, distance_m

DIGEST = "0123456789abcdef" * 4
NAMES = [one.name for one in LEVELS]


def faults(data: bytes) -> list[str]:
    """Return everything in which an alert breaks the standard."""
    root = fromstring(data)
    found = breaches(root, CAP, "alert", NAMESPACE)
    scope, sent = text_of(root, "scope"), text_of(root, "sent")
    found += [] if (scope == "Restricted") == bool(text_of(root, "restriction")) else ["restriction goes with scope Restricted"]
    found += [] if (scope == "Private") == bool(text_of(root, "addresses")) else ["addresses go with scope Private"]
    found += [] if children(root, "info") else ["nothing is told"]
    for info in children(root, "info"):
        ends = text_of(info, "expires")
        over = moment(sent) and moment(ends) and datetime.fromisoformat(ends) <= datetime.fromisoformat(sent)
        if over != (text_of(info, "urgency") == "Past"):
            found.append("urgency Past goes with what has ended")
    return found


def children(block: Element, name: str) -> list[Element]:
    return block.findall(f"{{{NAMESPACE}}}{name}")


def text_of(block: Element, name: str) -> str:
    return block.findtext(f"{{{NAMESPACE}}}{name}") or ""


@pytest.fixture(scope="module")
def facts() -> PartyFacts:
    sample = make_party_sample()
    return gather(sample.plan, sample.scenario, {})


@pytest.fixture(scope="module")
def languages() -> tuple[Words, ...]:
    return load_words((one.code for one in LANGUAGES), complete=False)


@pytest.mark.parametrize("level", NAMES)
def test_an_alert_keeps_the_standard(facts: PartyFacts, languages: tuple[Words, ...], level: str) -> None:
    data = cap_alert(facts, languages, DIGEST, level)
    assert faults(data) == []
    root = fromstring(data)
    assert [text_of(one, "language") for one in children(root, "info")] == [one.lang for one in languages]
    assert data == cap_alert(facts, languages, DIGEST, level)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<status>Actual", b"<status>Real", "status is Real"),
        (b"+03:00</sent>", b"Z</sent>", "sent is"),
        (b"+03:00</sent>", b".5+03:00</sent>", "sent is"),
        (b"+03:00</sent>", b"</sent>", "sent is"),
        (b"+03:00</expires>", b"+00:00</expires>", "expires is"),
        (b"08:00:00+03:00</sent>", b"25:00:00+03:00</sent>", "sent is"),
        (b"<sender>safeconduct</sender>\n", b"", "sender stands 0 times in alert"),
        (b"<sender>", b"<sender>a,b", "sender is"),
        (b"</scope>", b"</scope><note>n</note><references>a,b,2014</references>", "references is"),
        (b"</scope>", b"</scope><references>a,b,2014-08-29T08:00:00+03:00</references><note>n</note>", "alert is out of order"),
        (b"<language>en", b"<language>en_GB", "language is"),
        (b"<event>", b"<event></event><event>", "event stands 2 times in info"),
        (b"<category>Safety", b"<category>Peace", "category is"),
        (b"<responseType>Assess", b"<responseType>Leave", "responseType is"),
        (b"<urgency>Expected", b"<urgency>Soon", "urgency is"),
        (b"</areaDesc>", b"</areaDesc><polygon>1,1 2,2 1,1</polygon>", "polygon is"),
        (b"</areaDesc>", b"</areaDesc><altitude>high</altitude>", "area is out of order"),
        (b"<circle>", b"<circle>9", "circle is"),
        (b"<valueName>", b"<value>1</value><valueName>", "value stands 2 times in named"),
        (b"</info>", b"loose</info>", "info holds loose text"),
        (b"<msgType>Alert</msgType>\n<scope>Public</scope>", b"<scope>Public</scope>\n<msgType>Alert</msgType>", "out of order"),
        (b"<scope>Public</scope>", b"<scope>Restricted</scope>", "restriction goes with"),
        (b"<urgency>", b"<colour>red</colour><urgency>", "colour is no part"),
        (b"<identifier>", b"<identifier>a b", "identifier is"),
        (b" 2</circle>", b"</circle>", "circle is"),
        (b"<scope>Public", b"<scope>Private", "addresses go with"),
    ],
)
def test_the_check_finds_what_breaks_the_standard(
    facts: PartyFacts, languages: tuple[Words, ...], old: bytes, new: bytes, fault: str
) -> None:
    data = cap_alert(facts, languages[:1], DIGEST, PUBLIC)
    assert old in data
    assert any(fault in one for one in faults(data.replace(old, new)))


@pytest.mark.parametrize(
    ("level", "wanted"),
    [
        ("draft", ("Draft", "Restricted")),
        (PARTIES, ("Draft", "Restricted")),
        (OPERATORS, ("Actual", "Restricted")),
        (PUBLIC, ("Actual", "Public")),
    ],
)
def test_status_and_scope_follow_the_level(
    facts: PartyFacts, languages: tuple[Words, ...], level: str, wanted: tuple[str, str]
) -> None:
    root = fromstring(cap_alert(facts, languages[:1], DIGEST, level))
    assert (text_of(root, "status"), text_of(root, "scope")) == wanted
    (info,) = children(root, "info")
    assert ("NOT RELEASED" in text_of(info, "headline")) == (level != PUBLIC)
    assert text_of(info, "responseType") == "Assess"


def test_times_are_those_of_the_facts_or_given_and_never_the_clock(facts: PartyFacts, languages: tuple[Words, ...]) -> None:
    root = fromstring(cap_alert(facts, languages[:1], DIGEST, PUBLIC))
    assert text_of(root, "sent") == "2014-08-29T08:00:00+03:00"
    (info,) = children(root, "info")
    assert text_of(info, "expires") == "2014-08-29T20:00:00+03:00"
    early = fromstring(cap_alert(facts, languages[:1], DIGEST, PUBLIC, sent=START - timedelta(days=1)))
    assert text_of(early, "sent") == "2014-08-28T08:00:00+03:00"
    assert text_of(children(early, "info")[0], "urgency") == "Future"
    utc = fromstring(cap_alert(replace(facts, zones=()), languages[:1], DIGEST, PUBLIC, sent=datetime(2014, 8, 29, tzinfo=UTC)))
    assert text_of(utc, "sent") == "2014-08-29T00:00:00-00:00"


def test_what_is_told_after_its_end_is_past(facts: PartyFacts, languages: tuple[Words, ...]) -> None:
    """A clause may release the announcement only once the movement is over: nobody may read it as a corridor to come."""
    late = cap_alert(facts, languages, DIGEST, PUBLIC, sent=facts.end + timedelta(hours=2))
    assert faults(late) == []
    assert {text_of(one, "urgency") for one in children(fromstring(late), "info")} == {"Past"}
    within = cap_alert(facts, languages, DIGEST, PUBLIC, sent=facts.end - timedelta(hours=2))
    assert {text_of(one, "urgency") for one in children(fromstring(within), "info")} == {"Expected"}


def test_no_two_alerts_with_other_content_have_one_identifier(facts: PartyFacts, languages: tuple[Words, ...]) -> None:
    """A receiver drops what it has seen: an alert in more languages, or released again at another hour, is another message."""
    made = [
        cap_alert(facts, some, DIGEST, level, sent=sent)
        for some in (languages, languages[:1], languages[1:3])
        for level in NAMES
        for sent in (None, START - timedelta(hours=3), START + timedelta(hours=1, seconds=1))
    ]
    assert [faults(one) for one in made] == [[]] * len(made)
    assert len({text_of(fromstring(one), "identifier") for one in made}) == len(made) == len(set(made))


@pytest.mark.parametrize(
    "zones", [("UTC",), ("Asia/Kathmandu",), ("America/St_Johns",), ("Pacific/Apia",), ("Europe/Lisbon", "UTC"), ("Asia/Tehran",)]
)
def test_the_moments_keep_the_standard_in_every_zone(
    facts: PartyFacts, languages: tuple[Words, ...], zones: tuple[str, ...]
) -> None:
    sent = datetime(2014, 1, 5, 23, 59, 59, 999_999, tzinfo=UTC)
    data = cap_alert(replace(facts, zones=zones), languages[:1], DIGEST, PUBLIC, sent=sent)
    assert faults(data) == []
    assert datetime.fromisoformat(text_of(fromstring(data), "sent")) == sent.replace(microsecond=0)


@given(number=st.text(max_size=30), name=st.text(max_size=30), sender=st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_the_number_and_the_names_hold_the_alert_keeps_the_standard(
    facts: PartyFacts, languages: tuple[Words, ...], number: str, name: str, sender: str
) -> None:
    sites = tuple(replace(one, name=name or "x") for one in facts.sites)
    odd = replace(facts, number=number or "x", sites=sites, places=(), terms=())
    assert faults(cap_alert(odd, languages[:1], DIGEST, PUBLIC, sender=sender)) == []


@pytest.mark.parametrize("point", [LonLat(180.0, 90.0), LonLat(-180.0, -90.0), LonLat(-0.001, -0.001), LonLat(38.0, 47.0)])
@pytest.mark.parametrize("level", NAMES)
def test_circles_anywhere_on_earth(facts: PartyFacts, languages: tuple[Words, ...], level: str, point: LonLat) -> None:
    sites = tuple(replace(one, at=point) for one in facts.sites)
    assert faults(cap_alert(replace(facts, sites=sites), languages[:1], DIGEST, level)) == []


@pytest.mark.parametrize("level", NAMES)
def test_areas_are_round_the_assembly_points_and_coarse_for_the_public(
    facts: PartyFacts, languages: tuple[Words, ...], level: str
) -> None:
    (info,) = children(fromstring(cap_alert(facts, languages[:1], DIGEST, level)), "info")
    sites = [one for one in facts.sites if one.kind == "start"]
    areas = children(info, "area")
    assert len(areas) == len(sites)
    for area, site in zip(areas, sites, strict=True):
        lat, lon, km = map(float, text_of(area, "circle").replace(",", " ").split())
        assert distance_m(LonLat(lon, lat), site.at) < km * 1000
        assert ((round(lat, 2), round(lon, 2)) == (lat, lon) and km == 2) == (level == PUBLIC)


def test_it_holds_nothing_that_its_level_may_not(facts: PartyFacts, languages: tuple[Words, ...]) -> None:
    words = (CANARY_PHONE, CANARY_SOURCE, "bus-01", "Post 1", "letter 14", f"{facts.sites[0].at.lat:.4f}")
    assert found_in("alert.cap.xml", cap_alert(facts, languages, DIGEST, PUBLIC), words) == {}


def test_markup_in_a_field_is_text_and_an_identifier_is_kept_clean(facts: PartyFacts, languages: tuple[Words, ...]) -> None:
    site = replace(facts.sites[0], name="<b>&amp; \x07")
    odd = replace(facts, sites=(site,), number="No 1, <x>&", terms=(), places=())
    data = cap_alert(odd, languages[:1], DIGEST, PUBLIC)
    assert faults(data) == []
    (info,) = children(fromstring(data), "info")
    assert text_of(children(info, "area")[0], "areaDesc").startswith("<b>&amp; ")


def test_without_assembly_points_and_windows_it_is_still_whole(facts: PartyFacts, languages: tuple[Words, ...]) -> None:
    bare = replace(facts, sites=(), windows=(), terms=(), routes=(), first_out=None)
    assert faults(cap_alert(bare, languages[:1], DIGEST, PARTIES)) == []
