"""The Capacity Constrained Route Planner, a fast heuristic for many pockets, written anew and compiled as a fair peer.

Q. Lu, B. George, S. Shekhar, *Capacity constrained routing algorithms for evacuation planning: a summary of results* (SSTD 2005).
As long as somebody is left: the earliest arrival over all pockets that still hold people (a super-source), waiting allowed,
on what capacity is left at each step; the group on that path is as large as the pocket and the path allow; its capacity is taken.

Made fair: times are small integers, so the queue is an array of buckets (no heap); full steps are skipped by pointers whose
paths are compressed; capacity over time is kept only for arcs ever used; nothing is reset that was not touched. Three ways to
find the next path, the same heuristic in each (ties aside):

"plain"     as published: a search from all pockets that stops at the first exit;
"directed"  the same search, guided by the free-flow distance to the nearest exit (A*);
"kept"      labels of all nodes are kept between groups: capacity only shrinks and pockets only empty, so labels only rise, and
            only those that came through a step that filled up, or from a pocket that emptied, are found anew.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import ArcNetwork

Ints = NDArray[np.int64]
Cells = NDArray[np.int32]
Room = tuple[Cells, Cells]
"""Row of each arc (-1: never used), and rows of cells over time."""

FAR = 1 << 40
MOST_STEPS = 1 << 16
WAYS = ("plain", "directed", "kept")
DONE, MORE_ROWS, MORE_STEPS, CUT_OFF, PAUSED = range(5)


class Star(NamedTuple):
    """Arcs sorted by tail: node v has arcs first[v] .. first[v + 1] - 1; those into it are back[back_first[v]] and so on."""

    first: Ints
    tail: Ints
    head: Ints
    travel: Ints
    capacity: Ints
    back_first: Ints
    back: Ints


class Work(NamedTuple):
    """Labels of the search: arrival and last arc per node (-1: a pocket's own), and a queue of buckets with its entries."""

    arrival: Ints
    via: Ints
    bucket: Ints
    entry_node: Ints
    entry_key: Ints
    entry_next: Ints
    touched: Ints
    path: Ints
    departure: Ints


class Ccrp(NamedTuple):
    """steps: arrival of the last; None when cut short. movements: (arcs, departures, amount) when asked for."""

    steps: int | None
    iterations: int
    seconds: float
    movements: tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...] = ()


@njit(cache=True)
def free_step(room: Room, arc: int, step: int) -> int:
    """Return the first step from `step` on at which the arc has room. A cell is the room left, or minus the next step to try."""
    row, cells = room
    line = row[arc]
    if line < 0:
        return step
    steps = cells.shape[1]
    if step >= steps or cells[line, step] > 0:
        return step
    end = step
    while end < steps and cells[line, end] <= 0:
        end = -cells[line, end]
    at = step
    while at < end:
        onward = -cells[line, at]
        cells[line, at] = -end
        at = onward
    return end


@njit(cache=True)
def queue(work: Work, count: int, key: int, node: int) -> int:
    """Put a node into its bucket; `count` entries are in use, return how many now."""
    work.entry_node[count] = node
    work.entry_key[count] = key
    slot = key % work.bucket.size
    work.entry_next[count] = work.bucket[slot]
    work.bucket[slot] = count
    return count + 1


@njit(cache=True)
def start(work: Work, guide: Ints, waiters: tuple[Ints, Ints]) -> tuple[int, int]:
    """Label and queue the pockets that can reach an exit; return how many, all touched now, and the least key."""
    left, pockets = waiters
    count, key = 0, FAR
    for i in range(pockets.size):
        node = pockets[i]
        if left[node] > 0 and guide[node] < FAR:
            work.arrival[node] = 0
            work.via[node] = -1
            work.touched[count] = node
            count = queue(work, count, guide[node], node)
            key = min(key, guide[node])
    return count, key


