"""Screening at the exits: rate, queue, opening hours and beds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from safeconduct.model.people import Exit
from safeconduct.model.plan import Packet
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding


def check_screening(case: Case) -> Iterator[Finding]:
    """Yield a finding for each packet whose `out` does not follow from the screening at its exit."""
    for place in case.scenario.exits:
        packets = [packet for packet in case.plan.timetable.packets if packet.exit_id == place.id]
        yield from _check_queue(case, place, packets)
        yield from _check_turns(case, place, packets)
        yield from _check_beds(place, packets)


def opening(case: Case, place: Exit) -> tuple[float, float]:
    """Return the opening hours of an exit in seconds from the start; without a limit where none is known."""
    return (
        -inf if place.opens is None else case.second(place.opens),
        inf if place.closes is None else case.second(place.closes),
    )


def _check_queue(case: Case, place: Exit, packets: list[Packet]) -> Iterator[Finding]:
    """Screening of a packet begins when it is clear and the exit open, or the moment another one ends there; one at a time."""
    opens, closes = opening(case, place)
    ends = {case.second(packet.out) for packet in packets}
    busy: list[tuple[float, float, str]] = []
    for packet in packets:
        where = f"packet {packet.id}"
        clear, out = case.second(packet.clear), case.second(packet.out)
        if place.screening_per_h is None:
            if out != clear:
                yield finding("packet-screening", where, f"out {out - clear:.0f} s after it is clear, though nothing is screened")
            if not opens <= out <= closes:
                yield finding(
                    "packet-screening", where, f"out at {out:.0f} s, exit {place.id} is open {opens:.0f}-{closes:.0f} s"
                )
            continue
        if place.screening_per_h <= 0:
            yield finding("packet-screening", where, f"exit {place.id} screens nobody")
            continue
        begin = out - -(-packet.people.total * 3600 // place.screening_per_h)
        if begin < clear:
            yield finding("packet-screening", where, f"screening would begin {clear - begin:.0f} s before the packet is clear")
        elif begin != max(clear, opens) and begin not in ends:
            yield finding(
                "packet-screening", where, f"screening begins {begin - clear:.0f} s after the packet is clear for no reason"
            )
        if begin < opens or out > closes:
            text = f"screened {begin:.0f}-{out:.0f} s, exit {place.id} is open {opens:.0f}-{closes:.0f} s"
            yield finding("packet-screening", where, text)
        busy.append((begin, out, packet.id))
    busy.sort()
    for (_begin, end, before), (begin, _end, after) in pairwise(busy):
        if begin < end:
            yield finding("packet-screening", f"packet {after}", f"screened {end - begin:.0f} s before packet {before} is done")


def _check_turns(case: Case, place: Exit, packets: list[Packet]) -> Iterator[Finding]:
    """Yield a finding for each packet that is screened while another waits whose turn it was.

    Patients go first where that is set, else who was clear first. Where a crew's duty or a vehicle's last hour may force an
    exception, nothing is looked at.
    """
    rows = case.scenario.fleet
    if not place.screening_per_h or any(row.crew_h is not None or row.lost for row in rows):
        return
    turns = []
    for packet in packets:
        begin = case.second(packet.out) - -(-packet.people.total * 3600 // place.screening_per_h)
        fleet = [run.people for run in packet.runs if run.serial]
        patients = case.scenario.settings.patients_first and any(people.stretcher or people.wheelchair for people in fleet)
        turns.append((begin, not patients, case.second(packet.clear), packet.id))
    turns.sort()
    for place_in, (begin, later, clear, name) in enumerate(turns):
        if begin < case.at_s:
            continue
        for _begin, other_later, other_clear, other in turns[place_in + 1 :]:
            if other_clear < begin and (other_later, other_clear) < (later, clear):
                text = f"screened at {begin:.0f} s, while packet {other} waits since {other_clear:.0f} s"
                yield finding("packet-turn", f"packet {name}", text)
                break


def _check_beds(place: Exit, packets: list[Packet]) -> Iterator[Finding]:
    people = sum(packet.people.total for packet in packets)
    if place.beds is not None and people > place.beds:
        yield finding("exit-beds", f"exit {place.id}", f"{people} people for {place.beds} beds")
