"""The page opens alone: nothing is fetched, everything is there without a script."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from brief.sample import Sample, make_sample
from safeconduct.brief.map_html import draw_page

VOID = {"meta", "input", "br"}


class Tags(HTMLParser):
    """Collects tags and checks that they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


@pytest.fixture(scope="module")
def page(sample: Sample) -> str:
    return draw_page(sample.plan, sample.network, sample.scenario)


def parse(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_every_tag_is_closed_and_ids_are_unique(page: str) -> None:
    tags = parse(page)
    assert not tags.wrong
    assert not tags.open
    ids = [value for _, name, value in tags.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched(page: str) -> None:
    for tag, name, value in parse(page).attributes:
        if name in {"src", "href", "srcset", "action", "data", "xlink:href"}:
            assert (value or "").startswith("#"), f"{tag} {name}={value}"
        assert not name.startswith("on"), name
        assert name != "style", tag
    style = page.split("<style>")[1].split("</style>", maxsplit=1)[0]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_this_style_and_script_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none';")
    for tag in ("style", "script"):
        body = page.split(f"<{tag}>")[1].split(f"</{tag}>", maxsplit=1)[0]
        assert f"{tag}-src 'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" in policy[1]


def test_it_has_a_language_and_says_the_decision_before_the_map(page: str) -> None:
    assert '<html lang="en"' in page
    assert page.index("NO GO") < page.index("<svg")
    assert page.index("Everybody out") < page.index("<svg")
    for letter in "ABCDEF":
        assert f'id="annex-{letter}"' in page


def test_each_option_can_be_hidden_without_a_script(sample: Sample, page: str) -> None:
    for option in sample.plan.options:
        assert f'id="show-{option.label}" checked' in page
        assert f"#show-{option.label}:checked) .way.in-{option.label}" in page


def test_markup_in_words_stays_words(sample: Sample) -> None:
    bad = "</table><script>alert(1)</script>"
    plan = replace(sample.plan, scenario_name=bad, assumptions=(bad,), notices=(bad,))
    page = draw_page(plan, sample.network, sample.scenario)
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert not parse(page).wrong


def test_a_map_drawn_already_is_used(sample: Sample) -> None:
    assert "<svg>mark</svg>" in draw_page(sample.plan, sample.network, sample.scenario, svg="<svg>mark</svg>")
