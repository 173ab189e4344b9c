"""Check a cut certificate in plain Python integers: one pass over the arcs, no solver.

The rule. A label per node says from which step on held-back people may be at that node. Who enters arc (u, v) at step t has left
it at step t + travel; the arc lets people across the cut when t is at least the label of u and t + travel is before the label of
v. So the cut's capacity is the sum over all arcs of what they offer at entry steps label[u] .. label[v] - travel - 1. If that is
less than what the held pockets hold, not all of them can be at an exit by step `horizon_steps`, whatever the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from safeconduct.clearance.arc_network import ArcNetwork, Windows
from safeconduct.model.plan import CutCertificate


def offered(first: int, last: int, capacity: int, spans: Sequence[tuple[int, int, int]] | None) -> int:
    """Return what an arc offers at entry steps `first` to `last`, both included, and 0 when last < first.

    spans: its windows, which then take the place of `capacity`; None: it has none.
    """
    if last < first:
        return 0
    if spans is None:
        return capacity * (last - first + 1)
    return sum(room * max(0, min(to, last + 1) - max(start, first)) for start, to, room in spans)


def cut_terms(net: ArcNetwork, labels: Sequence[int], windows: Windows | None = None) -> list[int]:
    """Return what each arc lets across the cut of the labels; the list has one integer per arc, in the order of the network."""
    timed = windows or {}
    columns = (net.tail.tolist(), net.head.tolist(), net.travel_steps.tolist(), net.capacity_per_step.tolist())
    return [
        offered(max(0, labels[u]), labels[v] - travel - 1, capacity, timed.get(arc))
        for arc, (u, v, travel, capacity) in enumerate(zip(*columns, strict=True))
    ]


def certificate_faults(
    net: ArcNetwork, supply: Mapping[int, int], exits: Iterable[int], certificate: CutCertificate, windows: Windows | None = None
) -> tuple[str, ...]:
    """Return why the certificate proves nothing; an empty tuple means it holds: not all can be out by its horizon.

    Checked: one label per node, each an integer in [0, horizon + 1]; held pockets distinct, with supply, labelled 0; exits
    labelled horizon + 1; demand and capacity as stated; demand above capacity. Never raises on a certificate of garbage values.
    """
    faults = shape_faults(net, supply, exits, certificate)
    if faults:
        return faults
    demand = sum(int(supply[node]) for node in certificate.held)
    capacity = sum(cut_terms(net, certificate.labels, windows))
    found = []
    if demand != certificate.demand:
        found.append(f"the held pockets hold {demand}, not {certificate.demand}")
    if capacity != certificate.capacity:
        found.append(f"the arcs let {capacity} across, not {certificate.capacity}")
    if capacity >= demand:
        found.append(f"the arcs let {capacity} across, so the {demand} held may all be out")
    return tuple(found)


def check_certificate(
    net: ArcNetwork, supply: Mapping[int, int], exits: Iterable[int], certificate: CutCertificate, windows: Windows | None = None
) -> bool:
    """Tell whether the certificate proves that not all can be out by its horizon; `certificate_faults` says why not."""
    return not certificate_faults(net, supply, exits, certificate, windows)


def shape_faults(
    net: ArcNetwork, supply: Mapping[int, int], exits: Iterable[int], certificate: CutCertificate
) -> tuple[str, ...]:
    """Return what is wrong with the certificate's own numbers, before any capacity is counted."""
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
    faults = [f"node {node} is held, but holds nobody" for node in held if supply.get(node, 0) <= 0]
    faults += [f"held pocket {node} must have label 0" for node in held if 0 <= node < net.nodes and labels[node] != 0]
    faults += [f"exit {node} must have label {horizon + 1}" for node in exits if labels[node] != horizon + 1]
    return tuple(faults)
