"""What is wrong with the pages of a paper: which are missing, there twice, out of order, or of another edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from safeconduct.files.paper import Mark

MOST_LISTED = 40
"""Page numbers of an order that are printed."""


def page_faults(marks: Sequence[Mark]) -> tuple[str, ...]:
    """Return what is wrong with pages of one brief by the numbers printed on them, one sentence each; empty when nothing is.

    Editions in other languages differ in their number of pages; what is missing is told of the one with the most pages here.
    """
    numbered = [mark for mark in marks if mark.of]
    faults = [f"No page number was read on {listed_pages(mark.page for mark in marks if not mark.of)} of the file."]
    faults = faults if len(numbered) < len(marks) else []
    if not numbered:
        return tuple(faults)
    total = Counter(mark.of for mark in numbered).most_common(1)[0][0]
    for mark in numbered:
        if mark.of != total:
            faults.append(f"Page {mark.page} of the file is page {mark.printed} of {mark.of}, of another edition than the rest.")
    own = [mark.printed for mark in numbered if mark.of == total]
    counts = Counter(own)
    missing = [page for page in range(1, total + 1) if page not in counts]
    if missing:
        faults.append(f"Missing: {listed_pages(missing)} of {total}.")
    copies = min(counts.values())
    if copies > 1 and not missing:
        faults.append(f"Every page is there {copies} times or more: copies joined in one file.")
    twice = [page for page, count in counts.items() if count > copies]
    faults += [f"More than once: {listed_pages(twice)} of {total}."] if twice else []
    beyond = [page for page in counts if not 1 <= page <= total]
    faults += [f"No page of {total} has the number that is printed: {listed_pages(beyond)}."] if beyond else []
    first = list(dict.fromkeys(own))
    if any(after < before for before, after in pairwise(first)):
        shown = ", ".join(str(page) for page in first[:MOST_LISTED]) + (", …" if len(first) > MOST_LISTED else "")
        faults.append(f"Out of order: the pages stand as {shown}.")
    return tuple(faults)


def by_edition(marks: Sequence[Mark], editions: Mapping[str, Sequence[Mark]]) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """Return the edition that most pages are of by their words ("": none), what pages of others there are, and those of none.

    editions: the marks of each edition on record, by the name of its file. Words are compared letter by letter, spaces aside.
    """
    owners = {
        mark.page: [name for name, pages in editions.items() if any(_same_page(mark, one) for one in pages)] for mark in marks
    }
    counts = Counter(name for names in owners.values() for name in names)
    main = counts.most_common(1)[0][0] if counts else ""
    foreign = tuple(
        f"Page {page} of the file has the words of {names[0]}, the others those of {main}."
        for page, names in owners.items()
        if names and main not in names
    )
    return main, foreign, tuple(page for page, names in owners.items() if not names)


def _same_page(mark: Mark, one: Mark) -> bool:
    return bool(mark.words) and (mark.words, mark.printed, mark.of) == (one.words, one.printed, one.of)


def listed_pages(numbers: Iterable[int]) -> str:
    """Return page numbers for people: "page 3", "pages 1, 3-5"."""
    listed = sorted(set(numbers))
    runs: list[list[int]] = []
    for number in listed:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" if len(run) > 2 else f"{run[0]}, {run[1]}" for run in runs]
    return f"page{'s' if len(listed) > 1 else ''} {', '.join(parts)}"
