"""The shuttle as a flow of buses through places and moments, decided in whole numbers by CP-SAT: good where time has few steps.

Buses are alike once they have left their depot, so they are counted, not named: how many begin at a pickup, carry a load from a
pickup to an exit at a moment, or drive back empty. Any whole flow falls apart into tours, one per bus.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.convoy.shuttle_case import FAR, ShuttleCase
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_exact import Decision, solved
from safeconduct.convoy.shuttle_prices import Trips

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_ARCS, MOST_STEPS = 14_000, 100
Leg = tuple[int, int, int]
"""(pickup, exit, moment at which it begins)."""


class BusFlow:
    """The model for one end: numbers of buses on every leg that some bus can drive and still bring out a load."""

    def __init__(self, case: ShuttleCase, end: int, model: cp_model.CpModel) -> None:
        self._case, self._end, self._model = case, end, model
        self._buses = int(case.buses.sum())
        self._first: dict[tuple[int, int], cp_model.IntVar] = {}
        self._out: dict[Leg, cp_model.IntVar] = {}
        self._back: dict[Leg, cp_model.IntVar] = {}
        self._make_legs()
        self.fits = len(self._out) + len(self._back) <= MOST_ARCS
        if self.fits:
            self._conserve()
            self._carry()

    def _make_legs(self) -> None:
        """Make a variable for each leg, moment by moment."""
        case, end = self._case, self._end
        least = case.between[:, case.capacity > 0].min(axis=1).tolist()
        at_pickup, at_exit = [set[int]() for _ in range(end + 1)], [set[int]() for _ in range(end + 1)]
        waiting = [int(pickup) for pickup in np.flatnonzero(case.loads > 0)]
        for depot, buses in enumerate(case.buses.tolist()):
            for pickup in waiting if buses else ():
                there = int(case.first[depot, pickup])
                if there + least[pickup] <= end:
                    self._first[depot, pickup] = self._model.new_int_var(0, buses, "")
                    at_pickup[there].add(pickup)
        trip, loads, room = case.between.tolist(), case.loads.tolist(), case.capacity.tolist()
        for now in range(end + 1):
            if len(self._out) + len(self._back) > MOST_ARCS:
                break
            for pickup in sorted(at_pickup[now]):
                for leave, minutes in enumerate(trip[pickup]):
                    if room[leave] and now + minutes <= end:
                        most = min(loads[pickup], room[leave], self._buses)
                        self._out[pickup, leave, now] = self._model.new_int_var(0, most, "")
                        at_exit[now + minutes].add(leave)
            for leave in sorted(at_exit[now]):
                for pickup in waiting:
                    there = now + trip[pickup][leave]
                    if there + least[pickup] <= end:
                        self._back[pickup, leave, now] = self._model.new_int_var(0, self._buses, "")
                        at_pickup[there].add(pickup)

    def _conserve(self) -> None:
        """Let as many buses leave a pickup as come, and no more leave an exit."""
        change: dict[tuple[int, int], list[cp_model.LinearExprT]] = defaultdict(list)
        pickups = len(self._case.loads)
        for (depot, pickup), number in self._first.items():
            change[pickup, int(self._case.first[depot, pickup])].append(number)
        for (pickup, leave, now), number in self._out.items():
            change[pickup, now].append(-number)
            change[pickups + leave, now + int(self._case.between[pickup, leave])].append(number)
        for (pickup, leave, now), number in self._back.items():
            change[pickups + leave, now].append(-number)
            change[pickup, now + int(self._case.between[pickup, leave])].append(number)
        for (place, _), terms in change.items():
            self._model.add(sum(terms) == 0) if place < pickups else self._model.add(sum(terms) >= 0)

    def _carry(self) -> None:
        """Carry every load, within the buses and the room."""
        case = self._case
        for pickup, loads in enumerate(case.loads.tolist()):
            self._model.add(sum(number for leg, number in self._out.items() if leg[0] == pickup) == loads)
        for leave, room in enumerate(case.capacity.tolist()):
            self._model.add(sum(number for leg, number in self._out.items() if leg[1] == leave) <= room)
        for depot, buses in enumerate(case.buses.tolist()):
            self._model.add(sum(number for leg, number in self._first.items() if leg[0] == depot) <= buses)

    def tours(self, solver: cp_model.CpSolver) -> list[tuple[int, Trips]]:
        """Return the tours that a solution falls apart into."""
        out = {leg: count for leg, number in self._out.items() if (count := solver.value(number))}
        back = {leg: count for leg, number in self._back.items() if (count := solver.value(number))}
        found = []
        for (depot, start), number in self._first.items():
            for _ in range(solver.value(number)):
                trips, pickup, now = [], start, int(self._case.first[depot, start])
                while True:
                    leg = taken(out, 0, pickup, now)
                    if leg is None:
                        break
                    now += int(self._case.between[leg[0], leg[1]])
                    trips.append((leg[0], leg[1]))
                    returned = taken(back, 1, leg[1], now)
                    if returned is None:
                        break
                    pickup, now = returned[0], now + int(self._case.between[returned[0], returned[1]])
                found.append((depot, tuple(trips)))
        return found


def taken(legs: dict[Leg, int], end: int, place: int, now: int) -> Leg | None:
    """Take one bus off a leg that begins at a place and moment; end: 0 for a leg from a pickup, 1 from an exit."""
    for leg, count in legs.items():
        if leg[end] == place and leg[2] == now:
            if count == 1:
                del legs[leg]
            else:
                legs[leg] = count - 1
            return leg
    return None


def decide_by_flow(case: ShuttleCase, end: int, units: float, effort: Effort, seed: int) -> Decision:
    """Decide whether the shuttle can end by then; not known when the model is too large, has ways of no time, or takes long."""
    if int(case.between.min()) == 0 or int(case.between.max()) >= FAR or end > MOST_STEPS:
        return Decision(possible=None)
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    flow = BusFlow(case, end, model)
    if not flow.fits:
        return Decision(possible=None)
    status, solver = solved(model, units, effort, seed, linear=1)
    if status in {"OPTIMAL", "FEASIBLE"}:
        return Decision(possible=True, driven=tuple(flow.tours(solver)))
    return Decision(possible=False if status == "INFEASIBLE" else None)
