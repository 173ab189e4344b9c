"""Replay a schedule in plain Python integers: every unit's way, every arc at every step, every exit; no solver, no arrays.

A stream (one movement repeated step after step) is not taken apart. It raises the load of each of its arcs at one step and lowers
it at another, so the work grows with the streams' paths and not with the time they last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice

from safeconduct.clearance.arc_network import FOREVER, NO_LIMITS, ArcNetwork, ExitLimits, Windows, listed
from safeconduct.clearance.result import Movement, Schedule, Stream

MOST_FAULTS = 20
"""Faults that are told at most."""


def schedule_faults(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    schedule: Iterable[Movement | Stream] | None,
    *,
    windows: Windows | None = None,
    limits: ExitLimits = NO_LIMITS,
    steps: int | None = None,
) -> tuple[str, ...]:
    """Return why the schedule does not bring everybody out; an empty tuple means that it does, with the last out at `steps`.

    schedule: a `Schedule`, or movements and streams in any order; None is a fault. Checked: each path is connected, from a pocket
    to an exit, and ends at the first exit without limits on it; each arc is entered when the one before has been left, the
    first not before step 0; all supply is moved, no more and no less, but for what waits at an exit from the start; no arc
    takes more than its capacity or its windows at any step; no exit takes in more than its beds, and each takes in what comes at
    its rate, those who come sooner first; with `steps`, the last is out at that step and not at another.

    At most MOST_FAULTS are returned. The network and what belongs to it must be usable; a schedule of garbage never raises.
    """
    streams = listed_streams(schedule)
    if streams is None:
        return ("a schedule is a sequence of movements (path, departures, amount)",)
    replay = Replay(net, supply, exits, limits)
    faults = list(islice(chain.from_iterable(replay.way_faults(stream) for stream in streams), MOST_FAULTS))
    if not faults:
        found = (replay.supply_faults(streams), replay.room_faults(streams, windows), replay.exit_faults(streams, steps))
        faults = list(islice(chain.from_iterable(found), MOST_FAULTS))
    return tuple(faults)


def check_schedule(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    schedule: Iterable[Movement | Stream] | None,
    *,
    windows: Windows | None = None,
    limits: ExitLimits = NO_LIMITS,
    steps: int | None = None,
) -> bool:
    """Tell whether the schedule brings everybody out (the last at `steps`, if given); `schedule_faults` says why not."""
    return not schedule_faults(net, supply, exits, schedule, windows=windows, limits=limits, steps=steps)


def last_out_step(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    schedule: Iterable[Movement | Stream],
    *,
    limits: ExitLimits = NO_LIMITS,
) -> int | None:
    """Return the step at which a schedule without faults has the last unit out: 0 when nobody moves, None for a rate of 0."""
    taken = Replay(net, supply, exits, limits).taken_in(listed_streams(schedule) or ())
    ends = [last for _all, last, _weighted in taken.values()]
    return None if None in ends else max((last for last in ends if last is not None), default=0)


def mean_out_step(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    schedule: Iterable[Movement | Stream],
    *,
    limits: ExitLimits = NO_LIMITS,
) -> Fraction | None:
    """Return the mean over all supply of the step at which a unit is out, for a schedule without faults; exact.

    Who waits at an exit without limits from the start counts with step 0, who queues at a limited one with the step when taken
    in. 0 without supply; None when a rate of 0 keeps somebody waiting for ever.
    """
    taken = Replay(net, supply, exits, limits).taken_in(listed_streams(schedule) or ())
    if any(last is None for _all, last, _weighted in taken.values()):
        return None
    return Fraction(sum(weighted for _all, _last, weighted in taken.values()), max(1, sum(map(int, supply.values()))))


class Replay:
    """The network of a schedule as plain integers, and what is checked on it; streams must have passed `way_faults` first."""

    def __init__(self, net: ArcNetwork, supply: Mapping[int, int], exits: Iterable[int], limits: ExitLimits) -> None:
        self.tail, self.head = net.tail.tolist(), net.head.tolist()
        self.travel, self.capacity = net.travel_steps.tolist(), net.capacity_per_step.tolist()
        self.supply = {int(node): int(amount) for node, amount in supply.items() if amount > 0}
        self.exits = tuple(dict.fromkeys(exits))
        self.limits = limits
        self.free = frozenset(self.exits) - limits.nodes

    def way_faults(self, stream: Stream) -> Iterator[str]:
        """Yield what is wrong with one stream's own way and times."""
        path, departures = stream.path, stream.departures
        name = f"movement {path[:3]}{'...' if len(path) > 3 else ''} at {departures[:1]}"
        if not all(type(number) is int for number in (*path, *departures, stream.amount, stream.repeats)):
            yield f"{name}: every number must be an integer"
        elif not path or len(departures) != len(path):
            yield f"{name}: {len(departures)} departures for {len(path)} arcs"
        elif min(path) < 0 or max(path) >= len(self.tail):
            yield f"{name}: there is no such arc"
        elif stream.amount < 1 or stream.repeats < 1:
            yield f"{name}: {stream.amount} units, {stream.repeats} times"
        elif departures[0] < 0:
            yield f"{name}: departs before step 0"
        else:
            yield from self._path_faults(stream, name)

    def _path_faults(self, stream: Stream, name: str) -> Iterator[str]:
        """Yield where a path breaks, is too quick, or begins, ends or goes on at a wrong node."""
        path, departures = stream.path, stream.departures
        start, end = self.tail[path[0]], self.head[path[-1]]
        if start not in self.supply or start in self.free:
            yield f"{name}: nobody has to leave node {start}"
        for before, arc, step, then in zip(path, path[1:], departures, departures[1:], strict=False):
            if self.head[before] != self.tail[arc]:
                yield f"{name}: arc {arc} does not begin where arc {before} ends"
            elif then < step + self.travel[before]:
                yield f"{name}: arc {arc} is entered at step {then}, arc {before} left at step {step + self.travel[before]}"
            if self.head[before] in self.free:
                yield f"{name}: goes on from node {self.head[before]}, where people are out"
        if end not in self.exits:
            yield f"{name}: ends at node {end}, which is no exit"

    def supply_faults(self, streams: Sequence[Stream]) -> Iterator[str]:
        """Yield pockets from which more or fewer leave than wait there."""
        moved = self._moved(streams)
        for node, amount in self.supply.items():
            may_stay = node in self.exits
            if moved[node] > amount or (moved[node] < amount and not may_stay):
                yield f"node {node} holds {amount}, but {moved[node]} leave it"

    def room_faults(self, streams: Sequence[Stream], windows: Windows | None) -> Iterator[str]:
        """Yield arcs that take in more than they can, each with the first such step."""
        entries: dict[int, list[tuple[int, int, int]]] = {}
        for stream in streams:
            amount, repeats = stream.amount, stream.repeats
            for arc, step in zip(stream.path, stream.departures, strict=True):
                entries.setdefault(arc, []).append((step, step + repeats, amount))
        for arc, entered in sorted(entries.items()):
            spans = None if windows is None else windows.get(arc)
            if spans is None and sum(amount for _step, _end, amount in entered) <= self.capacity[arc]:
                continue  # not too many even if all came at once
            found = find_overload(changes_of(entered), self.capacity[arc], spans)
            if found is not None:
                step, entering, room = found
                yield f"arc {arc} takes {room} at step {step}, but {entering} enter"

    def exit_faults(self, streams: Sequence[Stream], steps: int | None) -> Iterator[str]:
        """Yield exits that cannot take in who comes, and the last step out when it is not `steps`."""
        taken = self.taken_in(streams)
        for node, (amount, last, _weighted) in taken.items():
            beds = self.limits.beds.get(node, amount)
            if amount > beds:
                yield f"exit {node} has {beds} beds, but {amount} come"
            if last is None:
                yield f"exit {node} never takes in all {amount} who come"
        ends = [last for _amount, last, _weighted in taken.values() if last is not None]
        if steps is not None and max(ends, default=0) != steps:
            yield f"the last is out at step {max(ends, default=0)}, not {steps}"

    def taken_in(self, streams: Sequence[Stream]) -> dict[int, tuple[int, int | None, int]]:
        """Return for each exit that people come to: how many, when the last is in (None: never), and the sum of all steps."""
        moved = self._moved(streams)
        arriving: dict[int, Counter[int]] = {}
        for node in self.exits:
            waiting = self.supply.get(node, 0) - moved[node]
            if waiting > 0:
                arriving[node] = Counter({0: waiting, 1: -waiting})
        for stream in streams:
            step = stream.departures[-1] + self.travel[stream.path[-1]]
            change = arriving.setdefault(self.head[stream.path[-1]], Counter())
            change[step] += stream.amount
            change[step + stream.repeats] -= stream.amount
        return {node: queue_times(change, self.limits.rate.get(node)) for node, change in sorted(arriving.items())}

    def _moved(self, streams: Sequence[Stream]) -> Counter[int]:
        """Return how many leave each node by a path that begins there."""
        moved: Counter[int] = Counter()
        for stream in streams:
            moved[self.tail[stream.path[0]]] += stream.amount * stream.repeats
        return moved


