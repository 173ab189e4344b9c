"""The order in which letters stand on paper, after the Unicode bidirectional algorithm (UAX #9), written for tests alone.

Left out: embeddings and overrides (no text of ours has them) and mirrored brackets (rule N0), which move no letter or digit.
"""

from __future__ import annotations

import itertools
import unicodedata

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
STARTS = {LRI, RLI, FSI}
NEUTRAL = {"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI", "BN"}


def first_strong(letters: list[str], default: int) -> int:
    """Return the level of the first strong letter outside isolates, up to the end of this one (rules P2, P3)."""
    depth = 0
    for letter in letters:
        if letter == PDI:
            if not depth:
                break
            depth -= 1
        elif letter in STARTS:
            depth += 1
        elif not depth and unicodedata.bidirectional(letter) in {"L", "R", "AL"}:
            return int(unicodedata.bidirectional(letter) != "L")
    return default


def explicit(letters: list[str], base: int) -> tuple[list[int], list[list[int]]]:
    """Return the level of each letter and the isolating run sequences as lists of indices (rules X1 to X10, isolates only)."""
    levels: list[int] = []
    open_runs: list[list[int]] = [[]]
    stack = [base]
    runs = [open_runs[0]]
    for index, letter in enumerate(letters):
        if letter == PDI and len(stack) > 1:
            stack.pop()
            open_runs.pop()
        levels.append(stack[-1])
        open_runs[-1].append(index)
        if letter in STARTS:
            right = letter == RLI or (letter == FSI and first_strong(letters[index + 1 :], 0) == 1)
            level = stack[-1]
            stack.append(level + 1 + level % 2 if right else level + 2 - level % 2)
            open_runs.append([])
            runs.append(open_runs[-1])
    return levels, [run for run in runs if run]


def weak(kinds: list[str], before: str) -> list[str]:
    """Return the kinds of one run after rules W1 to W7."""
    made = list(kinds)
    last = before
    for i, kind in enumerate(made):  # W1: a mark takes the kind of what it stands on
        if kind == "NSM":
            made[i] = "ON" if last in {"LRI", "RLI", "FSI", "PDI"} else last
        last = made[i]
    strong = before
    for i, kind in enumerate(made):  # W2: digits after an Arabic letter
        strong = kind if kind in {"L", "R", "AL"} else strong
        if kind == "EN" and strong == "AL":
            made[i] = "AN"
    made = ["R" if kind == "AL" else kind for kind in made]  # W3
    for i in range(1, len(made) - 1):  # W4: one separator between digits
        a, kind, b = made[i - 1 : i + 2]
        if a == b and ((kind in {"ES", "CS"} and a == "EN") or (kind == "CS" and a == "AN")):
            made[i] = a
    for kind, group in itertools.groupby(range(len(made)), key=lambda i: made[i] == "ET"):  # W5: signs beside digits
        span = list(group)
        near = {made[i] for i in (span[0] - 1, span[-1] + 1) if 0 <= i < len(made)}
        for i in span if kind and "EN" in near else []:
            made[i] = "EN"
    made = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in made]  # W6
    strong = before
    for i, kind in enumerate(made):  # W7: digits after a Latin letter
        strong = kind if kind in {"L", "R"} else strong
        if kind == "EN" and strong == "L":
            made[i] = "L"
    return made


def neutral(kinds: list[str], side: str) -> list[str]:
    """Return the kinds of one run after rules N1 and N2; `side` is that of the run's level, before it and after it."""
    made = list(kinds)
    start = 0
    for is_neutral, group in itertools.groupby(kinds, key=lambda kind: kind in NEUTRAL):
        size = len(list(group))
        if is_neutral:
            ends = [made[start - 1] if start else side, kinds[start + size] if start + size < len(kinds) else side]
            sides = {"R" if end in {"EN", "AN", "R"} else end for end in ends}
            made[start : start + size] = [sides.pop() if len(sides) == 1 else side] * size
        start += size
    return made


def shown_order(text: str, *, right_to_left: bool) -> list[int]:
    """Return the indices of the letters of one line from left to right as they stand on paper, isolate signs left out."""
    letters = list(text)
    base = int(right_to_left)
    levels, runs = explicit(letters, base)
    for run in runs:
        level = levels[run[0]]
        side = "R" if level % 2 else "L"
        kinds = neutral(weak([unicodedata.bidirectional(letters[i]) for i in run], side), side)
        for i, kind in zip(run, kinds, strict=True):  # I1 and I2
            if level % 2:
                levels[i] = level + (kind in {"L", "EN", "AN"})
            else:
                levels[i] = level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    for i in range(len(letters) - 1, -1, -1):  # L1: spaces at the end of the line
        if unicodedata.bidirectional(letters[i]) not in {"WS", "LRI", "RLI", "FSI", "PDI", "B", "S"}:
            break
        levels[i] = base
    order = list(range(len(letters)))
    for level in range(max(levels, default=0), 0, -1):  # L2
        start = 0
        for high, group in itertools.groupby(list(order), key=lambda i, level=level: levels[i] >= level):  # type: ignore[misc]
            size = len(list(group))
            if high:
                order[start : start + size] = order[start : start + size][::-1]
            start += size
    return [i for i in order if letters[i] not in STARTS | {PDI}]


def shown(text: str, *, right_to_left: bool) -> str:
    """Return the letters of one line from left to right as they stand on paper."""
    return "".join(text[i] for i in shown_order(text, right_to_left=right_to_left))
