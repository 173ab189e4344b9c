"""One plain, neutral sentence for each route and option: why this one, with its figures."""

from __future__ import annotations

from safeconduct.model.plan import Route

NO_INCIDENTS = "No incidents on file: safest, balanced and fastest are the same way"


CAUSES = {
    "limit:weight": "a posted weight limit",
    "limit:width": "a posted width limit",
    "limit:height": "a posted height limit",
}
"""How the causes that are no closure or window of the scenario are named; the others go by their ids."""


def cause_list(causes: set[str]) -> str:
    """Return what shuts a way, in order, for a sentence."""
    return ", ".join(CAUSES.get(cause, cause) for cause in sorted(causes))


def duration(seconds: int) -> str:
    """Return a duration in minutes, from three hours on in hours and minutes; rounded up to a minute."""
    minutes = -(-seconds // 60)
    return f"{minutes} min" if minutes < 180 else f"{minutes // 60} h {minutes % 60:02d} min"


def distance(length_m: float) -> str:
    """Return a length in kilometres, with one decimal below 10 km."""
    km = length_m / 1000
    return f"{km:.1f} km" if km < 9.95 else f"{km:.0f} km"


def figures(route: Route) -> str:
    """Return time and length of a route."""
    return f"{duration(route.travel_s)} over {distance(route.length_m)}"


def exposure_against(route: Route, other: Route, *, name: str) -> str:
    """Return how a route's exposure compares with another route's; "" when neither has any."""
    if not route.exposure:
        return f"no exposure on file, as {name}" if not other.exposure else f"no exposure on file, unlike {name}"
    if not other.exposure:
        return f"exposed, where {name} has no exposure on file"
    ratio = route.exposure / other.exposure
    if abs(ratio - 1) < 0.005:
        return f"the same exposure as {name}"
    digits = 2 if ratio < 1.995 else 1 if ratio < 9.95 else 0
    return f"{ratio:.{digits}f} times the exposure of {name}"


def longer_by(route: Route, other: Route, *, name: str) -> str:
    """Return how much more time a route takes than another."""
    more_s = route.travel_s - other.travel_s
    if more_s == 0:
        return f"as fast as {name}"
    word = "slower" if more_s > 0 else "faster"
    return f"{duration(abs(more_s))} {word} than {name}"


def why_first(label: str, route: Route, *, safest: Route, fastest: Route, incidents: bool, exact: bool) -> str:
    """Return why an option takes this way first."""
    if not route.arcs:
        return "The assembly point lies at the exit: no driving."
    if not incidents:
        return f"{NO_INCIDENTS}: shortest time, {figures(route)}."
    if safest.arcs == fastest.arcs:
        return f"Shortest time and least exposure at once: {figures(route)}."
    doubt = "" if exact else " Exposure was compared coarsely, as the exact search was too large."
    if label == "fastest":
        return f"Shortest time: {figures(route)}; {exposure_against(route, safest, name='the safest way')}.{doubt}"
    if label == "safest":
        slower = longer_by(route, fastest, name="the fastest way")
        against = exposure_against(route, fastest, name="it")
        return f"Least exposure: {figures(route)}; {slower}, with {against}.{doubt}"
    if route.arcs in {fastest.arcs, safest.arcs}:
        name = "fastest" if route.arcs == fastest.arcs else "safest"
        return f"No better compromise than the {name} way itself: {figures(route)}.{doubt}"
    slower = longer_by(route, fastest, name="the fastest way")
    against = exposure_against(route, safest, name="the safest way")
    return f"Between the two: {figures(route)}; {slower}, with {against}.{doubt}"


def why_alternate(route: Route, first: Route, *, for_beds: bool = False) -> str:
    """Return what an alternate offers against the first route of its assembly point; for_beds: it is there for the beds alone."""
    against = exposure_against(route, first, name="the first route") if route.exposure or first.exposure else ""
    share = f"{round(route.overlap * 100)} % of its length"
    shared = f"shares {share} with the first route" if for_beds else f"{share} on the same roads"
    kind = "Alternate" if route.exit_id == first.exit_id else f"Another exit ({route.exit_id})"
    kind += ", needed because the beds of the others are too few" if for_beds else ""
    slower = longer_by(route, first, name="the first route")
    return f"{kind}: {figures(route)}; {slower}, {shared}{', ' + against if against else ''}."


def why_option(label: str, *, incidents: bool, same: bool) -> str:
    """Return what an option stands for."""
    if not incidents:
        return f"{NO_INCIDENTS}."
    if same:
        return "The fastest ways are also the least exposed: safest, balanced and fastest are the same."
    return {
        "safest": "Each assembly point leaves by the way of least exposure that takes at most three times the shortest time.",
        "balanced": "Each assembly point leaves by the best compromise between the safest and the fastest way.",
        "fastest": "Each assembly point leaves by the way of shortest time.",
    }[label]
