"""Have the independent checker look at a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from safeconduct.app.case import Case
from safeconduct.files.plan_folder import read_plan
from safeconduct.model.plan import Plan
from safeconduct.verify.check import check_plan
from safeconduct.verify.finding import Finding


def verify_plan(plan: Plan, case: Case) -> tuple[Finding, ...]:
    """Return everything in the plan that does not hold, empty when every promise does.

    The checker works from the scenario and the road network alone and shares no code with the planner. The number of routes and
    the preferred option are read from the plan, since a call may choose them.
    """
    settings = case.scenario.settings
    if plan.options:
        settings = replace(settings, preference=plan.chosen, routes=plan.max_routes)
    return check_plan(replace(case.scenario, settings=settings), case.network, plan)


def verify_file(path: Path, case: Case) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan in a file (its certificate beside it) and everything in it that does not hold.

    Raises BadInputError when the file is no plan.
    """
    plan = read_plan(path)
    return plan, verify_plan(plan, case)
