"""What a proof says, in one or two plain sentences with figures."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.model.plan import Bottleneck, Proof
from safeconduct.model.scenario import Scenario
from safeconduct.planning.clearance_problem import ClearanceProblem, convoy_rate_vph, most_people_in_a_vehicle

SPACING = "packet spacing binds"
NEXT_BINDS = "the next bottleneck binds"
NOT_EXACT = "the time itself is known only within a gap"
ENDED = "the search was ended before"
BEYOND = "it is not comparable with the proven bound"
"""Why a tenth more would save nothing (the first two), or why that is not known."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences about one problem draw on. end_s: length of the movement in seconds."""

    scenario: Scenario
    problem: ClearanceProblem
    end_s: int

    def in_time(self, proof: Proof, bottlenecks: tuple[Bottleneck, ...]) -> str:
        """Return the sentence of a bound that lies inside the movement, with what more on the first bottlenecks would save."""
        said = f"Nobody can have {self._held(proof)} out sooner than {duration(proof.bound_s)} after the start."
        if not bottlenecks:
            return f"{said} The drive itself takes that long."
        return f"{said} {self._binds(bottlenecks)}{saving_text(bottlenecks)}"

    def no_bound(self, *, exact: bool) -> str:
        """Return the sentence of a problem that sets no bound, or (exact false) whose search ended before it gave one."""
        reason = "roads" if self.problem.kind == "roads" else "roads and screening"
        if not exact:
            return f"The search was ended before the {reason} gave a lower bound on the time."
        return f"The {reason} set no lower bound on the time."

    def too_short(self, proof: Proof, bottlenecks: tuple[Bottleneck, ...], needed_s: int) -> str:
        """Return the sentence of a movement that is too short for all. needed_s: least time if it could go on."""
        said = f"The {duration(self.end_s)} of the movement are too short for {self._held(proof)}"
        said += f": at least {proof.least_left:,} people are left, whatever the plan." if proof.least_left else "."
        if bottlenecks:
            said += f" {self._binds(bottlenecks)}"
        if needed_s > self.end_s:
            said += f" If it went on, nobody could have all of them out sooner than {duration(needed_s)} after the start."
        return said

    def _held(self, proof: Proof) -> str:
        groups = [group for group in self.problem.groups if group.id in proof.held_groups]
        cut = proof.certificate
        units = -(-cut.demand // proof.parts_per_unit) if cut else 0
        names = ", ".join(group.name for group in groups[:4]) + (f" and {len(groups) - 4} more" if len(groups) > 4 else "")
        return f"the {units:,} {proof.unit} of {names}"

    def _binds(self, bottlenecks: tuple[Bottleneck, ...]) -> str:
        first = bottlenecks[0]
        unit = self.problem.unit
        others = f" (with {len(bottlenecks) - 1} more, see the list)" if len(bottlenecks) > 1 else ""
        if first.kind == "exit":
            return f"What binds is the screening at {first.name}{others}: at most {first.capacity_per_h:,} {unit} an hour."
        settings = self.scenario.settings
        factor = most_people_in_a_vehicle(self.scenario) if unit == "people" else 1
        said = f"What binds is {place_name(first)}{others}: at most {first.capacity_per_h:,} {unit} an hour"
        if first.capacity_per_h >= convoy_rate_vph(settings) * factor:
            said += f", set by packets of {settings.packet_size} vehicles with {settings.packet_headway_s} s between them"
        return said + "."


def saving_text(bottlenecks: tuple[Bottleneck, ...]) -> str:
    """Return " 10 % more there would save 40 min; on Mill Road nothing, because the next bottleneck binds.", "" when not known.

    The first three bottlenecks are told. Nothing is said of those where the packets' own spacing binds, as no road helps there,
    and of savings below a minute on other than the first.
    """
    parts: list[str] = []
    for number, one in enumerate(bottlenecks[:3]):
        if one.saving_s is None or one.saving_note == SPACING or (number and 0 < one.saving_s < 60):
            continue
        place = "there" if not number else f"at {one.name}" if one.kind == "exit" else f"on {place_name(one, kind=False)}"
        saved = duration(one.saving_s) if one.saving_s else f"nothing, because {one.saving_note}"
        parts.append(f"{place} {saved}" if parts else f" 10 % more {place} would save {saved}")
    return "; ".join(parts) + "." if parts else ""


def place_name(road: Bottleneck, *, kind: bool = True) -> str:
    """Return a road as it is spoken of: "the bridge R18", "the unnamed residential road near Shusha"; without its kind "R18"."""
    if road.name.startswith("unnamed "):
        return f"the {road.name}"
    return f"the {road.kind} {road.name}" if kind else road.name


def duration(seconds: int) -> str:
    """Return seconds as hours and minutes, rounded down to the second below a minute, else to the minute.

    Rounded down because it is said of lower bounds.
    """
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
