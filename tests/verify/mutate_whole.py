"""Corruptions of the plan as a whole and of its options."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from random import Random

from safeconduct.model.people import Headcount
from safeconduct.model.plan import GoNoGo, Option, Plan
from verify.mutation_base import Sample, mutation, nudge, pick_route, with_option


@mutation
def other_schema(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, schema_version=rng.choice(["0.9", "2.0", "", "1"]))


@mutation
def other_input(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.input_hash))
    text = sample.plan.input_hash
    return replace(sample.plan, input_hash=text[:place] + "x" + text[place + 1 :])


@mutation
def other_name(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, scenario_name=sample.plan.scenario_name + rng.choice("ab "))


@mutation
def other_people(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, people=sample.plan.people + Headcount(*rng.choice([(1, 0, 0), (0, 1, 0), (0, 0, 1)])))


@mutation
def other_frame(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    changed: list[Plan] = [
        replace(plan, zones=("UTC", *plan.zones)),
        replace(plan, schematic=not plan.schematic),
        replace(plan, attribution=plan.attribution + "!"),
        replace(plan, max_routes=plan.max_routes + 1),
        replace(plan, summary=()),
        replace(plan, assumptions=("  ",)),
    ]
    return rng.choice(changed)


@mutation
def other_movement(sample: Sample, rng: Random) -> Plan:
    by = timedelta(seconds=nudge(rng, 7200))
    return (
        replace(sample.plan, start=sample.plan.start + by)
        if rng.random() < 0.5
        else replace(sample.plan, end=sample.plan.end + by)
    )


@mutation
def go_flipped(sample: Sample, rng: Random) -> Plan:
    go = sample.plan.go
    if go.go and rng.random() < 0.5:
        return replace(sample.plan, go=GoNoGo(go=False, reasons=("not today",)))
    return replace(sample.plan, go=GoNoGo(go=not go.go))


@mutation
def option_lost(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    options = list(plan.options)
    choice = rng.randrange(4)
    if choice == 0:
        options.pop(rng.randrange(3))
    elif choice == 1:
        rng.shuffle(options)
        if tuple(options) == plan.options:
            options.reverse()
    elif choice == 2:
        options[rng.randrange(3)] = options[0]
        if tuple(options) == plan.options:
            options[2] = options[1]
    else:
        return replace(plan, chosen=rng.choice(["quickest", "", plan.chosen.upper()]))
    return replace(plan, options=tuple(options))


@mutation
def other_choice(sample: Sample, rng: Random) -> Plan:
    return replace(
        sample.plan, chosen=rng.choice([option.label for option in sample.plan.options if option.label != sample.plan.chosen])
    )


@mutation
def option_figures(sample: Sample, rng: Random) -> Plan:
    label = rng.randrange(3)
    option = sample.plan.options[label]
    changed: list[Option] = [
        replace(option, person_exposure=option.person_exposure * 1.01 + 1),
        replace(option, longest_s=option.longest_s + nudge(rng)),
        replace(option, clear_s=1, left=0) if sample.plan.bound_s != 0 else replace(option, left=10**9),
        replace(option, left=sample.scenario.people.total + rng.randint(1, 9)),
        replace(option, clear_s=10**6, left=5),
    ]
    return with_option(sample.plan, label, rng.choice(changed[:2] + changed[3:] if sample.plan.bound_s is None else changed))


@mutation
def routes_of_a_group_lost(sample: Sample, rng: Random) -> Plan | None:
    label = rng.randrange(3)
    option = sample.plan.options[label]
    group = rng.choice([group.id for group in sample.scenario.groups])
    kept = tuple(route for route in option.routes if route.group_id != group)
    return with_option(sample.plan, label, replace(option, routes=kept)) if kept != option.routes else None


@mutation
def too_many_routes(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng)
    if picked is None:
        return None
    label, place, route = picked
    option = sample.plan.options[label]
    more = tuple(replace(route, id=f"{route.id}-{number}") for number in range(sample.scenario.settings.routes))
    return with_option(
        sample.plan, label, replace(option, routes=(*option.routes[: place + 1], *more, *option.routes[place + 1 :]))
    )


@mutation
def safest_is_not(sample: Sample, rng: Random) -> Plan | None:
    option = sample.plan.options[0]
    if not option.routes:
        return None
    route = option.routes[0]
    other = sample.plan.options[2].routes[0]
    raised = replace(route, exposure=other.exposure * 2 + 1)
    people = sample.scenario.get_group(route.group_id).people.total
    if not people or route.group_id != other.group_id:
        return None
    total = option.person_exposure + people * (raised.exposure - route.exposure)
    return with_option(sample.plan, 0, replace(option, routes=(raised, *option.routes[1:]), person_exposure=total))


@mutation
def garbage(sample: Sample, rng: Random) -> Plan:
    """Put a value of a type that stands nowhere in a plan in the place of any value in the tree."""
    changed = spoiled(sample.plan, rng)
    assert isinstance(changed, Plan)
    return changed


def spoiled(value: object, rng: Random) -> object:
    """Return the value with one part of it, at any depth, replaced by garbage."""
    names = [field.name for field in fields(value)] if is_dataclass(value) else []
    if names and not isinstance(value, type) and (isinstance(value, Plan) or rng.random() < 0.85):
        name = rng.choice(names)
        return replace(value, **{name: spoiled(getattr(value, name), rng)})  # type: ignore[type-var]
    if type(value) is tuple and value and rng.random() < 0.9:
        place = rng.randrange(len(value))
        return (*value[:place], spoiled(value[place], rng), *value[place + 1 :])
    return rng.choice([{"a": 1}, float("nan"), b"junk", 10**40, object, [1, 2]])