@njit(cache=True)
def search(star: Star, work: Work, room: Room, ends: tuple[Ints, Ints], waiters: tuple[Ints, Ints]) -> tuple[int, int]:
    """Return the exit reached first (-1: none) and how many nodes were touched.

    ends: (is exit, guide to the nearest exit). waiters: (people left at each node, pockets that still hold some).
    """
    is_exit, guide = ends
    touched, key = start(work, guide, waiters)
    count = waiting = touched
    found = -1
    while waiting > 0 and found < 0:
        slot = key % work.bucket.size
        while work.bucket[slot] >= 0:
            entry = work.bucket[slot]
            work.bucket[slot] = work.entry_next[entry]
            waiting -= 1
            node = work.entry_node[entry]
            now = work.arrival[node]
            if work.entry_key[entry] != now + guide[node]:
                continue
            if is_exit[node]:
                found = node
                break
            for arc in range(star.first[node], star.first[node + 1]):
                end = star.head[arc]
                if work.arrival[end] <= now + star.travel[arc]:
                    continue
                there = free_step(room, arc, now) + star.travel[arc]
                if there < work.arrival[end] and guide[end] < FAR:
                    if work.arrival[end] == FAR:
                        work.touched[touched] = end
                        touched += 1
                    work.arrival[end] = there
                    work.via[end] = arc
                    count = queue(work, count, there + guide[end], end)
                    waiting += 1
        key += 1
    for entry in range(count):
        work.bucket[work.entry_key[entry] % work.bucket.size] = -1
    return found, touched


@njit(cache=True)
def trace(star: Star, work: Work, room: Room, goal: int) -> tuple[int, int]:
    """Write path and departures to the goal, last arc first; return the number of arcs and the pocket."""
    node, length = goal, 0
    while work.via[node] >= 0:
        arc = work.via[node]
        work.path[length] = arc
        node = star.tail[arc]
        work.departure[length] = free_step(room, arc, work.arrival[node])
        length += 1
    return length, node


@njit(cache=True)
def reserve(star: Star, work: Work, room: Room, length: int, rows: int) -> tuple[int, int]:
    """Give every arc of the path a row of cells; return DONE or what is short, and the rows in use."""
    row, cells = room
    if length > 0 and work.departure[0] >= cells.shape[1]:
        return MORE_STEPS, rows
    for i in range(length):
        if row[work.path[i]] < 0:
            if rows == cells.shape[0]:
                return MORE_ROWS, rows
            cells[rows, :] = star.capacity[work.path[i]]
            row[work.path[i]] = rows
            rows += 1
    return DONE, rows


@njit(cache=True)
def take(work: Work, room: Room, length: int, most: int) -> int:
    """Take as much capacity on the path as there is, at most `most`; return how much."""
    row, cells = room
    amount = most
    for i in range(length):
        amount = min(amount, cells[row[work.path[i]], work.departure[i]])
    for i in range(length):
        line, step = row[work.path[i]], work.departure[i]
        cells[line, step] -= amount
        if cells[line, step] == 0:
            cells[line, step] = -(step + 1)
    return amount


@njit(cache=True)
def send(work: Work, room: Room, traced: tuple[int, int], group: tuple[Ints, Ints, Ints], last: int) -> None:
    """Send a group along the traced path (its length, its pocket), last arrival as told, and note it."""
    length, pocket = traced
    left, _, progress = group
    amount = take(work, room, length, left[pocket])
    left[pocket] -= amount
    progress[0] -= amount
    progress[2] += 1
    progress[3] = max(progress[3], last)
    progress[5], progress[6] = length, amount


@njit(cache=True)
def by_search(star: Star, work: Work, room: Room, ends: tuple[Ints, Ints], group: tuple[Ints, Ints, Ints]) -> int:
    """Run the heuristic with a fresh search for each group until done, short of memory, or paused; changes all but the star.

    group: (people left at each node, pockets, progress). progress: (people left, rows in use, iterations, last arrival, iterations
    to pause at, length, amount); the last two tell of the latest group.
    """
    left, active, progress = group
    while progress[0] > 0:
        if progress[2] >= progress[4]:
            return PAUSED
        goal, touched = search(star, work, room, ends, (left, active))
        status = CUT_OFF
        if goal >= 0:
            last = work.arrival[goal]
            length, pocket = trace(star, work, room, goal)
            status, progress[1] = reserve(star, work, room, length, progress[1])
        for i in range(touched):
            work.arrival[work.touched[i]] = FAR
        if status != DONE:
            return status
        send(work, room, (length, pocket), group, last)
        if left[pocket] == 0:
            active = active[left[active] > 0]
    return DONE


