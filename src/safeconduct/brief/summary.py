"""The answer in a few plain lines: which corridor, when is everybody out, what binds, who is left, how sure."""

from __future__ import annotations

from datetime import timedelta

from safeconduct.brief.changed import changed_text
from safeconduct.brief.letters import ends_text, letter_routes, used_routes, via_text
from safeconduct.brief.prices import price_text
from safeconduct.brief.texts import (
    amount_text,
    and_text,
    count_text,
    distance_text,
    first_capital,
    headcount_text,
    people_text,
    percent_text,
    plain_text,
)
from safeconduct.brief.times import date_text, duration_text, moment_text
from safeconduct.model.plan import ExposureFacts, Plan, Proof, Route

MOST_LINES = 12
MOST_NAMED = 6
"""How many assembly points are named in one sentence; of more the first ones are, and the number of the others is told."""


def summary_lines(plan: Plan) -> tuple[str, ...]:
    """Return at most 12 lines of plain text for a terminal: go or not, corridor, clearance, what binds, who is left, how sure."""
    schematic = " (schematic, not surveyed)" if plan.schematic else ""
    lines = [f"{plan.scenario_name}{schematic}: {go_text(plan)}"]
    again = changed_text(plan)
    lines += [first_capital(again)] if again else []
    lines += _corridor_lines(plan, most=3 if again else 4)
    lines.append(" ".join(part for part in (f"Everybody out: {out_text(plan)}", priority_text(plan), aid_text(plan)) if part))
    lines.append(f"Proven: {bound_text(plan)}")
    lines.append(f"What binds: {binding_text(plan)}")
    if plan.route_prices:
        lines.append(f"Price of few routes: {price_text(plan)}")
    lines.append(f"Left behind: {left_text(plan)}")
    lines.append(f"How sure: {sure_text(plan)}")
    return tuple(plain_text(line) for line in lines[:MOST_LINES])


def go_text(plan: Plan) -> str:
    """Return "GO as far as the terms on file go", or "NO GO" with the first reason and how many more there are."""
    if plan.go.go:
        return "GO as far as the terms on file go; people decide."
    reasons = plan.go.reasons
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    return f"NO GO. {reasons[0]}{more}" if reasons else "NO GO."


def route_text(route: Route, letter: str, *, most_via: int = 3) -> str:
    """Return one line on a route: "A: Ilovaisk to Uspenka via …, 43.1 km, 1 h 5 min"."""
    via = via_text(route, most=most_via)
    named = f"{ends_text(route)} {via}".strip()
    return f"{letter}: {named}, {distance_text(route.length_m)}, {duration_text(route.travel_s)}"


def _corridor_lines(plan: Plan, *, most: int) -> list[str]:
    letters = letter_routes(plan)
    routes = used_routes(plan)
    lines = [f"Corridor: the {plan.chosen} option."]
    lines += [f"  {route_text(route, letters[route.id])}" for route in routes[:most]]
    if len(routes) > most:
        lines[-1] += f" (and {len(routes) - most} more)"
    return lines


def aid_text(plan: Plan) -> str:
    """Return how much aid comes in on the ways back ("" for none)."""
    brought = [run.aid_t for packet in plan.timetable.packets for run in packet.runs if run.aid_t]
    return f"Aid in: {sum(brought):g} t on {amount_text(len(brought), 'way')} back." if brought else ""


def out_text(plan: Plan) -> str:
    """Return when the last person is out by the timetable, or how many are left when the movement ends."""
    last = plan.timetable.last_out
    if plan.clear_s is not None:
        moment = plan.start + timedelta(seconds=plan.clear_s)
        return f"{moment_text(moment, plan.zones)}, {duration_text(plan.clear_s)} after the start."
    gone = count_text(plan.people.total - plan.left.total)
    if last is None:
        return f"nobody leaves by the end, {moment_text(plan.end, plan.zones)}."
    at = moment_text(last, plan.zones)
    return f"not everybody: {gone} of {people_text(plan.people.total)} are out, the last at {at}."


