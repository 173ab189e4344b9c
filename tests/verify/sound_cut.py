"""Certificates found by trying every set of nodes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

from safeconduct.model.plan import (
    CutCertificate,
)
from safeconduct.verify.case import Case
from safeconduct.verify.problem import Problem, allowance_parts, cut_terms, make_problem


def brute_cut(case: Case, kind: str, sources: Sequence[int], end: int) -> CutCertificate:
    """Return the certificate of the latest horizon that any cut by a set of nodes proves; every set of nodes is tried."""
    best: CutCertificate | None = None
    problem = make_problem(case, kind, case.scenario.groups)
    nodes = case.roads.nodes
    starts = {
        problem.tail[arc]: problem.windows.get(arc, ((0, 0, 0),))[0][0]
        for arc in range(len(problem.tail))
        if problem.tail[arc] in problem.supply
    }
    entry_of = {problem.tail[arc]: problem.head[arc] for arc in range(len(problem.tail)) if problem.tail[arc] in problem.supply}
    for held in chain.from_iterable(combinations(sources, size) for size in range(1, len(sources) + 1)):
        reach = earliest(problem, {entry_of[node]: starts[node] for node in held}, nodes)
        demand = sum(problem.supply[node] for node in held)
        for bits in range(1 << nodes):
            low, high = (best.horizon_steps + 1 if best else 0), end
            while low <= high:
                middle = (low + high) // 2
                top = middle + 1
                labels = [min(reach[v], top) if bits >> v & 1 else top for v in range(nodes)]
                labels += [0 if node in held else top for node in sources] + [top]
                terms = cut_terms(problem, labels)
                capacity = sum(terms)
                if capacity + allowance_parts(case, problem, labels, terms) < demand:
                    best = CutCertificate(middle, tuple(labels), held, demand, capacity)
                    low = middle + 1
                else:
                    high = middle - 1
    assert best is not None
    return best


def earliest(problem: Problem, starts: dict[int, int], nodes: int) -> list[int]:
    """Return the first step at which anybody can be at each node (Bellman and Ford, windows of roads left out)."""
    far = 1 << 40
    reach = [starts.get(node, far) for node in range(nodes)]
    for _ in range(nodes):
        for u, v, travel, capacity in zip(problem.tail, problem.head, problem.travel, problem.capacity, strict=True):
            if u < nodes and v < nodes and capacity and reach[u] + travel < reach[v]:
                reach[v] = reach[u] + travel
    return reach
