"""What a plan made again changes: the page of the brief, and its line in the summary."""

from __future__ import annotations

from datetime import datetime

from safeconduct.brief.document import Block, Column, Fact, Section, Table
from safeconduct.brief.texts import amount_text, count_text, first_capital, name_text
from safeconduct.brief.times import ZoneColumns, moment_text
from safeconduct.model.plan import Plan
from safeconduct.model.revision import Change, Revision

TITLE = "What changed"
MOST_CHANGES = 150
"""So many changes are listed in the brief; plan.json holds all."""

KIND_WORDS = {
    "kept": "kept, out at another time",
    "diverted": "diverted",
    "cancelled": "cancelled",
    "moved": "moved",
    "new": "new",
    "vehicle": "vehicle",
    "people": "people",
}
COUNTED = ("diverted", "cancelled", "moved", "new")


def changed_text(plan: Plan) -> str:
    """Return the change in one sentence, "" for a plan that replaces none.

    "Made again at 13:00 …: 12 packets were on the road, 41 later ones are kept; 3 diverted, 9 new."
    """
    made = plan.revision
    if made is None:
        return ""
    counts = [f"{count_text(number)} {kind}" for kind, number in _counts(made) if number]
    listed = ", ".join(counts) or "nothing else changes"
    on_road = f"{amount_text(made.on_road, 'packet')} {'was' if made.on_road == 1 else 'were'} on the road"
    kept = f"{count_text(made.kept)} later {'one is' if made.kept == 1 else 'ones are'} kept"
    return f"made again at {moment_text(made.at, plan.zones)}: {on_road}, {kept}; {listed}."


def changed_facts(plan: Plan) -> tuple[Fact, ...]:
    """Return the first page's answer on what changed (none for a plan that replaces none)."""
    if plan.revision is None:
        return ()
    before = f"It replaces the plan whose plan.json has the hash {plan.revision.before[:12] or 'unknown'}."
    return (Fact("Made again", first_capital(changed_text(plan)), (f"{before} The next page lists every change.",)),)


def changed_section(plan: Plan) -> tuple[Section, ...]:
    """Return the page "What changed" (none for a plan that replaces none): counts, then every change with was and now."""
    made = plan.revision
    if made is None:
        return ()
    said = (
        f"{first_capital(changed_text(plan))} What left before that moment stays as it was. Copies of the plan before are void "
        "from then on: take them back from drivers, points and exits."
    )
    if not made.changes:
        return (Section("", TITLE, (Block(paragraphs=(said, "No packet, vehicle or group is listed as changed.")),)),)
    return (Section("", TITLE, (Block(paragraphs=(said,), tables=(_table(plan, made),)),)),)


def _counts(made: Revision) -> tuple[tuple[str, int], ...]:
    return tuple((kind, sum(change.kind == kind for change in made.changes)) for kind in COUNTED)


def _table(plan: Plan, made: Revision) -> Table:
    moments = [moment for change in made.changes for moment in (change.was, change.now) if moment is not None] or [made.at]
    zones = ZoneColumns(plan.zones, min(moments), max(moments))
    columns = (
        Column("Change", share=1.4),
        Column("Packet", share=1.0),
        Column("What", share=5.0),
        Column("Was", share=2.2),
        Column("Now", share=2.2),
    )
    rows = tuple(_row(change, zones) for change in made.changes[:MOST_CHANGES])
    more = len(made.changes) - len(rows)
    note = (
        "Was, now: departure in the plan before and in this one; for diverted packets the arrival, for kept ones when all are "
        f"out, for vehicles and people the moment. Clocks: {zones.head}, rounded up to the minute."
    )
    left = f" {amount_text(more, 'more change')}, see plan.json." if more > 0 else ""
    return Table(columns, rows, amount_text(len(made.changes), "change"), note + left)


def _row(change: Change, zones: ZoneColumns) -> tuple[str, ...]:
    def cell(moment: datetime | None) -> str:
        return zones.cell(moment) if moment is not None else ""

    kind = KIND_WORDS.get(change.kind, change.kind)
    return (kind, change.packet, name_text(change.text), cell(change.was), cell(change.now))
