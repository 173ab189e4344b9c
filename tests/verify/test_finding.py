"""Findings: one table of codes, kept equal with the reference page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safeconduct.verify.finding import FINDING_CODES, finding

PAGE = Path(__file__).parents[2] / "docs/reference/findings.md"


def test_a_finding_says_code_place_and_figures() -> None:
    one = finding("packet-size", "packet P01", "11 vehicles")
    assert str(one) == "packet-size: packet P01: 11 vehicles"
    assert one.promise == FINDING_CODES["packet-size"]


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        finding("no-such", "", "")


def test_the_reference_page_lists_every_code_with_its_promise() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == FINDING_CODES
