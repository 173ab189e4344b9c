"""The checkpoints on file: where they are, who holds them, how long a packet stops, and their hours."""

from __future__ import annotations

from datetime import datetime

from safeconduct.agreement.limits import limited
from safeconduct.brief.document import RIGHT, Block, Column, Table
from safeconduct.brief.texts import coordinate_text, count_text, name_text
from safeconduct.brief.times import duration_text, moment_text
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario

STOP_NOTE = (
    "Every packet stops, in both directions, as long as the search of a full packet takes; empty vehicles as well. What a term "
    "says of the search goes before the table."
)


def checkpoints_block(plan: Plan, scenario: Scenario) -> Block | None:
    """Return the checkpoints as a table (None without any), each with what the terms make of its search."""
    if not scenario.checkpoints:
        return None
    columns = (
        Column("Checkpoint", share=3),
        Column("Held by", share=2),
        Column("Search of a vehicle", RIGHT, 1.8),
        Column("Lanes", RIGHT, 0.9),
        Column("A packet stops", RIGHT, 1.8),
        Column("Hours", share=3.5),
        Column("Where", share=2.6),
    )
    within = limited(scenario)
    rows = tuple(
        (
            name_text(one.name),
            name_text(one.party) or "not stated",
            duration_text(one.search_s) if one.search_s else "none",
            count_text(one.lanes),
            duration_text(stop_s) if (stop_s := one.stop_s(within.settings.packet_size)) else "not at all",
            _hours(plan, one.opens, one.closes),
            coordinate_text(one.point),
        )
        for one in within.checkpoints
    )
    return Block("Checkpoints", (STOP_NOTE,), tables=(Table(columns, rows),))


def _hours(plan: Plan, opens: datetime | None, closes: datetime | None) -> str:
    """Return from when until when a checkpoint is open."""
    said = [f"from {moment_text(opens, plan.zones)}"] if opens else []
    said += [f"until {moment_text(closes, plan.zones)}"] if closes else []
    return ", ".join(said) or "all the time"
