"""Annexes E and F: what is proven and assumed; closures, incident data with age and source, warnings."""

from __future__ import annotations

from datetime import timedelta

from safeconduct.brief.annex_checkpoints import checkpoints_block
from safeconduct.brief.document import RIGHT, Block, Column, Section, Table
from safeconduct.brief.prices import prices_block
from safeconduct.brief.summary import age_text, bound_text, priority_text
from safeconduct.brief.texts import (
    EXPOSURE_NOTE,
    amount_text,
    coordinate_text,
    count_text,
    index_text,
    name_text,
    percent_text,
)
from safeconduct.brief.times import date_text, duration_text, moment_text, span_text
from safeconduct.model.hazard import Incident
from safeconduct.model.plan import Bottleneck, Plan, Proof
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span

KIND_WORDS = {
    "roads": "roads",
    "screening": "screening at the exits",
    "fleet": "vehicles and their trips",
    "beds": "places at the exits",
}

HOW_TO_CHECK = (
    "How to check: certificate.json holds the road network of each proof and one whole number per node. Adding up what the arcs "
    "let through between these numbers gives the capacity stated here; when it is smaller than the demand, no plan of any kind "
    "can be faster. The sum needs no special program. The proof about vehicles and their trips holds prices instead, of each "
    "person and of screening: all people are worth more than all vehicles, own cars and exits can earn in that time."
)

WHAT_SAVES = (
    "What a tenth more capacity would save on each of them alone, all else as it is: the same question solved again. Savings of "
    "several do not add up."
)


def proofs_annex(plan: Plan) -> Section:
    """Return annex E: the bound, each proof with its bottlenecks, how to check, and the assumptions."""
    blocks = [
        Block(
            paragraphs=(f"Proven: {bound_text(plan)} {priority_text(plan)}".rstrip(), HOW_TO_CHECK), tables=(_proof_table(plan),)
        )
        if plan.proofs
        else Block(paragraphs=("No proof on file.",))
    ]
    if any(proof.bottlenecks for proof in plan.proofs):
        blocks.append(Block("Bottlenecks", (WHAT_SAVES,), tables=(_bottleneck_table(plan),)))
    prices = prices_block(plan)
    if prices is not None:
        blocks.append(prices)
    assumed = plan.assumptions or ("No assumption is written down.",)
    blocks.append(Block("Assumptions", points=assumed))
    return Section("E", "Bound and assumptions", tuple(blocks))


def _proof_table(plan: Plan) -> Table:
    columns = (
        Column("Proof", share=1.8),
        Column("Nobody faster than", share=3),
        Column("At least left", RIGHT, 1.2),
        Column("Held groups", share=1.8),
        Column("Demand > capacity", RIGHT, 2.2),
        Column("In words", share=5),
    )
    return Table(columns, tuple(_proof_row(plan, proof) for proof in plan.proofs))


def _proof_row(plan: Plan, proof: Proof) -> tuple[str, ...]:
    moment = moment_text(plan.start + timedelta(seconds=proof.bound_s), plan.zones, with_date=False)
    kind = KIND_WORDS.get(proof.kind, proof.kind)
    cut = proof.certificate
    parts = proof.parts_per_unit
    sums = f"{_units(cut.demand, parts)} > {_units(cut.capacity, parts)} {proof.unit}" if cut else "no cut"
    if proof.prices is not None:
        sums = f"{count_text(proof.prices.worth)} > {count_text(proof.prices.earned)} by prices"
    return (
        kind + ("" if proof.exact else " (not exact)"),
        f"{duration_text(proof.bound_s)}, {moment}" if proof.bound_s else "no bound on the time",
        count_text(proof.least_left),
        _held(proof.held_groups),
        sums,
        proof.sentence,
    )


def _held(groups: tuple[str, ...]) -> str:
    """Return the ids of the groups, of very many the first ones and the number of the others; `plan.json` holds all."""
    more = f" and {len(groups) - MOST_HELD} more" if len(groups) > MOST_HELD + 1 else ""
    return ", ".join(groups[:MOST_HELD] if more else groups) + more


MOST_HELD = 12
"""So many held groups are named in a row of the table of proofs."""


def _units(parts: int, parts_per_unit: int) -> str:
    """Return parts as units, with as many decimals as keep them exact up to three."""
    whole, rest = divmod(parts, max(1, parts_per_unit))
    return count_text(whole) if not rest else f"{count_text(whole)}.{rest * 1000 // parts_per_unit:03d}"


