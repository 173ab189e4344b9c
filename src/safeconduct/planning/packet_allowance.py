"""How far packets may outrun a steady flow, so that a bound on flows is a bound on packets.

A packet of n vehicles is taken as a steady stream into each of its roads, from its first vehicle on, as long as the packet itself
takes up, (n - 1) gaps and a headway. It leaves a road as it entered, is never faster than the convoy's rate, and has passed when
the packet is clear; two packets follow each other on a road no sooner than the earlier one takes up there, so their streams do
not meet. Two things remain that a steady flow could not do, both of at most a packet:

* on a road with less capacity than the convoy's rate the stream is denser than the road's capacity, and a pause follows: over
  any time at most `burst` parts more than capacity times time;
* on a road that closes, the stream's tail enters up to a headway after the last vehicle, at the road's capacity.

The sum over the roads of a cut is its allowance. A cut proves something about packets when the demand exceeds capacity and
allowance together.
"""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.model.plan import CutCertificate
from safeconduct.model.settings import Settings
from safeconduct.planning.clearance_problem import ClearanceProblem, convoy_rate_vph, packet_length_s


def allowance_parts(problem: ClearanceProblem, terms: Sequence[int], cut: CutCertificate, settings: Settings, people: int) -> int:
    """Return what packets may bring across a cut beyond its capacity, in parts.

    terms: what each arc lets across. people: the unit's factor, 1 for vehicles, the most people in a vehicle for people.
    """
    allowed = 0
    for arc, term in enumerate(terms[: problem.road_arcs]):
        if term <= 0:
            continue
        capacity = int(problem.net.capacity_per_step[arc])
        if capacity < convoy_rate_vph(settings) * people:
            full = settings.packet_size * people * problem.parts_per_unit
            allowed += max(0, full - capacity * packet_length_s(settings) // settings.step_s)
        spans = problem.windows.get(arc, ())
        first, last = cut.labels[int(problem.net.tail[arc])], cut.labels[int(problem.net.head[arc])]
        closings = sum(1 for span in spans if span[1] > first and span[0] < last)
        allowed += closings * capacity * -(-settings.packet_headway_s // settings.step_s)
    return allowed