def listed_streams(schedule: object) -> tuple[Stream, ...] | None:
    """Return a schedule's streams, each movement as a stream of one; None when it is none."""
    given = schedule.streams if isinstance(schedule, Schedule) else listed(schedule)
    if given is None:
        return None
    streams = []
    for one in given:
        if isinstance(one, Stream):
            parts: tuple[object, ...] = (one.path, one.departures, one.amount, one.repeats)
        else:
            parts = (*(listed(one) or ()), 1)
        if len(parts) != 4:
            return None
        path, departures, amount, repeats = parts
        if not isinstance(path, (tuple, list)) or not isinstance(departures, (tuple, list)):
            return None
        if not isinstance(amount, int) or not isinstance(repeats, int):
            return None
        streams.append(Stream(tuple(path), tuple(departures), amount, repeats))
    return tuple(streams)


def changes_of(entered: Iterable[tuple[int, int, int]]) -> dict[int, int]:
    """Return step -> change of how many enter from that step on, of entries (first step, step after the last, amount)."""
    changes: dict[int, int] = {}
    for step, end, amount in entered:
        changes[step] = changes.get(step, 0) + amount
        changes[end] = changes.get(end, 0) - amount
    return changes


def find_overload(
    load: Mapping[int, int], capacity: int, spans: Sequence[tuple[int, int, int]] | None
) -> tuple[int, int, int] | None:
    """Return the first step at which more enter an arc than it takes, with both numbers; None when there is no such step.

    load: step -> change of how many enter from that step on. spans: the arc's windows, which take the place of `capacity`.
    """
    room_from: dict[int, int] = {}
    for first, last, room in sorted(spans or ()):
        room_from[first] = room
        if last < FOREVER:
            room_from[last] = 0
    room, entering = (capacity if spans is None else 0), 0
    for step in sorted({*load, *room_from}):
        entering += load.get(step, 0)
        room = room_from.get(step, room)
        if entering > room:
            return step, entering, room
    return None