def _bottleneck_table(plan: Plan) -> Table:
    columns = (
        Column("Proof", share=1.8),
        Column("Where", share=3.4),
        Column("Kind", share=1),
        Column("Capacity per hour", RIGHT, 2),
        Column("Share of the cut", RIGHT, 1.3),
        Column("10 % more there saves", share=2.6),
        Column("Latitude, longitude", share=3.2),
    )
    rows = tuple(
        (
            KIND_WORDS.get(proof.kind, proof.kind),
            name_text(one.name),
            one.kind,
            f"{count_text(one.capacity_per_h)} {proof.unit}",
            percent_text(one.share),
            saving_text(one),
            coordinate_text(one.point),
        )
        for proof in plan.proofs
        for one in proof.bottlenecks
    )
    return Table(columns, rows)


def saving_text(one: Bottleneck) -> str:
    """Return what a tenth more on a bottleneck alone would save, with the reason where that is nothing or not known."""
    said = "not known" if one.saving_s is None else duration_text(one.saving_s) if one.saving_s else "nothing"
    return f"{said}: {one.saving_note}" if one.saving_note else said


def hazards_annex(plan: Plan, scenario: Scenario) -> Section:
    """Return annex F: closures, checkpoints, incident data with their age, and the warnings that the input gave."""
    checkpoints = checkpoints_block(plan, scenario)
    blocks = [_closures_block(plan, scenario), *([checkpoints] if checkpoints else []), _incidents_block(plan, scenario)]
    blocks.append(Block("Warnings on the input", points=plan.notices or ("None.",)))
    said = [f"Roads: {plan.attribution}."] if plan.attribution else []
    said.append(f"Road file: {road_file_name(scenario)}.")
    blocks.append(Block("Sources", paragraphs=(" ".join(said),)))
    return Section("F", "Closures, incidents and sources", tuple(blocks))


def _closures_block(plan: Plan, scenario: Scenario) -> Block:
    if not scenario.closures:
        return Block("Closures", ("No closure on file. That no closure is known does not make a road open.",))
    columns = (
        Column("Closure", share=1.5),
        Column("Reason", share=1.6),
        Column("When", share=4),
        Column("Reported", share=2),
        Column("Where", share=2.6),
        Column("Note", share=3.5),
    )
    rows = tuple(
        (
            one.id,
            one.reason,
            _when(plan, one.span),
            date_text(one.reported) if one.reported else "unknown",
            f"{one.shape}, {coordinate_text(one.points[0])}" if one.points else one.shape,
            name_text(one.note),
        )
        for one in scenario.closures
    )
    return Block("Closures", tables=(Table(columns, rows),))


def _when(plan: Plan, span: Span | None) -> str:
    """Return when a closure holds; an end that lies beyond every plan is none."""
    if span is None:
        return "all the time"
    begins, ends = span.start.year > 1, span.end.year < 9999
    if begins and ends:
        return span_text(span.start, span.end, plan.zones)
    return f"from {moment_text(span.start, plan.zones)}" if begins else f"until {moment_text(span.end, plan.zones)}"


def _incidents_block(plan: Plan, scenario: Scenario) -> Block:
    facts = plan.exposure
    if not facts.incidents:
        return Block("Recorded incidents", ("No incident record was used; exposure is unknown, not nil.",))
    first = date_text(facts.first_day) if facts.first_day else "unknown"
    last = date_text(facts.last_day) if facts.last_day else "unknown"
    said = (
        f"{amount_text(facts.incidents, 'incident')} used, of weight {index_text(facts.severity)} in all, from {first} to "
        f"{last}; on {date_text(scenario.as_of)} {age_text(facts)}. Reported by the sources named; "
        "not verified here."
    )
    return Block("Recorded incidents", (said, EXPOSURE_NOTE), tables=(_source_table(scenario),))


def _source_table(scenario: Scenario) -> Table:
    by_source: dict[str, list[Incident]] = {}
    for one in scenario.incidents:
        if one.day <= scenario.as_of:
            by_source.setdefault(one.source or "source not named", []).append(one)
    columns = (
        Column("Source", share=5),
        Column("Incidents", RIGHT, 1.3),
        Column("Rows", RIGHT, 1.3),
        Column("Weight", RIGHT, 1.3),
        Column("First day", RIGHT, 2.2),
        Column("Last day", RIGHT, 2.2),
    )
    rows = tuple(
        (
            name_text(source),
            count_text(len(found)),
            count_text(sum(one.rows for one in found)),
            index_text(sum(one.severity for one in found)),
            date_text(min(one.day for one in found)),
            date_text(max(one.last_day or one.day for one in found)),
        )
        for source, found in sorted(by_source.items())
    )
    return Table(columns, rows[:40], note="" if len(rows) <= 40 else f"The first 40 of {count_text(len(rows))} sources.")


def road_file_name(scenario: Scenario) -> str:
    """Return the name of the road file alone: where it lies on somebody's computer is nobody else's business."""
    return scenario.roads.file.replace("\\", "/").rsplit("/", 1)[-1]