@njit(cache=True)
def forget(star: Star, work: Work, affected: int) -> int:
    """Clear the labels of `work.touched[:affected]` and of all nodes whose labels came through them; return how many."""
    for i in range(affected):
        work.arrival[work.touched[i]] = FAR
    at = 0
    while at < affected:
        node = work.touched[at]
        work.via[node] = -2
        at += 1
        for arc in range(star.first[node], star.first[node + 1]):
            end = star.head[arc]
            if work.via[end] == arc and work.arrival[end] != FAR:
                work.arrival[end] = FAR
                work.touched[affected] = end
                affected += 1
    return affected


@njit(cache=True)
def relabel(star: Star, work: Work, room: Room, left: Ints, affected: int) -> tuple[int, int]:
    """Give the affected nodes the best labels that the nodes before them offer, queued; return how many and the least."""
    count, lowest = 0, FAR
    for i in range(affected):
        node = work.touched[i]
        best, via = FAR, -2
        if left[node] > 0:
            best, via = 0, -1
        for place in range(star.back_first[node], star.back_first[node + 1]):
            arc = star.back[place]
            now = work.arrival[star.tail[arc]]
            # A node relabelled earlier in this loop is no less a way to come from.
            if now + star.travel[arc] < best:
                there = free_step(room, arc, now) + star.travel[arc]
                if there < best:
                    best, via = there, arc
        if best < FAR:
            work.arrival[node], work.via[node] = best, via
            count = queue(work, count, best, node)
            lowest = min(lowest, best)
    return count, lowest


@njit(cache=True)
def follow_up(star: Star, work: Work, room: Room, count: int, key: int) -> None:
    """Follow up the `count` queued nodes, least label first (`key`), until no label improves."""
    waiting = count
    while waiting > 0:
        slot = key % work.bucket.size
        while work.bucket[slot] >= 0:
            entry = work.bucket[slot]
            work.bucket[slot] = work.entry_next[entry]
            waiting -= 1
            node = work.entry_node[entry]
            now = work.arrival[node]
            if work.entry_key[entry] != now:
                continue
            for arc in range(star.first[node], star.first[node + 1]):
                end = star.head[arc]
                if work.arrival[end] <= now + star.travel[arc]:
                    continue
                there = free_step(room, arc, now) + star.travel[arc]
                if there < work.arrival[end]:
                    work.arrival[end], work.via[end] = there, arc
                    count = queue(work, count, there, end)
                    waiting += 1
        key += 1


@njit(cache=True)
def by_labels(star: Star, work: Work, room: Room, exits: Ints, group: tuple[Ints, Ints, Ints]) -> int:
    """Run the heuristic with labels kept between groups; arguments and answer as for `by_search`."""
    left, pockets, progress = group
    if progress[2] == 0:
        work.arrival[:] = FAR
        work.touched[: pockets.size] = pockets
        count, lowest = relabel(star, work, room, left, pockets.size)
        follow_up(star, work, room, count, lowest)
    while progress[0] > 0:
        if progress[2] >= progress[4]:
            return PAUSED
        goal = exits[0]
        for exit_ in exits:
            if work.arrival[exit_] < work.arrival[goal]:
                goal = exit_
        if work.arrival[goal] == FAR:
            return CUT_OFF
        length, pocket = trace(star, work, room, goal)
        status, progress[1] = reserve(star, work, room, length, progress[1])
        if status != DONE:
            return status
        last = work.arrival[goal]
        send(work, room, (length, pocket), group, last)
        affected = 0
        for i in range(length):
            if room[1][room[0][work.path[i]], work.departure[i]] <= 0:
                work.touched[affected] = star.head[work.path[i]]
                affected += 1
        if left[pocket] == 0:
            work.touched[affected] = pocket
            affected += 1
        affected = forget(star, work, affected)
        count, lowest = relabel(star, work, room, left, affected)
        follow_up(star, work, room, count, lowest)
    return DONE