def queue_times(arriving: Mapping[int, int], rate: int | None) -> tuple[int, int | None, int]:
    """Return how many come to an exit, the step at which the last is taken in (None: never), and the sum of all steps in.

    arriving: step -> change of how many come per step from then on; it must end with nobody coming. rate: how many are taken in
    per step, None for any number. Counted from one change to the next: while the queue lasts `rate` are taken in each step, then
    the rest of it, then whoever comes.
    """
    marks = sorted(arriving)
    pace = rate if rate is not None else sum(map(abs, arriving.values()))
    total = weighted = queue = coming = 0
    last = 0
    for place, step in enumerate(marks):
        coming += arriving[step]
        if place + 1 < len(marks):
            count = marks[place + 1] - step
        elif queue and not pace:
            return total, None, weighted
        else:
            count = -(-queue // pace) if queue else 0
        total += coming * count
        full = count if coming >= pace else min(count, queue // (pace - coming))
        queue += full * (coming - pace)
        weighted += pace * sum_of_steps(step, full)
        if full and pace:
            last = step + full - 1
        if full < count:
            weighted += (queue + coming) * (step + full) + coming * sum_of_steps(step + full + 1, count - full - 1)
            last = step + count - 1 if coming else step + full if queue else last
            queue = 0
    return total, last, weighted


def sum_of_steps(first: int, count: int) -> int:
    """Return first + (first + 1) + ... of `count` steps."""
    return count * first + count * (count - 1) // 2
