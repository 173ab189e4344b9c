"""The price of few routes in words: spans where times and bounds have not met, and what takes longer anyway."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brief.sample import Sample, make_sample
from safeconduct.brief.annex_proofs import proofs_annex, saving_text
from safeconduct.brief.make import make_document
from safeconduct.brief.prices import cost_text, matters, price_text, prices_block
from safeconduct.brief.summary import summary_lines
from safeconduct.brief.texts import plain_text
from safeconduct.model.plan import ANY_NUMBER, Plan, RoutePrice


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def with_prices(plan: Plan, *prices: tuple[int | None, int], any_s: tuple[int, int] = (5_400, 5_400)) -> Plan:
    """Return the plan with (time, bound) for 1, 2, … routes and for any number."""
    listed = [RoutePrice(n, time, bound, (f"road {n}",)) for n, (time, bound) in enumerate(prices, start=1)]
    return replace(plan, route_prices=(*listed, RoutePrice(ANY_NUMBER, *any_s)))


@pytest.mark.parametrize(
    ("price", "any_s", "text"),
    [
        ((7_800, 7_800), (5_400, 5_400), "40 min"),
        ((5_400, 5_400), (5_400, 5_400), "none"),
        ((7_800, 6_600), (5_400, 5_400), "20 min to 40 min"),
        ((7_800, 5_400), (5_400, 5_400), "at most 40 min"),
        ((7_800, 7_800), (5_400, 4_800), "40 min to 50 min"),
        ((None, 6_600), (5_400, 5_400), "at least 20 min"),
        ((None, 5_400), (5_400, 5_400), "not known"),
    ],
)
def test_a_cost_is_a_span_where_the_search_left_one(
    sample: Sample, price: tuple[int | None, int], any_s: tuple[int, int], text: str
) -> None:
    plan = with_prices(sample.plan, price, any_s=any_s)
    assert plain_text(cost_text(plan, plan.route_prices[0])) == text


def test_the_sentence_compares_with_any_number(sample: Sample) -> None:
    said = plain_text(price_text(replace(sample.plan, bound_s=5_400)))
    assert said == "1 route instead of any number costs 1 h to 1 h 15 min; 2 cost 20 min (vehicles on the roads alone)."
    assert price_text(replace(sample.plan, route_prices=())) == ""


def test_each_number_is_told_as_far_as_it_is_known(sample: Sample) -> None:
    def told(*prices: tuple[int | None, int]) -> str:
        return plain_text(price_text(replace(with_prices(sample.plan, *prices), bound_s=5_400)))

    end = "(vehicles on the roads alone)."
    assert told((7_800, 7_800), (5_400, 5_400)) == (
        f"1 route instead of any number costs 40 min; 2 are as fast as any number {end}"
    )
    assert told((7_800, 7_800), (7_800, 6_600)) == f"1 route instead of any number costs 40 min; 2 cost at least 20 min {end}"
    assert told((7_800, 7_800), (7_800, 5_400)) == f"1 route instead of any number costs 40 min {end}"
    assert told((None, 5_400), (6_600, 6_600)) == f"2 routes instead of any number cost 20 min {end}"
    assert told((None, 5_400)) == "not known."


def test_too_few_routes_for_all_places_are_told_so_and_not_by_a_time(sample: Sample) -> None:
    plan = replace(with_prices(sample.plan, (None, 90_000), (None, 90_000), (6_600, 6_600)), bound_s=5_400)
    never = [replace(one, possible=False) for one in plan.route_prices[:2]]
    plan = replace(plan, route_prices=(*never, *plan.route_prices[2:]))
    assert plain_text(price_text(plan)) == (
        "2 routes cannot serve all assembly points; 3 routes instead of any number cost 20 min (vehicles on the roads alone)."
    )
    assert matters(plan)
    assert not matters(replace(plan, route_prices=()))
    table = next(
        block.tables[0]
        for section in make_document(plan, sample.scenario).sections
        for block in section.blocks
        if block.heading == "Price of few routes"
    )
    assert table.rows[0] == ("1", "never", "never", "not possible", "so few cannot come by every assembly point")
    one = replace(plan, route_prices=(never[0], plan.route_prices[-1]))
    assert plain_text(price_text(one)) == "1 route cannot serve all assembly points (vehicles on the roads alone)."


def test_routes_that_bring_nothing_new_are_not_listed_again(sample: Sample) -> None:
    plan = with_prices(sample.plan, (7_800, 7_800), (7_800, 6_600))
    block = prices_block(plan)
    assert block is not None
    assert [row[-1] for row in block.tables[0].rows[1:]] == ["none found that are faster than 1 route", ""]


def test_a_price_that_lies_within_what_is_proven_anyway_does_not_matter(sample: Sample) -> None:
    plan = replace(with_prices(sample.plan, (5_400, 5_400)), bound_s=5_300)
    assert not matters(plan), "packets may be a little faster than a steady stream; no route costs anything here"


def test_one_route_that_does_as_well_is_said(sample: Sample) -> None:
    plan = replace(with_prices(sample.plan, (5_400, 5_400)), bound_s=5_400)
    assert plain_text(price_text(plan)) == "none; vehicles are out as soon by 1 route as by any number, 1 h 30 min."
    loose = replace(with_prices(sample.plan, (5_400, 4_800), any_s=(5_400, 4_800)), bound_s=4_800)
    assert plain_text(price_text(loose)) == (
        "1 route instead of any number costs at most 10 min (vehicles on the roads alone)."
    ), "as fast as any number that is known, not as any there can be"


def test_what_takes_longer_anyway_is_said(sample: Sample) -> None:
    plan = with_prices(sample.plan, (7_800, 7_800))
    assert plain_text(price_text(plan)).endswith("; the screening takes longer anyway, 2 h 16 min 41 s.")
    assert not matters(plan)
    assert "anyway" not in price_text(with_prices(sample.plan, (None, 6_600)))
    assert "anyway" not in price_text(replace(plan, bound_s=None))


def test_the_first_page_tells_it_only_where_it_matters(sample: Sample) -> None:
    for plan, told in ((sample.plan, True), (with_prices(sample.plan, (7_800, 7_800)), False)):
        assert matters(plan) == told
        binds = next(fact for fact in make_document(plan, sample.scenario).facts if fact.label == "What binds")
        assert any("Price of few routes" in line for line in binds.details) == told


def test_the_terminal_always_tells_it(sample: Sample) -> None:
    assert sum(line.startswith("Price of few routes: ") for line in summary_lines(sample.plan)) == 1
    assert not any("Price" in line for line in summary_lines(replace(sample.plan, route_prices=())))


def test_the_annex_has_a_row_for_each_number_and_says_what_was_not_looked_at(sample: Sample) -> None:
    for plan, note in ((sample.plan, "Larger numbers were not looked at."), (with_prices(sample.plan, (5_400, 5_400)), "")):
        blocks = [block for section in make_document(plan, sample.scenario).sections for block in section.blocks]
        (block,) = (one for one in blocks if one.heading == "Price of few routes")
        (table,) = block.tables
        assert [row[0] for row in table.rows] == [*(str(n) for n in range(1, len(plan.route_prices))), "any"]
        assert table.note == note
        assert "no timetable" in block.paragraphs[0]
        assert "within 2 km" in block.paragraphs[0]


def test_prices_that_were_not_worked_out_are_said_not_to_be_known(sample: Sample) -> None:
    block = prices_block(replace(sample.plan, route_prices=()))
    assert block is not None
    assert block.paragraphs[0].startswith("Not known")
    assert block.tables == ()
    no_vehicles = tuple(proof for proof in sample.plan.proofs if proof.kind != "roads")
    assert prices_block(replace(sample.plan, route_prices=(), proofs=no_vehicles)) is None


def test_a_number_without_a_way_says_so(sample: Sample) -> None:
    plan = replace(with_prices(sample.plan, (None, 6_600)), bound_s=5_400)
    assert "costs at least 20" in price_text(plan)
    text = str(make_document(plan, sample.scenario))
    assert "none found" in text


def test_savings_are_told_with_their_reason(sample: Sample) -> None:
    narrow, door = sample.plan.proofs[1].bottlenecks[::-1]
    assert plain_text(saving_text(narrow)) == "11 min"
    assert saving_text(door) == "nothing: the next bottleneck binds"
    assert saving_text(replace(door, saving_s=None, saving_note="the search was ended before")) == (
        "not known: the search was ended before"
    )
    assert saving_text(replace(door, saving_s=None, saving_note="")) == "not known"


def test_a_proof_of_many_groups_names_some_and_one_without_a_time_says_so(sample: Sample) -> None:
    proof = replace(sample.plan.proofs[0], held_groups=tuple(f"G{n}" for n in range(1, 31)), bound_s=0)
    row = proofs_annex(replace(sample.plan, proofs=(proof,))).blocks[0].tables[0].rows[0]
    assert row[1] == "no bound on the time"
    assert row[3].endswith("G12 and 18 more")
    few = proofs_annex(sample.plan).blocks[0].tables[0].rows[0]
    assert few[3] == "G1, G2"
