"""The yard of an assembly point: which vehicles board together, in which bay, and for how long."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.convoy.boarding import Boarding, Room
from safeconduct.convoy.choice import Choice, Chooser, by_rank
from safeconduct.convoy.duty import FOREVER, MARGIN_M
from safeconduct.convoy.escorts import Escorts, can_escort
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import FLEET, Policy
from safeconduct.convoy.roadway import Line
from safeconduct.convoy.state import Batch, Point, Run, Vehicle, latest_departure
from safeconduct.model.people import Headcount


class Yard:
    """Makes batches: patients and their families first, with buses for those of a family who find no place beside them.

    Vehicles with stretcher places wait for stretcher patients. People in wheelchairs board first whatever vehicle has a place for
    them, together with those who sit.
    """

    def __init__(self, order: MovementOrder, chooser: Chooser, policy: Policy) -> None:
        self._policy = policy
        self._settings = order.settings
        self._chooser = chooser
        self._escorts = Escorts(order)
        self._spread_patients = order.settings.family_with_patient == "packet"
        self._most_seats = max((entry.seats for entry in order.fleet if entry.role == "transport"), default=0)

    def make_batch(self, point: Point, now: int) -> Batch | None:
        """Return the next batch that can board at a point now, one for stretcher patients first, or None when nobody fits."""
        point.idle = [one for one in point.idle if not one.duty.limited or self._can_go(one, point.lines, now)]
        if not self._escorts.most or self._escorts.find(point, point.lines, now) is None:
            return None
        return self._make(point, now, medical=True) or self._make(point, now, medical=False)

    def latest_out(self, runs: list[Run]) -> int:
        """Return when a packet of these must be out, so that each is empty within its use and its crew's duty."""
        carry = (run for run in runs if run.vehicle.carries)
        free = min((run.vehicle.duty.last_free_s(run.load_start_s) for run in carry), default=FOREVER)
        return free if free >= FOREVER else free - self._settings.unload_fixed_s

    def _can_go(self, vehicle: Vehicle, lines: Iterable[Line], now: int) -> bool:
        """Tell whether a vehicle that begins to load now can drive any of the lines."""
        return any(vehicle.duty.allows(line, now, self._settings) for line in lines)

    def _fit(self, vehicle: Vehicle, choice: Choice, now: int) -> bool:
        """Tell whether crew, use and tank of a vehicle allow what is chosen."""
        if not vehicle.duty.limited:
            return True
        free = choice.out + self._settings.unload_fixed_s + self._policy.duty_slack_s
        return free <= vehicle.duty.last_free_s(now) and vehicle.duty.reaches(choice.line.route.length_m)

    def limit(self, point: Point) -> int:
        """Return how many vehicles may board there as one packet: no more than have a bay."""
        return min(max(1, self._escorts.most), max(1, point.group.loading_bays))

    def _make(self, point: Point, now: int, *, medical: bool) -> Batch | None:
        team = self._with_buses(point) if medical else self._filled(point, self._seated_team(point)[: self.limit(point)], now)
        coming = (one for _, one in point.coming.values() if one.carries)
        places = sum(vehicle.entry.places for vehicle in [*point.idle, *coming])
        again = (point.party.people + point.coming_people).total > places
        for choice in self._exits(point, team, now, medical=medical, again=again):
            exit_id = choice.line.route.exit_id
            chosen = team if medical else self._few_for_screening(point, team, exit_id)
            chosen = [one for one in chosen if self._fit(one, choice, now)]
            escorts = self._escorts.find(point, [choice.line], now)
            if escorts is None or not can_escort(escorts, choice):
                continue
            boarding = self._open_rooms(point, chosen, now, self._chooser.desks[exit_id].beds_left)
            self._fill(boarding, medical=medical)
            runs = self._close_rooms(point, boarding, chosen, now)
            if runs:
                ready = max(run.load_end_s for run in runs)
                clear = max(ready, choice.depart) + choice.line.clear_after_s(len(runs) + len(escorts), self._settings)
                batch = Batch(runs, boarding, ready, exit_id, clear, again, self.latest_out(runs), escorts=escorts)
                batch.reach_m = min(run.vehicle.duty.tank_m for run in runs) - MARGIN_M
                point.escorts = [one for one in point.escorts if one not in escorts]
                self._chooser.expect(batch)
                return batch
        return None

    def waits(self, point: Point, now: int) -> bool:
        """Tell whether vehicles that board nobody now wait for people who come, or for an escort."""
        return self.waits_for_more(point, now) or self._escorts.find(point, point.lines, now) is None

    def waits_for_more(self, point: Point, now: int) -> bool:
        """Tell whether a vehicle that those who are there do not fill waits for those who come next."""
        soon = point.next_arrival_s
        return soon is not None and soon - now <= self._policy.fill_wait_s

    def _filled(self, point: Point, team: list[Vehicle], now: int) -> list[Vehicle]:
        """Return so many of the team as are filled by those who are there, where it waits for more."""
        if not self.waits_for_more(point, now):
            return team
        people, filled = point.party.people.total, 0
        for vehicle in team:
            people -= vehicle.entry.places
            filled += people >= 0
        return team[:filled]

    def _fill(self, boarding: Boarding, *, medical: bool) -> None:
        rooms = boarding.rooms
        boarding.board_patients()
        if medical and not self._escorts.number:
            boarding.rooms = [room for room in rooms if room.people.total]
        boarding.board_sitting()
        boarding.rooms = rooms

    def _exits(self, point: Point, team: list[Vehicle], now: int, *, medical: bool, again: bool) -> list[Choice]:
        """Return the best choice to each exit that the next batch may board for, the best first; exits short of beds last.

        The batch that each exit would get is looked at as if it were loaded; what is already boarded or on the road counts.
        """
        waiting = point.party.people.total
        if not team or not waiting:
            return []
        desks, loaded = self._chooser.desks, now + self._settings.load_fixed_s
        lines = [line for line in point.lines if desks[line.route.exit_id].beds_left != 0]
        point.beds_full |= bool(point.lines) and not lines
        for size in dict.fromkeys((len(team), 1)):
            found: list[tuple[bool, Choice]] = []
            for line in lines:
                exit_id = line.route.exit_id
                few = team[:size] if medical else self._few_for_screening(point, team[:size], exit_id)
                few = [one for one in few if not one.duty.limited or self._can_go(one, [line], now)]
                if not few:
                    continue
                likely = max(1, min(waiting, sum(vehicle.entry.places for vehicle in few)))
                short = not self._chooser.has_beds(exit_id, min(waiting, few[0].entry.places)) and self._policy.last_beds_last
                number = len(few) + self._escorts.number
                ways = self._chooser.choices([line], number, likely, loaded, kind=FLEET, again=again, patients=medical)
                found += [(short, choice) for choice in ways]
            if found:
                found.sort(key=lambda one: (one[0], by_rank(one[1])))
                best = {choice.line.route.exit_id: choice for _, choice in reversed(found)}
                return [choice for _, choice in found if best[choice.line.route.exit_id] is choice]
        return []

    def _with_buses(self, point: Point) -> list[Vehicle]:
        """Return the medical team, and where each packet needs an escort, as many buses as drive with it."""
        team = self._medical_team(point)
        if team and self._escorts.number:
            team += [one for one in self._seated_team(point) if one not in team][: max(0, self.limit(point) - len(team))]
        return team

    def _medical_team(self, point: Point) -> list[Vehicle]:
        """Return idle vehicles with stretcher places, and those without which the families of their patients would be parted."""
        if not point.party.people.stretcher:
            return []
        size = self._escorts.most
        medical = [one for one in point.idle if one.entry.stretcher_places][:size]
        buses = [one for one in point.idle if not one.entry.stretcher_places]
        buses.sort(key=lambda one: (-one.entry.seats, -one.entry.wheelchair_places))
        team = medical
        while medical:
            seats = sum(one.entry.seats for one in medical)
            wheelchairs = sum(one.entry.wheelchair_places for one in medical)
            companions = point.party.companions(sum(one.entry.stretcher_places for one in medical))
            if not self._spread_patients:
                companions = Headcount()
            team = list(medical)
            for bus in buses:
                seats_short, places_short = companions.sitting - seats, companions.wheelchair - wheelchairs
                if (seats_short > 0 and bus.entry.seats) or (places_short > 0 and bus.entry.wheelchair_places):
                    team.append(bus)
                    seats += bus.entry.seats
                    wheelchairs += bus.entry.wheelchair_places
            if len(team) <= size:
                break
            medical = medical[:-1]
        return team if medical else []

    def _seated_team(self, point: Point) -> list[Vehicle]:
        """Return idle vehicles for people who sit or are in wheelchairs: enough places for the latter, then the roomiest.

        Those with stretcher places only when no patient waits for them.
        """
        waiting = point.party.people
        free = [one for one in point.idle if not (waiting.stretcher and one.entry.stretcher_places)]
        free.sort(key=lambda one: -one.entry.seats)
        team, missing = [], waiting.wheelchair
        for one in free:
            if missing > 0 and one.entry.wheelchair_places:
                team.append(one)
                missing -= one.entry.wheelchair_places
        return team + [one for one in free if one.entry.seats and one not in team]

    def _few_for_screening(self, point: Point, team: list[Vehicle], exit_id: str) -> list[Vehicle]:
        """Return so many of the team that screening them at that exit takes no longer than the policy lets it.

        At least the policy's `packet_least` of them, so that no convoy is taken apart, and all where a family needs several.
        """
        rate = self._chooser.desks[exit_id].rate_per_h
        large = any(row.members.sitting > self._most_seats for row in point.party.rows(medical=False))
        if large or rate is None:
            return team
        people, few = rate * self._policy.packet_screening_s // 3600, 0
        for vehicle in team:
            people -= vehicle.entry.places
            few += people >= 0
        return team[: max(self._policy.packet_least, few)]

    def _open_rooms(self, point: Point, vehicles: list[Vehicle], now: int, beds: int | None) -> Boarding:
        """Return an empty boarding; each vehicle may board for so long that it alone could still leave in time."""
        settings = self._settings
        latest = latest_departure(point, settings)
        bays = point.bays.starts(now, settings.load_fixed_s)
        rooms, behind = [], 0
        for index, vehicle in enumerate(vehicles):
            turn, bay = divmod(index, len(bays))
            entry = vehicle.entry
            room = Room(entry.seats, entry.stretcher_places, entry.wheelchair_places, 0, settings)
            full = Headcount(0, entry.seats, entry.stretcher_places, entry.wheelchair_places)
            behind = max(behind, settings.load_fixed_s + room.boarding_s(full))
            start = bays[bay] + turn * behind
            last = latest
            if latest is not None and vehicle.duty.limited:
                free = vehicle.duty.last_free_s(start) - settings.unload_fixed_s
                last = min(latest, free - min(line.clear_after_s(1, settings) for line in point.lines))
            room.budget_s = 0 if last is None else last - start - settings.load_fixed_s
            rooms.append(room)
        return Boarding(point.party, rooms, beds=beds, most_seats=self._most_seats, spread_patients=self._spread_patients)

    def _close_rooms(self, point: Point, boarding: Boarding, vehicles: list[Vehicle], now: int) -> list[Run]:
        """Take the vehicles with somebody aboard off the point, give each its loading bay, return their runs."""
        runs = []
        for vehicle, room in zip(vehicles, boarding.rooms, strict=True):
            if room.people.total:
                needed_s = self._settings.load_fixed_s + room.boarding_s(room.people)
                start = point.bays.take(now, needed_s)
                end = start + needed_s
                point.idle.remove(vehicle)
                runs.append(Run(vehicle, room.people, room.loads(), start, end))
        return runs
