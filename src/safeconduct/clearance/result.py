"""What a search for the clearance time answers, and how its caller follows and ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.model.plan import CutCertificate

Stop = Callable[[], bool]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class ClearanceResult:
    """When everybody can be out, and the proof that it cannot be sooner.

    steps: arrival step of the last person (the first may depart at step 0); None when no time is known to suffice.
    lower_bound_steps: nobody can do better. certificate: proves that `lower_bound_steps - 1` is impossible (None when that is
    trivial: the bound is 0). exact: `steps` equals the bound; with steps None: proven that never everybody can be out.
    """

    steps: int | None
    lower_bound_steps: int
    certificate: CutCertificate | None
    exact: bool


@dataclass(frozen=True, slots=True)
class MostOut:
    """The most that can be out by a horizon: no plan brings more than `out_at_most`.

    certificate: the cut; its demand minus its capacity is what must stay (None: nothing need stay, as far as is known).
    exact: so many can indeed be out.
    """

    out_at_most: int
    certificate: CutCertificate | None
    exact: bool


def report(progress: Progress | None, lower: int, upper: int | None) -> None:
    """Tell the caller the present bracket, if it wants to know."""
    if progress is not None:
        progress(lower, upper)
