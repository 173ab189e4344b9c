"""What few routes cost, in words and as a table."""

from __future__ import annotations

from safeconduct.brief.document import Block, Column, Table
from safeconduct.brief.texts import amount_text, name_text
from safeconduct.brief.times import duration_text
from safeconduct.model.plan import LOCAL_ROADS_M, Plan, RoutePrice

WHAT_IT_IS = (
    "What it would cost if only so many routes were agreed, for all assembly points together. Vehicles alone are counted, as a "
    "steady stream over the roads, and the movement may go on after its end; the fleet's trips, loading, screening and beds are "
    "left out. So these times compare numbers of routes; they are no timetable. A route is one way to an exit, which everybody "
    f"on it may use from where they reach it; roads within {LOCAL_ROADS_M / 1000:g} km of an assembly point do not count."
)


NOT_WORKED_OUT = "Not known: it could not be worked out in the time given. A longer clearance_time_limit_s gives it more."
"""Said where the work on prices was ended before it gave any."""


def limited(plan: Plan) -> tuple[RoutePrice, ...]:
    """Return the prices of a limited number of routes, the fewest first."""
    return plan.route_prices[:-1]


def any_s(plan: Plan) -> int:
    """Return the time by any number of routes."""
    found = plan.route_prices[-1].clear_s
    assert found is not None, "a price without a time for any number of routes"
    return found


def cost_text(plan: Plan, one: RoutePrice) -> str:
    """Return what so few routes cost beside any number: "40 min", "none", "20 min to 40 min", "at least 20 min", "not possible".

    A span where times and bounds have not met: the truth lies in it.
    """
    if not one.possible:
        return "not possible"
    least_s = max(0, one.bound_s - any_s(plan))
    if one.clear_s is None:
        return f"at least {duration_text(least_s)}" if least_s else NOT_KNOWN
    most_s = max(0, one.clear_s - plan.route_prices[-1].bound_s)
    if least_s == most_s:
        return duration_text(most_s) if most_s else NONE
    return f"{duration_text(least_s)} to {duration_text(most_s)}" if least_s else f"at most {duration_text(most_s)}"


NONE, NOT_KNOWN = "none", "not known"


def price_text(plan: Plan) -> str:
    """Return the price of few routes in one sentence, and what takes longer anyway; "" without prices."""
    if not plan.route_prices:
        return ""
    first = plan.route_prices[0]
    if first.clear_s is not None and first.clear_s == plan.route_prices[-1].bound_s:
        said = f"none; vehicles are out as soon by 1 route as by any number, {duration_text(first.clear_s)}"
    else:
        parts = _told(plan)
        said = f"{'; '.join(parts)} (vehicles on the roads alone)" if parts else NOT_KNOWN
    return f"{said}{takes_longer(plan)}."


def _told(plan: Plan) -> list[str]:
    """Return what is known of each number of routes, in words; numbers of which nothing of their own is known are left out."""
    said: list[str] = []
    impossible = [one.routes for one in limited(plan) if not one.possible]
    if impossible:
        said.append(f"{amount_text(impossible[-1], 'route')} cannot serve all assembly points")
    for one in limited(plan)[len(impossible) :]:
        cost = cost_text(plan, one)
        if is_no_better(plan, one):
            least_s = one.bound_s - any_s(plan)
            cost = f"at least {duration_text(least_s)}" if least_s > 0 else NOT_KNOWN
        if cost == NONE:
            said.append(f"{one.routes} are as fast as any number")
        elif cost != NOT_KNOWN:
            compared = any("instead of" in part for part in said)
            subject = str(one.routes) if compared else f"{amount_text(one.routes, 'route')} instead of any number"
            said.append(f"{subject} {'costs' if one.routes == 1 else 'cost'} {cost}")
    return said


def is_no_better(plan: Plan, one: RoutePrice) -> bool:
    """Tell whether no time was found for so many routes that one fewer do not achieve; then the routes are theirs too."""
    return one.routes > 1 and one.clear_s is not None and one.clear_s == plan.route_prices[one.routes - 2].clear_s


def takes_longer(plan: Plan) -> str:
    """Return "; the screening takes longer anyway, 22 h" where that hides every price, else ""."""
    if plan.bound_s is None or any(one.clear_s is None or one.clear_s >= plan.bound_s for one in limited(plan)):
        return ""
    kind = max(plan.proofs, key=lambda proof: proof.bound_s).kind
    return "" if kind == "roads" else f"; {LONGER[kind]} takes longer anyway, {duration_text(plan.bound_s)}"


LONGER = {"screening": "the screening", "fleet": "the fleet"}
"""What takes longer than the roads, by the kind of the proof that says so."""


def matters(plan: Plan) -> bool:
    """Tell whether few routes would surely make the movement longer than everything else that is proven of it."""
    if plan.bound_s is None or not plan.route_prices:
        return False
    longest_s = max(plan.bound_s, any_s(plan))
    return any(not one.possible or one.bound_s > longest_s for one in limited(plan))


def prices_block(plan: Plan) -> Block | None:
    """Return the block of annex E; None where there is no price since no vehicle has to leave."""
    if not plan.route_prices:
        asked = any(proof.kind == "roads" for proof in plan.proofs)
        return Block("Price of few routes", (NOT_WORKED_OUT,)) if asked else None
    columns = (
        Column("Routes", share=1),
        Column("All vehicles out in", share=2.2),
        Column("Proven: not sooner than", share=2.3),
        Column("Costs beside any number", share=2.6),
        Column("Which", share=5.8),
    )
    rows = tuple(_row(plan, one) for one in plan.route_prices)
    more = "" if limited(plan)[-1].clear_s == any_s(plan) else "Larger numbers were not looked at."
    return Block("Price of few routes", (WHAT_IT_IS,), tables=(Table(columns, rows, note=more),))


def _row(plan: Plan, one: RoutePrice) -> tuple[str, ...]:
    if not one.possible:
        return str(one.routes), "never", "never", cost_text(plan, one), "so few cannot come by every assembly point"
    found = "none found" if one.clear_s is None else duration_text(one.clear_s)
    if not one.routes:
        return "any", found, duration_text(one.bound_s), "", ""
    which = "; ".join(f"({place}) {name_text(name)}" for place, name in enumerate(one.names, start=1))
    if is_no_better(plan, one):
        which = f"none found that are faster than {amount_text(one.routes - 1, 'route')}"
    return str(one.routes), found, duration_text(one.bound_s), cost_text(plan, one), which
