"""safeconduct: plan, agree, run and account for a humanitarian corridor.

>>> from safeconduct import read_scenario, make_plan, verify_plan, write_plan
>>> case = read_scenario("my-scenario")
>>> plan = make_plan(case)
>>> assert not verify_plan(plan, case)
>>> write_plan(plan, case, "my-scenario/plan")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from safeconduct.app.case import Case, read_scenario
    from safeconduct.app.clearance import check_certificate, check_schedule, clearance_time
    from safeconduct.app.plan import make_plan, write_plan
    from safeconduct.app.shuttle import check_shuttle, shuttle_plan
    from safeconduct.app.verify import verify_plan
    from safeconduct.clearance.arc_network import ArcNetwork, ClearanceInputError, UnreachableError

__all__ = [
    "ArcNetwork",
    "Case",
    "ClearanceInputError",
    "UnreachableError",
    "__version__",
    "check_certificate",
    "check_schedule",
    "check_shuttle",
    "clearance_time",
    "make_plan",
    "read_scenario",
    "shuttle_plan",
    "verify_plan",
    "write_plan",
]

_HOME = {
    "ArcNetwork": "safeconduct.clearance.arc_network",
    "Case": "safeconduct.app.case",
    "ClearanceInputError": "safeconduct.clearance.arc_network",
    "UnreachableError": "safeconduct.clearance.arc_network",
    "check_certificate": "safeconduct.app.clearance",
    "check_schedule": "safeconduct.app.clearance",
    "check_shuttle": "safeconduct.app.shuttle",
    "clearance_time": "safeconduct.app.clearance",
    "make_plan": "safeconduct.app.plan",
    "read_scenario": "safeconduct.app.case",
    "shuttle_plan": "safeconduct.app.shuttle",
    "verify_plan": "safeconduct.app.verify",
    "write_plan": "safeconduct.app.plan",
}


def __getattr__(name: str) -> object:
    """Fetch a public name on first use, so that `--help` need not load the numeric libraries."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