def ccrp(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Sequence[int],
    *,
    way: str = "plain",
    limit_s: float = 1e9,
    keep: bool = False,
) -> Ccrp:
    """Run the heuristic; processor seconds are all of it but the compilation (call it once on a small case before).

    limit_s: gives up soon after that many processor seconds. keep: return the movements too, arcs numbered as in `net` (slow).
    Raises ValueError when some pocket is cut off.
    """
    begin = time.process_time()
    goals = np.array(exits, np.int64)
    star, order = star_of(net, goals)
    left, is_exit = np.zeros(net.nodes, np.int64), np.zeros(net.nodes, np.int64)
    left[list(supply)] = list(supply.values())
    left[goals], is_exit[goals] = 0, 1
    pockets = np.flatnonzero(left)
    guide = free_distances(star, goals) if way == "directed" else np.zeros(net.nodes, np.int64)
    room = (np.full(net.arcs, -1, np.int32), np.empty((1024, 512), np.int32))
    work = workspace(net, guide)
    progress = np.array([left.sum(), 0, 0, 0, 0, 0, 0], np.int64)
    movements = []
    status = PAUSED if pockets.size else DONE
    while status != DONE:
        if time.process_time() - begin > limit_s:
            return Ccrp(None, int(progress[2]), time.process_time() - begin)
        before = int(progress[2])
        progress[4] = before + (1 if keep else 64)
        group = (left, pockets[left[pockets] > 0], progress)
        if way == "kept":
            status = by_labels(star, work, room, goals, group)
        else:
            status = by_search(star, work, room, (is_exit, guide), group)
        if status == CUT_OFF:
            raise ValueError(f"{int(progress[0])} people have no way to an exit")
        if keep and progress[2] > before:
            path, departures = (part[: int(progress[5])][::-1] for part in (work.path, work.departure))
            movements.append((tuple(order[path].tolist()), tuple(departures.tolist()), int(progress[6])))
        room = grown(room, star.capacity, status)
    return Ccrp(int(progress[3]), int(progress[2]), time.process_time() - begin, tuple(movements))


def star_of(net: ArcNetwork, exits: Ints) -> tuple[Star, Ints]:
    """Return the arcs with room sorted by tail, none out of exits, and their numbers in `net`."""
    used = np.flatnonzero((net.capacity_per_step > 0) & ~np.isin(net.tail, exits) & (net.tail != net.head))
    order = used[np.argsort(net.tail[used], kind="stable")]
    tail, head = net.tail[order], net.head[order]
    nodes = np.arange(net.nodes + 1)
    back = np.argsort(head, kind="stable")
    most = int(np.iinfo(np.int32).max)
    star = Star(
        np.searchsorted(tail, nodes),
        tail,
        head,
        net.travel_steps[order],
        np.minimum(net.capacity_per_step[order], most),
        np.searchsorted(head[back], nodes),
        back,
    )
    return star, order


@njit(cache=True)
def free_distances(star: Star, exits: Ints) -> Ints:
    """Return the free-flow travel (n,) from each node to the nearest exit, FAR where there is no way."""
    distance = np.full(star.first.size - 1, FAR, np.int64)
    heap = [(np.int64(0), exit_) for exit_ in exits]
    for exit_ in exits:
        distance[exit_] = 0
    while len(heap) > 0:
        far, node = heappop(heap)
        if far > distance[node]:
            continue
        for place in range(star.back_first[node], star.back_first[node + 1]):
            arc = star.back[place]
            start = star.tail[arc]
            if far + star.travel[arc] < distance[start]:
                distance[start] = far + star.travel[arc]
                heappush(heap, (distance[start], start))
    return distance


def workspace(net: ArcNetwork, guide: Ints) -> Work:
    """Return empty labels and an empty queue, with more buckets than any two keys in the queue can be apart."""
    n, entries = net.nodes, net.arcs + net.nodes + 1
    apart = MOST_STEPS + int(net.travel_steps.max()) + 2 * int(guide[guide < FAR].max(initial=0))
    label, entry = np.zeros(n + 1, np.int64), np.zeros(entries, np.int64)
    return Work(
        arrival=np.full(n, FAR, np.int64),
        via=np.full(n, -2, np.int64),
        bucket=np.full(1 << apart.bit_length(), -1, np.int64),
        entry_node=entry,
        entry_key=entry.copy(),
        entry_next=entry.copy(),
        touched=np.zeros(2 * n + 1, np.int64),
        path=label,
        departure=label.copy(),
    )


def grown(room: Room, capacity: Ints, status: int) -> Room:
    """Return the cells with twice the rows or steps where these are short; raises MemoryError beyond `MOST_STEPS`."""
    row, cells = room
    if status == MORE_ROWS:
        return row, np.concatenate((cells, np.empty_like(cells)))
    if status == MORE_STEPS:
        if cells.shape[1] == MOST_STEPS:
            raise MemoryError(f"more than {MOST_STEPS} steps")
        arcs = np.flatnonzero(row >= 0)
        later = np.empty_like(cells)
        later[row[arcs]] = capacity[arcs, None]
        return row, np.concatenate((cells, later), axis=1)
    return room
