"""Check an agreement: go or no go, the minimum points, the causes of failure, and how each party stands to each clause."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safeconduct.agreement.completeness import Point, check_all
from safeconduct.agreement.facts import facts_of
from safeconduct.agreement.go import decide
from safeconduct.agreement.lifecycle import OPEN
from safeconduct.agreement.standing import parties_of
from safeconduct.app.terms_case import TermsCase, read_terms_case
from safeconduct.files.plan_folder import read_plan
from safeconduct.files.scenario import read_scenario
from safeconduct.files.scenario_words import terms_notices
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, notice
from safeconduct.model.plan import GoNoGo, Plan
from safeconduct.model.scenario import Scenario

PLAN_FOLDER = "plan"
"""Where `safeconduct plan` writes unless told otherwise; a plan there of the same input answers what shows in numbers."""


@dataclass(frozen=True, slots=True)
class TermsReport:
    """What is said of an agreement. planned: a plan of the same input was looked at."""

    case: TermsCase
    go: GoNoGo
    parties: tuple[str, ...]
    points: tuple[Point, ...]
    notices: tuple[Notice, ...]
    planned: bool


def check_agreement(path: Path) -> TermsReport:
    """Return the report on the texts at a path: a text, a filled form, or a scenario folder.

    Raises BadInputError when a text or the record of acts cannot be read. Whatever is missing of an agreement is a result.
    """
    case = read_terms_case(path)
    scenario, plan, more = _around(case)
    go = decide(case.texts, case.terms)
    if case.state == OPEN and not go.go:
        more += (notice("open-without-go", state=case.state),)
    facts = facts_of(case.texts, case.terms, scenario=scenario, plan=plan)
    parties = parties_of(case.texts, case.terms)
    notices = (*case.notices, *terms_notices(case.texts, parties), *more)
    return TermsReport(case, go, parties, check_all(facts), notices, planned=plan is not None)


def _around(case: TermsCase) -> tuple[Scenario | None, Plan | None, tuple[Notice, ...]]:
    """Return the scenario and the plan beside the texts, where they can be read and are of the same input."""
    if case.folder is None:
        return None, None, ()
    scenario, _ = read_scenario(case.folder)
    if scenario is None:
        return None, None, (notice("tables-unread"),)
    folder = case.folder / PLAN_FOLDER
    if not (folder / "plan.json").is_file():
        return scenario, None, ()
    try:
        plan = read_plan(folder)
    except BadInputError:
        return scenario, None, (notice("plan-of-other-input", folder=PLAN_FOLDER),)
    if plan.input_hash != scenario.input_hash:
        return scenario, None, (notice("plan-of-other-input", folder=PLAN_FOLDER),)
    return scenario, plan, ()
