"""Exits with a rate or a bed total as roads: a limited exit is a place like others, with one road more that leads out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from safeconduct.clearance.arc_network import ArcNetwork, ExitLimits, Windows
from safeconduct.clearance.certificate import cut_terms, exit_terms
from safeconduct.clearance.result import ClearanceResult, Schedule
from safeconduct.model.plan import CutCertificate


@dataclass(frozen=True, slots=True, eq=False)
class OpenedNetwork:
    """A network in which every exit is without limits: limited ones have a road of their own to a new node, the exit.

    given, exits, limits: the question as asked, `given` with n nodes and m arcs. net: with node n + i and arc m + i for the i-th
    limited exit; the arc lets in the exit's rate and takes no time. goals: exits of `net`. beds: exit of `net` -> units in all,
    less than there are.
    """

    given: ArcNetwork
    exits: tuple[int, ...]
    limits: ExitLimits
    net: ArcNetwork
    goals: tuple[int, ...]
    beds: Mapping[int, int]

    def certificate(self, cut: CutCertificate | None, supply: Mapping[int, int], windows: Windows) -> CutCertificate | None:
        """Return a cut of `net` as a cut of the network as given, its capacity counted there."""
        if cut is None:
            return None
        labels = cut.labels[: self.given.nodes]
        capacity = sum(cut_terms(self.given, labels, windows))
        capacity += sum(exit_terms(self.limits, cut.horizon_steps, labels, self.exits))
        return replace(cut, labels=labels, demand=sum(supply[node] for node in cut.held), capacity=capacity)

    def schedule(self, found: Schedule | None) -> Schedule | None:
        """Return a schedule of `net` as movements of the network as given; who is at an exit already has none."""
        if found is None:
            return None
        streams = []
        for stream in found.streams:
            count = sum(arc < self.given.arcs for arc in stream.path)
            if count:
                streams.append(replace(stream, path=stream.path[:count], departures=stream.departures[:count]))
        return Schedule(streams)

    def result(self, found: ClearanceResult, supply: Mapping[int, int], windows: Windows) -> ClearanceResult:
        """Return a result for `net` as one for the network as given."""
        find = found.find_schedule
        return replace(
            found,
            certificate=self.certificate(found.certificate, supply, windows),
            find_schedule=None if find is None else lambda: self.schedule(find()),
        )


def opened(net: ArcNetwork, exits: tuple[int, ...], limits: ExitLimits, most: int) -> OpenedNetwork:
    """Return the network with its limited exits as roads; all must be checked. most: all units there are."""
    limited = [node for node in exits if node in limits.nodes]
    new = np.arange(net.nodes, net.nodes + len(limited))
    rates = [min(limits.rate.get(node, most), limits.beds.get(node, most), most) for node in limited]
    wide = ArcNetwork(
        np.append(net.tail, np.array(limited, np.int64)),
        np.append(net.head, new),
        np.append(net.travel_steps, np.zeros_like(new)),
        np.append(net.capacity_per_step, np.array(rates, np.int64)),
        net.nodes + len(limited),
    )
    goals = tuple(node for node in exits if node not in limits.nodes) + tuple(new.tolist())
    room = [limits.beds.get(node, most) for node in limited]
    beds = {int(node): amount for node, amount in zip(new.tolist(), room, strict=True) if amount < most}
    return OpenedNetwork(net, exits, limits, wide, goals, beds)
