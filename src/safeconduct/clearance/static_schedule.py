"""The movements by which one pocket is cleared in the least time, with as many out as possible at every moment before.

Successive shortest paths give ways of rising length. Repeated in every step from which they still reach an exit by the horizon,
and taken together, they are a flow over time with as many out by every step as possible at all (Wilkinson 1971, Minieka 1973):
the mean arrival is least too. A later way may take back, for some of the steps, what an earlier one sent along a road: then
earlier ways are cut there, and the pieces, with those of the later way, are joined anew wherever one ends and another begins at
the same node and step. That keeps what enters every road at every step, and leaves whole ways only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate

from safeconduct.clearance.reduced import Ints
from safeconduct.clearance.result import Schedule, Stream
from safeconduct.clearance.static_flow import StaticFlow


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a way, driven without waiting by `amount` units that begin it in each of some steps.

    path: arcs (pairs) of the contracted network. entered: steps from the beginning to the entry of each, and to the end of the
    last. first, end: the steps in which it is begun, half-open.
    """

    path: tuple[int, ...]
    entered: tuple[int, ...]
    amount: int
    first: int
    end: int

    def within(self, amount: int, first: int, end: int) -> Part:
        """Return the part for another amount and other steps."""
        return replace(self, amount=amount, first=first, end=end)

    def cut_at(self, place: int) -> list[Part]:
        """Return what comes before and what after the arc at that place of the path, where there is something."""
        head = replace(self, path=self.path[:place], entered=self.entered[: place + 1])
        begin = self.entered[place + 1]
        later = tuple(step - begin for step in self.entered[place + 1 :])
        tail = Part(self.path[place + 1 :], later, self.amount, self.first + begin, self.end + begin)
        return [part for part in (head, tail) if part.path]

    def joined(self, other: Part) -> Part:
        """Return the part followed by the path of another that begins where and when it ends."""
        later = tuple(step + self.entered[-1] for step in other.entered[1:])
        return replace(self, path=self.path + other.path, entered=self.entered + later)

    def without(self, amount: int, first: int, end: int) -> list[Part]:
        """Return what is left of the part when so much of it is taken in the steps `first` .. `end - 1`, all within its own."""
        parts = [
            replace(self, end=first),
            replace(self, first=first, end=end, amount=self.amount - amount),
            replace(self, first=end),
        ]
        return [part for part in parts if part.amount and part.first < part.end]


def repeated_streams(flow: StaticFlow, steps: int) -> Schedule:
    """Return movements that bring all supply of the one pocket out by arrival step `steps`, with the least mean arrival.

    `steps` must be its clearance time or later; time that is not needed is not used. As many are out by every earlier
    step as any plan can have out by then. Raises ValueError when the flow has not exactly one pocket, or `steps` is too few.
    """
    if len(flow.nodes) != 1:
        raise ValueError(f"movements of one pocket are asked for, the flow has {len(flow.nodes)}")
    needed = flow.time(flow.everyone)
    if steps < needed:
        raise ValueError(f"nobody can have all out by {steps}, only by {needed}")
    travel = flow.contracted.columns[2].tolist()
    parts: list[Part] = []
    for arcs, amount in flow.additions(needed):
        parts = reconnected(with_way(parts, arcs, amount, (travel, needed)), flow)
    tails, pocket = flow.contracted.columns[0], int(flow.contracted.pockets[0])
    parts = trimmed(merged([part for part in parts if tails[part.path[0]] == pocket]), flow.amounts[0])
    return Schedule([whole(part, flow) for part in parts])


def with_way(parts: list[Part], arcs: list[int], amount: int, grid: tuple[list[int], int]) -> list[Part]:
    """Return the parts with one more way in pieces, and cut where it takes back. grid: (travel, horizon)."""
    travel, horizon = grid
    passing = list(accumulate((-travel[arc >> 1] if arc & 1 else travel[arc >> 1] for arc in arcs), initial=0))
    repeats = horizon + 1 - passing[-1]
    found = list(parts)
    pieces: list[Part] = []
    before = 1
    for arc, step in zip(arcs, passing, strict=False):
        road = arc >> 1
        if arc & 1:
            entered = step - travel[road]
            found = cut(found, road, [(amount, entered, entered + repeats)])
        else:
            piece = Part((road,), (0, travel[road]), amount, step, step + repeats)
            if before & 1:
                pieces.append(piece)
            else:
                pieces[-1] = pieces[-1].joined(piece)
        before = arc
    return found + pieces


