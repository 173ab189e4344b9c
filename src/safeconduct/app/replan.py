"""Make a plan again while the movement runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from safeconduct import __version__
from safeconduct.app.case import Case
from safeconduct.app.plan import Progress, after
from safeconduct.brief.summary import summary_lines
from safeconduct.files.plan_codec import encode_plan, without_labels
from safeconduct.files.plan_folder import read_plan
from safeconduct.files.times import Clock, read_time
from safeconduct.model.errors import BadInputError, CheckFailedError
from safeconduct.model.notice import WARNING, notice
from safeconduct.model.plan import Plan
from safeconduct.planning.brackets import either
from safeconduct.planning.remake import Said, remake_plan
from safeconduct.verify.revision import check_against

PROOFS_LIMIT_S, FLEET_LIMIT_S = 2.0, 8.0
"""Longest search for bounds in a plan made again, by cuts and by the fleet: the convoy waits. What is not proven shows as a gap.

The search for the fleet's bound ends by its counted work before that (`planning.remake.REMAKE_FLEET_WORK`, about two seconds), so
that a machine under load proves the same.
"""


def remake(
    case: Case,
    before: Plan,
    at: datetime,
    *,
    keep: bool = True,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the plan for the rest of a movement of which `before` was driven until `at`.

    case: the scenario as it is now. keep: packets that have not left stay as planned where they can; False: only those that are
    being loaded. See `planning.remake.remake_plan`. The list of changes is checked against both plans: CheckFailedError where
    it is not complete. Raises RefusedError when the plan before cannot be played on.
    """
    settings = replace(case.scenario.settings, preference=before.chosen, routes=before.max_routes)
    case = replace(case, scenario=replace(case.scenario, settings=settings))
    said = Said(
        program_version=__version__,
        before_hash=plan_hash(before),
        notices=tuple(str(one) for one in case.notices if one.severity == WARNING),
    )
    limits_s = (min(limit_s, settings.clearance_time_limit_s) for limit_s in (PROOFS_LIMIT_S, FLEET_LIMIT_S))
    cuts, fleet = (either(stop, after(limit_s)) for limit_s in limits_s)
    made = remake_plan(case.ground(), before, at, said=said, keep=keep, stop=cuts, stop_fleet=fleet, progress=progress)
    plan = replace(made, summary=summary_lines(made))
    findings = check_against(before, plan)
    if findings:
        raise CheckFailedError(tuple(str(finding) for finding in findings))
    return plan


def plan_hash(plan: Plan) -> str:
    """Return the sha256 of a plan's plan.json."""
    return sha256(encode_plan(without_labels(plan))).hexdigest()


def read_moment(text: str, case: Case) -> datetime:
    """Return the moment that a text says, an hour on the day of the movement's start or a full time; BadInputError when none."""
    zone = ZoneInfo(case.scenario.zones[0])
    found = read_time(text, Clock(zone, case.scenario.start.astimezone(zone).date()))
    if found.moment is None:
        raise BadInputError((notice("option-moment", found=text[:40]),))
    return found.moment


def read_before(path: Path) -> Plan:
    """Return the plan before, given its folder or its plan.json; raises BadInputError when it is none."""
    return read_plan(path)
