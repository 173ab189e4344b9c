"""The first page: go or no go, which corridor, when is everybody out, what binds, who is left, how sure."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.agreement.hours import within_hours
from safeconduct.brief.changed import changed_facts
from safeconduct.brief.document import Fact
from safeconduct.brief.letters import letter_routes, used_routes
from safeconduct.brief.prices import matters, price_text
from safeconduct.brief.summary import binding_proof, binding_text, bound_text, left_text, out_text, route_text, sure_text
from safeconduct.brief.texts import amount_text, count_text, first_capital, headcount_text, people_text
from safeconduct.brief.times import date_text, span_text
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario

MOST_REASONS, MOST_ROUTES, MOST_SPANS, MOST_VIA = 4, 4, 3, 2


def decision_word(plan: Plan) -> str:
    """Return "GO" or "NO GO"."""
    return "GO" if plan.go.go else "NO GO"


def decision_reasons(plan: Plan) -> tuple[str, ...]:
    """Return the first reasons and how many more stand in annex D; the reserve under which it is a go otherwise."""
    if plan.go.go:
        return ("As far as the terms on file go. Nothing in this plan replaces the decision of the people responsible.",)
    reasons = plan.go.reasons or ("The plan gives no reason.",)
    more = len(reasons) - MOST_REASONS
    return reasons[:MOST_REASONS] + ((f"And {amount_text(more, 'more reason')}, see annex D.",) if more > 0 else ())


def decision_facts(plan: Plan, scenario: Scenario) -> tuple[Fact, ...]:
    """Return the answers of the first page, in the order in which they are asked."""
    return (
        *changed_facts(plan),
        _corridor(plan),
        _window(plan, scenario),
        _out(plan),
        Fact("What binds", binding_text(plan), _binding_details(plan)),
        _people(plan),
        _sure(plan, scenario),
    )


def _corridor(plan: Plan) -> Fact:
    letters = letter_routes(plan)
    routes = used_routes(plan)
    details = [route_text(route, letters[route.id], most_via=MOST_VIA) for route in routes[:MOST_ROUTES]]
    if len(routes) > MOST_ROUTES:
        details.append(f"and {amount_text(len(routes) - MOST_ROUTES, 'more route')}, see annex A")
    why = plan.chosen_option.why
    return Fact("Corridor", f"The {plan.chosen} option. {why}".strip(), tuple(details))


def _window(plan: Plan, scenario: Scenario) -> Fact:
    """Return when people may move: the spans common to all exits' rules, each exit apart where they differ."""
    within = within_hours(scenario)
    bound = replace(scenario, windows=within)
    by_exit = {one.id: bound.movement_spans(one.id) for one in scenario.exits}
    different = len(set(by_exit.values())) > 1
    lines: list[str] = []
    for exit_id, spans in by_exit.items():
        name = f"{scenario.get_exit(exit_id).name}: " if different else ""
        lines += [f"{name}{span_text(span.start, span.end, plan.zones)}" for span in spans]
        if not spans:
            lines.append(f"{name}no moment at which movement is allowed")
        if not different:
            break
    more = len(lines) - MOST_SPANS
    shown = lines[:MOST_SPANS] + ([f"and {amount_text(more, 'more span')}"] if more > 0 else [])
    said = amount_text(len(scenario.windows), "silence window") if scenario.windows else "No silence window on file"
    said += ", cut to the hours of the terms" if within != scenario.windows else ""
    return Fact("Window", shown[0] if shown else "none", (*shown[1:], f"{said}."))


def _out(plan: Plan) -> Fact:
    said = out_text(plan)
    proven = bound_text(plan)
    return Fact("Everybody out", first_capital(said), (f"Proven: {proven}",))


def _binding_details(plan: Plan) -> tuple[str, ...]:
    proof = binding_proof(plan)
    said: list[str] = []
    if proof is not None and proof.bottlenecks:
        listed = (f"{one.name} ({count_text(one.capacity_per_h)} {proof.unit}/h)" for one in proof.bottlenecks[:3])
        said.append("Bottleneck: " + "; ".join(listed) + ".")
    if matters(plan):
        said.append(f"Price of few routes: {price_text(plan)}")
    return tuple(said)


def _people(plan: Plan) -> Fact:
    reasons = [
        f"{one.group_id}: {people_text(one.people.total)}. {one.reason}" for one in plan.timetable.left if one.people.total
    ]
    shown = reasons[:3] + ([f"and {amount_text(len(reasons) - 3, 'more group')}, see annex C"] if len(reasons) > 3 else [])
    left = first_capital(left_text(plan))
    everybody = f"Of {people_text(plan.people.total)} in all ({headcount_text(plan.people)})."
    return Fact("Left behind", left, (everybody, *shown))


def _sure(plan: Plan, scenario: Scenario) -> Fact:
    looked = f"Incident data looked at as of {date_text(scenario.as_of)}; annexes E and F list assumptions, ages and sources."
    return Fact("How sure", first_capital(sure_text(plan)), (looked,))
