"""A plan as a document: the first page, what changed where it replaces another, and annexes A to F."""

from __future__ import annotations

from safeconduct.brief.annex_people import people_annex, terms_annex
from safeconduct.brief.annex_proofs import hazards_annex, proofs_annex
from safeconduct.brief.annex_routes import routes_annex
from safeconduct.brief.annex_timetable import timetable_annex
from safeconduct.brief.changed import changed_section
from safeconduct.brief.decision import decision_facts, decision_reasons, decision_word
from safeconduct.brief.document import Document
from safeconduct.brief.texts import LAW_SENTENCES, SCHEMATIC_NOTE, people_text
from safeconduct.brief.times import span_text
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario

HASH_LETTERS = 12


def make_document(plan: Plan, scenario: Scenario) -> Document:
    """Return the brief of a plan. The same plan and scenario give the same document."""
    people = people_text(plan.people.total)
    return Document(
        title=plan.scenario_name,
        subtitle=f"Plan of a humanitarian corridor for {people}, {span_text(plan.start, plan.end, plan.zones)}",
        decision=decision_word(plan),
        reasons=decision_reasons(plan),
        facts=decision_facts(plan, scenario),
        law=LAW_SENTENCES,
        sections=(
            *changed_section(plan),
            routes_annex(plan),
            timetable_annex(plan, scenario),
            people_annex(plan, scenario),
            terms_annex(plan, scenario),
            proofs_annex(plan),
            hazards_annex(plan, scenario),
        ),
        footer=footer_text(plan),
        banner=SCHEMATIC_NOTE if plan.schematic else "",
    )


def footer_text(plan: Plan) -> str:
    """Return program version, format and the first 12 hexadecimal digits of the input hash, by which two copies are compared."""
    input_hash = plan.input_hash[:HASH_LETTERS] or "unknown"
    return f"safeconduct {plan.program_version}, plan format {plan.schema_version}, input {input_hash}"
