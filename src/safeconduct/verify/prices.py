"""The price of few routes: never rising with more of them, no time below its bound, nothing below what the roads prove."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from safeconduct.model.plan import ANY_NUMBER, RoutePrice
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding


def check_prices(case: Case) -> Iterator[Finding]:
    """Yield a finding for prices that do not stand from one route on, contradict each other, or beat the proof about the roads.

    The times themselves are not worked out again: that would be a search, not a check.
    """
    prices = case.plan.route_prices
    if not prices:
        return
    numbers = [one.routes for one in prices]
    if len(prices) < 2 or numbers != [*range(1, len(prices)), ANY_NUMBER]:
        yield finding("price-form", "route_prices", f"numbers of routes {numbers}; wanted are 1, 2, … and no limit last")
        return
    if prices[-1].clear_s is None:
        yield finding("price-form", where_of(prices[-1]), "no time with any number of routes")
    yield from check_possible(case)
    least_s = min((min(proof.bound_s, int(case.end_s)) for proof in case.plan.proofs if proof.kind == "roads"), default=0)
    for one in prices:
        yield from check_price(one, least_s)
    for fewer, more in pairwise(prices):
        rising = fewer.clear_s is not None and (more.clear_s is None or more.clear_s > fewer.clear_s)
        if rising or more.bound_s > fewer.bound_s:
            text = f"{more.clear_s} s, bound {more.bound_s} s; with fewer routes {fewer.clear_s} s, bound {fewer.bound_s} s"
            yield finding("price-order", where_of(more), text)


def check_possible(case: Case) -> Iterator[Finding]:
    """Yield a finding for a number of routes said to be too small that cannot be so.

    It cannot where it has a time, gives each group a route of its own, or is more than a number that is not too small.
    """
    least = next((one.routes for one in case.plan.route_prices if one.possible), ANY_NUMBER) or len(case.scenario.groups)
    for one in case.plan.route_prices:
        enough = one.routes == ANY_NUMBER or one.routes >= min(least, len(case.scenario.groups))
        if not one.possible and (enough or one.clear_s is not None):
            yield finding("price-form", where_of(one), "said to be too few for all assembly points, which cannot be")


def check_price(one: RoutePrice, least_s: int) -> Iterator[Finding]:
    """Yield what is wrong with one price. least_s: proven for any number of routes."""
    if len(one.names) > one.routes or (one.names and one.clear_s is None) or not all(one.names):
        yield finding("price-form", where_of(one), f"{len(one.names)} routes named, {one.names[:3]}")
    elif one.routes and one.clear_s is not None and not one.names:
        yield finding("price-form", where_of(one), "a time without its routes")
    if one.bound_s < least_s:
        yield finding("price-bound", where_of(one), f"bound {one.bound_s} s, the roads prove {least_s} s")
    if one.clear_s is not None and one.clear_s < one.bound_s:
        yield finding("price-bound", where_of(one), f"out after {one.clear_s} s, bound {one.bound_s} s")


def where_of(one: RoutePrice) -> str:
    """Return the place of a price in the plan."""
    return f"price of {one.routes or 'any number of'} route{'' if one.routes == 1 else 's'}"
