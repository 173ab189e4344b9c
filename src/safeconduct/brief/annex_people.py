"""Annexes C and D: people by group, and terms with each party's answer."""

from __future__ import annotations

from safeconduct.brief.classes import class_cells, class_columns
from safeconduct.brief.clause_words import clause_sentences
from safeconduct.brief.document import RIGHT, Block, Column, Section, Table
from safeconduct.brief.texts import amount_text, count_text, headcount_text, name_text
from safeconduct.brief.translate import english
from safeconduct.model.people import Group
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario

CLASSES_NOTE = (
    "Counts only; this plan holds no names. Able: walk and sit unaided. Seated: need a seat and help. Stretcher: travel lying. "
    "Wheelchair: travel in their own wheelchair."
)


def people_annex(plan: Plan, scenario: Scenario) -> Section:
    """Return annex C: groups by class with families and own cars, the fleet, and who is left with the reason."""
    blocks = [
        Block(
            paragraphs=(CLASSES_NOTE,),
            tables=(_groups_table(plan, scenario),),
        ),
        Block("Vehicles", tables=(_fleet_table(scenario),)) if scenario.fleet else Block("Vehicles", ("No fleet on file.",)),
        _left_block(plan, scenario),
    ]
    return Section("C", "People", tuple(blocks))


def _groups_table(plan: Plan, scenario: Scenario) -> Table:
    columns = (
        Column("Priority", RIGHT, 1.1),
        Column("Group", share=3),
        *class_columns(plan, 1.1),
        Column("All", RIGHT, 1.1),
        *(Column(head, RIGHT, 1.4) for head in ("Families", "Own cars")),
        *(Column(head, RIGHT, 1.1) for head in ("Out", "Left")),
    )
    out: dict[str, int] = {}
    for packet in plan.timetable.packets:
        out[packet.group_id] = out.get(packet.group_id, 0) + packet.people.total
    left: dict[str, int] = {}
    for one in plan.timetable.left:
        left[one.group_id] = left.get(one.group_id, 0) + one.people.total
    rows = [_group_row(plan, group, out.get(group.id, 0), left.get(group.id, 0)) for group in scenario.groups]
    total = scenario.people
    families = sum(family.count for group in scenario.groups for family in group.families)
    cars = sum(group.own_cars for group in scenario.groups)
    figures = (total.total, families, cars, sum(out.values()), sum(left.values()))
    rows.append(("", "All", *class_cells(plan, total), *(count_text(figure) for figure in figures)))
    note = "Priority 1 leaves first; the order is an input. Families: units of which nobody is separated."
    return Table(columns, tuple(rows), note=note)


def _group_row(plan: Plan, group: Group, out: int, left: int) -> tuple[str, ...]:
    people, families = group.people, sum(family.count for family in group.families)
    figures = (people.total, families, group.own_cars, out, left)
    name = name_text(group.name)
    return (
        str(group.priority),
        name if name == group.id else f"{name} ({group.id})",
        *class_cells(plan, people),
        *(count_text(figure) for figure in figures),
    )


def _fleet_table(scenario: Scenario) -> Table:
    wheels = ("Wheelchairs each",) if any(one.wheelchair_places for one in scenario.fleet) else ()
    columns = (
        Column("Row", share=1.5),
        Column("Kind", share=2),
        *(Column(head, RIGHT, 1.3) for head in ("Vehicles", "Seats each", "Stretchers each", *wheels, "Places in all")),
    )
    rows = tuple(
        (
            one.id,
            one.kind if one.role == "transport" else f"{one.kind} ({one.role})",
            *(count_text(figure) for figure in (one.count, one.seats, one.stretcher_places)),
            *(count_text(one.wheelchair_places) for _ in wheels),
            count_text(one.count * one.places),
        )
        for one in scenario.fleet
    )
    return Table(columns, rows)


def _left_block(plan: Plan, scenario: Scenario) -> Block:
    rows = tuple(
        (name_text(scenario.get_group(one.group_id).name), count_text(one.people.total), headcount_text(one.people), one.reason)
        for one in plan.timetable.left
        if one.people.total
    )
    heading = "Left when the movement ends"
    if not rows:
        return Block(heading, ("Nobody by this timetable. Who does not come to an assembly point is not counted here.",))
    columns = (Column("Group", share=2), Column("People", RIGHT, 1), Column("By class", share=2.5), Column("Reason", share=5))
    return Block(heading, tables=(Table(columns, rows),))


def terms_annex(plan: Plan, scenario: Scenario) -> Section:
    """Return annex D: every term with the answer of each party, parties in alphabetical order, and the reasons of a no go.

    What the fields of a term say stands before its own words; where terms are of several texts, each names its own.
    """
    parties = sorted({answer.party for term in scenario.terms for answer in term.answers})
    blocks: list[Block] = []
    if plan.go.reasons:
        blocks.append(Block("Why it is not a go" if not plan.go.go else "Remarks", points=plan.go.reasons))
    if not scenario.terms:
        blocks.append(
            Block(
                paragraphs=(
                    (
                        "No terms on file. Before any movement the parties have to agree at least on the exact time, places and "
                        "routes, on who may leave, voluntarily, and on whether aid may come in."
                    ),
                )
            )
        )
        return Section("D", "Terms", tuple(blocks))
    columns = (
        Column("Term", share=1.8),
        Column("Text", share=4.5),
        Column("Required", share=1.2),
        *(Column(name_text(party), share=2.4) for party in parties),
    )
    several = len({term.paper for term in scenario.terms}) > 1
    rows = []
    for term in scenario.terms:
        answers = {answer.party: answer.state + (f" ({answer.paper})" if answer.paper else "") for answer in term.answers}
        said = (*clause_sentences(term, english(), plan.zones, {}), name_text(term.text))
        source = f"Source: {term.source}" if term.source else ""
        name = f"{name_text(term.id)} of {name_text(term.paper)}" if several else term.id
        given = (answers.get(party, "no answer on file") for party in parties)
        rows.append((name, " ".join(one for one in (*said, source) if one), "yes" if term.required else "no", *given))
    note = f"{amount_text(len(rows), 'term')}. A receipt is not an acceptance; silence is not an acceptance."
    blocks.append(Block(tables=(Table(columns, tuple(rows), note=note),)))
    return Section("D", "Terms", tuple(blocks))
