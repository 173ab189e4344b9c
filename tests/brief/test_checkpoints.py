"""Checkpoints on paper: a table with what a term makes of their search, and a sign on the map."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from brief.sample import make_sample
from safeconduct.brief.annex_proofs import hazards_annex
from safeconduct.brief.map_svg import draw_map
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.hazard import Closure
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Term, TermLimits
from safeconduct.model.times import Span


def rows(scenario: Scenario, heading: str) -> list[tuple[str, ...]]:
    """Return the rows of a table of annex F, spaces plain."""
    blocks = hazards_annex(make_sample().plan, scenario).blocks
    found = next((block for block in blocks if block.heading == heading), None)
    table = found.tables[0].rows if found and found.tables else ()
    return [tuple(cell.replace("\u00a0", " ") for cell in row) for row in table]


def with_post(scenario: Scenario) -> Scenario:
    post = Checkpoint("K1", "Bridge post", scenario.groups[0].point, 60, 3, "East", closes=scenario.end)
    return replace(scenario, checkpoints=(post,))


def test_the_table_says_how_long_a_packet_stops() -> None:
    scenario = with_post(make_sample().scenario)
    size = scenario.settings.packet_size
    ((name, party, search, lanes, stop, hours, _where),) = rows(scenario, "Checkpoints")
    assert (name, party, search, lanes) == ("Bridge post", "East", "1 min", "3")
    assert stop == f"{-(-size // 3)} min"
    assert "until" in hours
    assert "from" not in hours


def test_a_term_goes_before_the_table() -> None:
    scenario = with_post(make_sample().scenario)
    term = Term("T9", "Two minutes.", (), limits=TermLimits(search_s=120, party="East"))
    assert rows(replace(scenario, terms=(term,)), "Checkpoints")[0][2] == "2 min"


def test_without_checkpoints_there_is_no_table_and_no_sign() -> None:
    sample = make_sample()
    assert rows(sample.scenario, "Checkpoints") == []
    assert "checkpoint" not in draw_map(sample.plan, sample.network, sample.scenario)
    drawn = draw_map(sample.plan, sample.network, with_post(sample.scenario))
    assert "checkpoint: Bridge post" in drawn
    assert "checkpoint, see annex F" in drawn


def test_a_closure_without_an_end_is_told_from_its_beginning() -> None:
    sample = make_sample()
    far = datetime.fromisoformat("9999-12-30T00:00:00+00:00")
    closure = Closure("D1", "point", (sample.scenario.groups[0].point,), span=Span(sample.plan.start, far))
    (row,) = rows(replace(sample.scenario, closures=(closure,)), "Closures")
    assert row[2].startswith("from ")
    assert "9999" not in row[2]
