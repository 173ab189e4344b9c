"""What the order of priority costs: stated only where there is one, and within what the plan and its bound leave."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding


def check_priority(case: Case) -> Iterator[Finding]:
    """Yield a finding when the stated cost cannot be, or is missing where groups go before others and everybody is out.

    The plan without an order of priority is not made again; the bound holds for it too.
    """
    plan = case.plan
    served = {route.group_id for route in plan.chosen_option.routes}
    numbers = {group.priority for group in case.scenario.groups if group.id in served}
    wanted = len(numbers) > 1 and plan.clear_s is not None and plan.revision is None
    stated = plan.priority_s
    if stated is None:
        if wanted:
            yield finding("priority-cost", "priority_s", "not stated, though some groups go before others")
    elif not wanted:
        yield finding("priority-cost", "priority_s", f"{stated} s stated, where no group goes before another or people are left")
    elif stated < 0 or plan.clear_s is None or plan.clear_s - stated < (plan.bound_s or 0):
        yield finding("priority-cost", "priority_s", f"{stated} s of {plan.clear_s} s; the bound is {plan.bound_s} s")