def priority_text(plan: Plan) -> str:
    """Return what the order of priority costs ("" where no group goes before another, or people are left)."""
    if plan.priority_s is None:
        return ""
    cost = duration_text(plan.priority_s) if plan.priority_s else "nothing"
    return f"The order of priority costs {cost} beside this plan without one."


NEAR = 0.99
"""Proofs whose bounds are so near to each other say the same for anybody who plans."""


def bound_text(plan: Plan) -> str:
    """Return what is proven beside the plan: nobody can be faster, or so many cannot be out by the end."""
    if plan.bound_s is None:
        if plan.least_left:
            return f"at least {people_text(plan.least_left)} cannot be out by the end, whatever the plan."
        return "not everybody can be out by the end, whatever the plan."
    moment = moment_text(plan.start + timedelta(seconds=plan.bound_s), plan.zones, with_date=False)
    said = f"nobody can have everybody out before {moment} ({duration_text(plan.bound_s)})"
    if plan.gap is None:
        return f"{said}."
    return f"{said}; this plan is {'equal to that bound' if plan.gap <= 0 else percent_text(plan.gap) + ' above it'}."


def binding_proof(plan: Plan) -> Proof | None:
    """Return the proof that binds: the one of most people left, then of the latest bound (None: no proof).

    Of those within a hundredth of the latest bound, one that names the places where more capacity would help.
    """
    strongest = max(plan.proofs, key=_strength, default=None)
    if strongest is None:
        return None
    near = [one for one in plan.proofs if one.least_left == strongest.least_left and one.bound_s >= NEAR * strongest.bound_s]
    return max((one for one in near if one.bottlenecks), key=_strength, default=strongest)


def _strength(proof: Proof) -> tuple[int, int]:
    return proof.least_left, proof.bound_s


def binding_text(plan: Plan) -> str:
    """Return the sentence of the proof that binds."""
    proof = binding_proof(plan)
    if proof is None:
        return "no proof on file."
    names = and_text(bottleneck.name for bottleneck in proof.bottlenecks[:3])
    return proof.sentence or (f"{names} ({proof.kind})." if names else f"the {proof.kind}.")


def left_text(plan: Plan) -> str:
    """Return how many are left when the movement ends, by class, with the groups, or "nobody by this timetable"."""
    left = plan.left
    if not left.total:
        return "nobody by this timetable."
    names = {route.group_id: route.way_points[0].name for option in plan.options for route in option.routes if route.way_points}
    groups = tuple(dict.fromkeys(names.get(one.group_id) or one.group_id for one in plan.timetable.left if one.people.total))
    if len(groups) > MOST_NAMED:
        groups = (*groups[: MOST_NAMED - 2], f"{len(groups) - MOST_NAMED + 2} more")
    return f"{people_text(left.total)} ({headcount_text(left)}) of {and_text(groups)}."


def sure_text(plan: Plan) -> str:
    """Return what the answer rests on: the incident data and their age, the number of assumptions and warnings."""
    facts = plan.exposure
    if not facts.incidents:
        data = "no recorded incident in the data, so exposure is unknown"
    else:
        until = f" until {date_text(facts.last_day)}" if facts.last_day is not None else ""
        data = f"{amount_text(facts.incidents, 'recorded incident')}{until}, {age_text(facts)}"
    assumed = amount_text(len(plan.assumptions), "assumption")
    warned = amount_text(len(plan.notices), "warning")
    return f"{data}; {assumed}; {warned} on the input."


def age_text(facts: ExposureFacts) -> str:
    """Return how old the newest incident used is, and whether the data count as old."""
    if facts.newest_age_days is None:
        return "of unknown age"
    return f"the newest {amount_text(facts.newest_age_days, 'day')} old{' (old data)' if facts.old else ''}"