def cut(parts: list[Part], road: int, wanted: list[tuple[int, int, int]]) -> list[Part]:
    """Return the parts after so much has been taken off a road; wanted: (amount, first, end) by step of entry.

    Raises ArithmeticError when not so much enters the road then.
    """
    found, waiting = list(parts), list(wanted)
    while waiting:
        amount, first, end = waiting.pop()
        best = (0, 0, 0)
        for index, part in enumerate(found):
            for place, arc in enumerate(part.path):  # a path may use a road twice
                if arc == road:
                    common = min(end, part.end + part.entered[place]) - max(first, part.first + part.entered[place])
                    best = max(best, (common, index, place))
        common, index, place = best
        if common <= 0:
            raise ArithmeticError("a way takes back more than was sent")
        part = found.pop(index)
        shift = part.entered[place]
        low, high, taken = max(first, part.first + shift), min(end, part.end + shift), min(amount, part.amount)
        found += part.without(taken, low - shift, high - shift)
        found += part.within(taken, low - shift, high - shift).cut_at(place)
        rest = ((amount, first, low), (amount - taken, low, high), (amount, high, end))
        waiting += [(left, begin, last) for left, begin, last in rest if left and begin < last]
    return found


def reconnected(parts: list[Part], flow: StaticFlow) -> list[Part]:
    """Return the same movements as parts from the pocket to the goal, and what is left over: rounds, which move nobody."""
    tails, heads = (column.tolist() for column in flow.contracted.columns[:2])
    pocket, goal = int(flow.contracted.pockets[0]), flow.contracted.nodes.size - 1
    whole_parts: list[Part] = []
    waiting = [part for part in parts if tails[part.path[0]] == pocket]
    loose = [part for part in parts if tails[part.path[0]] != pocket]
    while waiting:
        part = waiting.pop()
        node, shift = heads[part.path[-1]], part.entered[-1]
        if node == goal:
            whole_parts.append(part)
            continue
        best = (0, 0)
        for index, other in enumerate(loose):
            if tails[other.path[0]] == node:
                best = max(best, (min(other.end, part.end + shift) - max(other.first, part.first + shift), index))
        if best[0] <= 0:
            raise ArithmeticError("a way ends before an exit")
        other = loose.pop(best[1])
        low, high = max(other.first, part.first + shift), min(other.end, part.end + shift)
        amount = min(part.amount, other.amount)
        loose += other.without(amount, low, high)
        waiting += part.without(amount, low - shift, high - shift)
        waiting.append(part.within(amount, low - shift, high - shift).joined(other))
    return whole_parts + loose


def merged(parts: list[Part]) -> list[Part]:
    """Return the same movements in as few parts as their ways allow: those of one way with equal amounts are joined."""
    amounts: Counter[tuple[tuple[int, ...], tuple[int, ...], int]] = Counter()
    for part in parts:
        amounts[part.path, part.entered, part.first] += part.amount
        amounts[part.path, part.entered, part.end] -= part.amount
    found: list[Part] = []
    before: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    amount = 0
    first = 0
    for (path, entered, step), change in sorted(amounts.items()):
        if (path, entered) != before:
            before, amount = (path, entered), 0
        if change:
            if amount:
                found.append(Part(path, entered, amount, first, step))
            amount, first = amount + change, step
    return found


def trimmed(parts: list[Part], supply: int) -> list[Part]:
    """Return the parts without those who would arrive last, as many as are more than the supply."""
    excess = sum(part.amount * (part.end - part.first) for part in parts) - supply
    kept: list[Part] = []
    waiting = list(parts)
    while excess:
        latest = max(waiting, key=lambda part: part.end + part.entered[-1])
        waiting.remove(latest)
        gone = min(excess, latest.amount)
        excess -= gone
        if gone < latest.amount:
            kept.append(replace(latest, first=latest.end - 1, amount=latest.amount - gone))
        waiting += latest.without(latest.amount, latest.end - 1, latest.end)
    return waiting + kept


def whole(part: Part, flow: StaticFlow) -> Stream:
    """Return a part as a stream over arcs of the whole network; rounds that changing partners left become waiting."""
    contracted, reduced = flow.contracted, flow.contracted.reduced
    tails, heads, _travel = contracted.columns
    way: list[tuple[int, int]] = []
    met = {int(tails[part.path[0]]): 0}
    for arc, entered in zip(part.path, part.entered, strict=False):
        way.append((arc, entered))
        node = int(heads[arc])
        if node in met:
            del way[met[node] :]
            met = {kept: place for kept, place in met.items() if place <= len(way)}
        else:
            met[node] = len(way)
    travel: Ints = reduced.graph[3][0::2]
    path: list[int] = []
    departures: list[int] = []
    for arc, entered in way:
        pieces = contracted.pieces[contracted.first[arc] : contracted.first[arc + 1]]
        real = pieces[pieces < reduced.arc.size]
        path += reduced.arc[real].tolist()
        departures += list(accumulate(travel[real].tolist(), initial=part.first + entered))[:-1]
    return Stream(tuple(path), tuple(departures), part.amount, part.end - part.first)
