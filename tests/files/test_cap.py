"""The alert keeps the rules of the Common Alerting Protocol 1.2 at every level and in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from brief.party_sample import CANARY_PHONE, CANARY_SOURCE, make_party_sample
from brief.sample import START
from canaries import found_in
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.release import LEVELS, OPERATORS, PARTIES, PUBLIC
from safeconduct.brief.translate import LANGUAGES, Words
from safeconduct.files.cap import NAMESPACE, cap_alert
from safeconduct.files.catalogues import load_words
from safeconduct.model.place import LonLat, distance_m

DIGEST = "0123456789abcdef" * 4
NAMES = [one.name for one in LEVELS]
ALERT = (
    "identifier sender sent status msgType source scope restriction addresses code note references incidents info".split()  # noqa: SIM905
)
INFO = [
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "area",
]
AREA = ["areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling"]
REQUIRED = {
    "alert": {"identifier", "sender", "sent", "status", "msgType", "scope", "info"},
    "info": {"category", "event", "urgency", "severity", "certainty"},
    "area": {"areaDesc"},
}
ALLOWED = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": set("Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other".split()),  # noqa: SIM905
    "responseType": set("Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None".split()),  # noqa: SIM905
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
CIRCLE = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?) (\d+(?:\.\d+)?)")


def faults(data: bytes) -> list[str]:
    """Return everything in which an alert breaks the standard."""
    root = fromstring(data)
    found = [] if root.tag == f"{{{NAMESPACE}}}alert" else ["root"]
    found += block_faults(root, "alert", ALERT)
    for info in children(root, "info"):
        found += block_faults(info, "info", INFO)
        for area in children(info, "area"):
            found += block_faults(area, "area", AREA)
    texts = {name_of(one): one.text or "" for one in root}
    if texts.get("scope") == "Restricted" and not texts.get("restriction"):
        found.append("restriction is needed")
    if texts.get("scope") != "Restricted" and "restriction" in texts:
        found.append("restriction without need")
    found += [
        f"{name} holds a forbidden sign" for name in ("identifier", "sender") if re.search(r"[ ,<&\s]", texts.get(name, " "))
    ]
    return found


def block_faults(block: Element, kind: str, order: list[str]) -> list[str]:
    names = [name_of(one) for one in block]
    found = [f"{name} is no part of {kind}" for name in names if name not in order]
    found += [f"{kind} lacks {name}" for name in REQUIRED[kind] - set(names)]
    if [order.index(name) for name in names if name in order] != sorted(order.index(name) for name in names if name in order):
        found.append(f"{kind} is out of order")
    several = {"category", "responseType", "info", "parameter", "area", "circle", "polygon", "resource", "code"}
    found += [f"{name} stands twice" for name in set(names) if names.count(name) > 1 and name not in several]
    for one in block:
        name, text = name_of(one), one.text or ""
        if name in ALLOWED and text not in ALLOWED[name]:
            found.append(f"{name} is {text}")
        if name in {"sent", "effective", "onset", "expires"} and not MOMENT.fullmatch(text):
            found.append(f"{name} is {text}")
        if name == "circle" and not CIRCLE.fullmatch(text):
            found.append(f"circle is {text}")
    return found


def name_of(one: Element) -> str:
    return one.tag.removeprefix(f"{{{NAMESPACE}}}")


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
        (b"<sender>safeconduct</sender>\n", b"", "alert lacks sender"),
        (b"<msgType>Alert</msgType>\n<scope>Public</scope>", b"<scope>Public</scope>\n<msgType>Alert</msgType>", "out of order"),
        (b"<scope>Public</scope>", b"<scope>Restricted</scope>", "restriction is needed"),
        (b"<urgency>", b"<colour>red</colour><urgency>", "colour is no part"),
        (b"<identifier>", b"<identifier>a b", "identifier holds"),
        (b" 2</circle>", b"</circle>", "circle is"),
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
