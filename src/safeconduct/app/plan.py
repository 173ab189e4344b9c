"""Make a plan, have the independent checker look at it, and write it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from safeconduct import __version__
from safeconduct.app.case import Case
from safeconduct.app.problems import problems_of
from safeconduct.app.verify import verify_plan
from safeconduct.brief.summary import summary_lines
from safeconduct.files.plan_folder import write_plan as write_plan_folder
from safeconduct.model.errors import BadInputError, CheckFailedError, NoPlanError
from safeconduct.model.notice import WARNING, notice
from safeconduct.model.plan import OPTION_LABELS, Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.settings import SETTING_TABLE
from safeconduct.planning.brackets import Stop, either
from safeconduct.planning.make import BETTER, PRICES, PROOFS, plan_corridor

Progress = Callable[[str, float], None]

SEARCHES = (PROOFS, PRICES, BETTER)
"""The stages that `stop` ends with what is known by then."""

EXTRAS_SHARE = 0.2
"""The part of `clearance_time_limit_s` that what is worked out beside the proofs may take, in addition to it."""


def make_plan(
    case: Case,
    *,
    routes: int | None = None,
    preference: str | None = None,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the plan of a case: options, certified clearance time, timetable, and what they rest on.

    routes, preference: instead of the scenario's own settings. seed: of the searches for few routes and for a better timetable.
    The search for proofs ends after the setting `clearance_time_limit_s`, or when `stop`, asked now and then, returns True; what
    is not proven by then shows as a gap. What more capacity would save and what few routes cost then take a share of that time
    (`EXTRAS_SHARE`) more. A better timetable is searched for as long as the setting `timetable_search` says, or until `stop`.
    progress: told the stage and the share of the work done; during a search, one of `SEARCHES`, the stage is followed by ": " and
    what is known so far. Raises NoPlanError, with the warnings on the input, when nobody can leave, and BadInputError for a
    number of routes or a preference outside its range.
    """
    case = replace(case, scenario=_with_choices(case, routes, preference))
    limit_s = case.scenario.settings.clearance_time_limit_s
    warnings = tuple(one for one in case.notices if one.severity == WARNING)
    try:
        plan = plan_corridor(
            case.ground(),
            program_version=__version__,
            seed=seed,
            notices=tuple(str(one) for one in warnings),
            stop=either(stop, after(limit_s)),
            stop_extras=either(stop, after(limit_s * EXTRAS_SHARE)),
            stop_search=stop,
            progress=progress,
        )
    except NoPlanError as error:
        # What was noticed on the input is often why.
        raise NoPlanError(error.binding, error.notices or warnings) from error
    return replace(plan, summary=summary_lines(plan))


def after(limit_s: float) -> Stop:
    """Return a stop that says yes once so many seconds have passed since it was first asked."""
    begun: list[float] = []

    def stop() -> bool:
        now = time.monotonic()
        if not begun:
            begun.append(now)
        return now - begun[0] > limit_s

    return stop


def write_plan(plan: Plan, case: Case, out: str | Path) -> tuple[Path, ...]:
    """Write the plan folder and return its files; the folder appears whole or not at all.

    Raises CheckFailedError, and writes nothing, when the independent checker disagrees with the plan: no plan leaves without it.
    """
    findings = verify_plan(plan, case)
    if findings:
        raise CheckFailedError(tuple(str(finding) for finding in findings))
    return write_plan_folder(plan, case.network, case.scenario, Path(out), problems=problems_of(plan, case))


def _with_choices(case: Case, routes: int | None, preference: str | None) -> Scenario:
    """Return the scenario with the choices of this call in place of its own settings."""
    settings = case.scenario.settings
    if routes is not None:
        info = SETTING_TABLE["routes"]
        if not info.low <= routes <= info.high:
            raise BadInputError((notice("option-routes", found=routes, low=f"{info.low:g}", high=f"{info.high:g}"),))
        settings = replace(settings, routes=routes)
    if preference is not None:
        if preference not in OPTION_LABELS:
            raise BadInputError((notice("option-preference", found=preference, known=", ".join(OPTION_LABELS)),))
        settings = replace(settings, preference=preference)
    return replace(case.scenario, settings=settings)
