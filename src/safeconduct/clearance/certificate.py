"""Check a cut certificate in plain Python integers: one pass over the arcs, no solver.

The rule. A label per node says from which step on held-back people may be at that node. Who enters arc (u, v) at step t has left
it at step t + travel; the arc lets people across the cut when t is at least the label of u and t + travel is before the label of
v. So the cut's capacity is the sum over all arcs of what they offer at entry steps label[u] .. label[v] - travel - 1. A limited
exit takes held-back people in at the steps label[exit] .. horizon, at most its rate in each and its beds in all. If that
sum is less than what the held pockets hold, not all of them can be out by step `horizon_steps`, whatever the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from safeconduct.clearance.arc_network import FOREVER, NO_LIMITS, ArcNetwork, ExitLimits, Windows
from safeconduct.model.plan import CutCertificate


def offered(first: int, last: int, capacity: int, spans: Sequence[tuple[int, int, int]] | None) -> int:
    """Return what an arc offers at entry steps `first` to `last`, both included, and 0 when last < first.

    spans: its windows, which then take the place of `capacity`; None: it has none. A window to FOREVER never ends.
    """
    if last < first:
        return 0
    if spans is None:
        return capacity * (last - first + 1)
    after = last + 1
    return sum(room * max(0, (after if to >= FOREVER else min(to, after)) - max(first, start)) for start, to, room in spans)


def cut_terms(net: ArcNetwork, labels: Sequence[int], windows: Windows | None = None) -> list[int]:
    """Return what each arc lets across the cut of the labels; the list has one integer per arc, in the order of the network.

    labels: plain integers, one per node; one below 0 counts as 0 where people enter.
    """
    begin = [max(0, label) for label in labels]
    columns = (net.tail.tolist(), net.head.tolist(), net.travel_steps.tolist(), net.capacity_per_step.tolist())
    terms = [
        steps * capacity if (steps := labels[v] - travel - begin[u]) > 0 else 0
        for u, v, travel, capacity in zip(*columns, strict=True)
    ]
    for arc, spans in (windows or {}).items():
        u, v, travel = columns[0][arc], columns[1][arc], columns[2][arc]
        terms[arc] = offered(begin[u], labels[v] - travel - 1, 0, spans)
    return terms


def exit_terms(limits: ExitLimits, horizon: int, labels: Sequence[int], exits: Iterable[int]) -> list[int]:
    """Return how many held-back people each exit can take in by the horizon, one integer per exit, in the order given.

    min(rate x (horizon + 1 - label), beds), a limit that an exit does not have left out; 0 at label horizon + 1, where nobody is
    held back, and for exits without any limit, which must have that label.
    """
    terms = []
    for node in exits:
        steps = horizon + 1 - max(0, labels[node])
        rate, beds = limits.rate.get(node), limits.beds.get(node)
        taken = [limit for limit in (None if rate is None else int(rate) * steps, beds) if limit is not None]
        terms.append(int(min(taken)) if taken and steps > 0 else 0)
    return terms


def certificate_faults(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    certificate: CutCertificate | None,
    windows: Windows | None = None,
    *,
    limits: ExitLimits = NO_LIMITS,
) -> tuple[str, ...]:
    """Return why the certificate proves nothing; an empty tuple means it holds: not all can be out by its horizon.

    Checked: one label per node, each an integer in [0, horizon + 1]; held pockets distinct, with supply, labelled 0; exits
    without limits labelled horizon + 1; demand and capacity (of arcs and limited exits) as stated; demand above capacity. The
    network and what belongs to it must be usable (see `checked_supply` and its like); a certificate of garbage never raises.
    """
    if not isinstance(certificate, CutCertificate):
        return ("there is no certificate",)
    goals = tuple(dict.fromkeys(exits))
    faults = shape_faults(net, supply, goals, certificate, limits)
    if faults:
        return faults
    horizon, labels = certificate.horizon_steps, certificate.labels
    demand = sum(int(supply[node]) for node in certificate.held)
    capacity = sum(cut_terms(net, labels, windows)) + sum(exit_terms(limits, horizon, labels, goals))
    found = []
    if demand != certificate.demand:
        found.append(f"the held pockets hold {demand}, not {certificate.demand}")
    if capacity != certificate.capacity:
        found.append(f"arcs and exits let {capacity} across, not {certificate.capacity}")
    if capacity >= demand:
        found.append(f"arcs and exits let {capacity} across, so the {demand} held may all be out")
    return tuple(found)


def check_certificate(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    certificate: CutCertificate | None,
    windows: Windows | None = None,
    *,
    limits: ExitLimits = NO_LIMITS,
) -> bool:
    """Tell whether the certificate proves that not all can be out by its horizon; `certificate_faults` says why not."""
    return not certificate_faults(net, supply, exits, certificate, windows, limits=limits)


def shape_faults(
    net: ArcNetwork, supply: Mapping[int, int], exits: Sequence[int], certificate: CutCertificate, limits: ExitLimits
) -> tuple[str, ...]:
    """Return what is wrong with the certificate's own numbers, before any capacity is counted."""
    if not all(isinstance(numbers, (tuple, list)) for numbers in (certificate.labels, certificate.held)):
        return ("labels and held pockets must be lists of integers",)
    horizon, labels, held = certificate.horizon_steps, certificate.labels, certificate.held
    numbers = (horizon, certificate.demand, certificate.capacity, *labels, *held)
    if not all(type(number) is int for number in numbers):
        return ("every number must be an integer",)
    if horizon < 0:
        return (f"the horizon {horizon} is negative",)
    if len(labels) != net.nodes:
        return (f"{len(labels)} labels for {net.nodes} nodes",)
    if labels and not (min(labels) >= 0 and max(labels) <= horizon + 1):
        return (f"a label lies outside 0 .. {horizon + 1}",)
    if not held or len(set(held)) != len(held):
        return ("the held pockets must be named, each once",)
    limited = limits.nodes
    free = [node for node in exits if node not in limited]
    faults = [f"node {node} is held, but holds nobody" for node in held if supply.get(node, 0) <= 0]
    faults += [f"held pocket {node} must have label 0" for node in held if 0 <= node < net.nodes and labels[node] != 0]
    faults += [f"exit {node} must have label {horizon + 1}" for node in free if labels[node] != horizon + 1]
    return tuple(faults)
