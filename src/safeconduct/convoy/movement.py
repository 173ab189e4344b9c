"""The movement played forward in time: boarding, slots, screening and return, one event after another."""

from __future__ import annotations

from heapq import heappop, heappush

from safeconduct.convoy.choice import Choice, Chooser, by_rank
from safeconduct.convoy.dispatch import Dispatch
from safeconduct.convoy.duty import FOREVER, Homeward
from safeconduct.convoy.escorts import can_escort
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import CARS as OWN
from safeconduct.convoy.policy import FLEET, NO_LIMIT_S, Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.screening import ScreeningDesk
from safeconduct.convoy.standing import Standing, party_of, standing_drafts
from safeconduct.convoy.state import Batch, Draft, Point, Run, Vehicle, make_points, make_vehicles
from safeconduct.convoy.yard import Yard
from safeconduct.model.plan import VehicleRun

CLEAR, DESK, FREE, ARRIVAL, JOIN, BOARD, BATCH, CARS = range(8)
"""Kinds of events, in the order in which they are settled at the same second and priority."""

NOTHING = Standing()
"""Nothing stands: the movement begins."""

Subject = Draft | Vehicle | Point | tuple[Point, Batch] | ScreeningDesk


class Movement:
    """Plays an order forward once. `run` fills `drafts` (packets that left) and leaves in `points` who could not go.

    A packet takes its slots at the second at which it leaves, so the clock never runs behind a promise, and at every second the
    lower priority number asks first, buses and ambulances before own cars, then the group of which the smaller share has left.
    A packet joins the queue of its exit at the second at which it is clear.
    """

    def __init__(self, order: MovementOrder, roadway: Roadway, policy: Policy, standing: Standing = NOTHING) -> None:
        self.order = order
        self._settings = order.settings
        self._policy = policy
        self._roadway = roadway
        self.standing = standing
        self.points = make_points(order, {group.id: self._roadway.lines_of(group.id) for group in order.groups})
        self._dispatch = Dispatch(order, self._roadway, self.points, policy)
        self._chooser = Chooser(order, self._roadway, self.points, policy)
        self._yard = Yard(order, self._chooser, policy)
        self._events: list[tuple[int, int, int, float, int, int, Subject]] = []
        self._count = 0
        self.drafts: list[Draft] = []
        self.settled = 0

    def run(self) -> None:
        """Play all events, also those after the end of the order: a batch that is loaded too late gives its people back."""
        vehicles = make_vehicles(self.order)
        for draft in standing_drafts(self.order, self._roadway, self.standing, self.points, vehicles):
            self._stand(draft)
        for vehicle in vehicles:
            if not vehicle.kept:
                self._push(vehicle.available_s, FREE, vehicle)
        for point in self.points:
            self._push(point.ready_s, CARS, point)
            for arrival in point.later:
                self._push(arrival.second, JOIN, point)
        while self._events:
            now, _, _, _, _, kind, subject = heappop(self._events)
            self.settled += 1
            self._settle(now, kind, subject)

    def is_full(self, point: Point) -> bool:
        """Tell whether the people of a point were or are stopped because no exit has a bed left."""
        return point.beds_full or self._chooser.is_full(point)

    def _settle(self, now: int, kind: int, subject: Subject) -> None:
        if isinstance(subject, Draft):
            if not subject.given_up:
                self._queue_up(subject, now)
        elif isinstance(subject, ScreeningDesk):
            self._serve(subject, now)
        elif isinstance(subject, Vehicle):
            if kind == FREE:
                self._send(subject, now)
            else:
                self._arrive(subject, now)
        elif isinstance(subject, Point):
            if kind == CARS:
                self._ask_cars(subject, now)
            elif kind == JOIN:
                self._join(subject, now)
            else:
                self._board(subject, now)
        else:
            self._ask_batch(*subject, now)

    def _push(self, when: int, kind: int, subject: Subject) -> None:
        point = subject[0] if isinstance(subject, tuple) else subject
        priority, share = 0, 0.0
        if isinstance(point, Point):
            priority = point.group.priority
            share = self._share(point) if kind == CARS and point.cars.cars else 0.0
        if kind not in (CLEAR, DESK, FREE):
            when = max(when, self.standing.now_s)
        # Asking for the road comes last, by priority first and then by kind; everything else at once.
        key = (BATCH, priority, kind + share) if kind >= BATCH else (kind, priority, 0.0)
        self._count += 1
        heappush(self._events, (when, *key, self._count, kind, subject))

    def _share(self, point: Point) -> float:
        """Return the share of a point's cars that has left, told smaller where the policy counts its work several times."""
        return point.cars.used / point.cars.cars / self._policy.work_factor.get(point.group.id, 1.0)

    # Vehicles on their way

    def _send(self, vehicle: Vehicle, now: int) -> None:
        if self._keeps_on(vehicle, now):
            return
        if now < self.standing.now_s:
            self._push(self.standing.now_s, FREE, vehicle)
            return
        line = vehicle.line
        found = self._dispatch.first(vehicle, now) if line is None else self._dispatch.back(vehicle, line, now)
        if found is not None:
            point, home = found
            self._set_out(vehicle, point, home)
            self._head(vehicle, point, home.there_s)

    def _keeps_on(self, vehicle: Vehicle, now: int) -> bool:
        """Let a vehicle go on as it stood before the movement was played; False when it is free to be sent anywhere."""
        home: Homeward | None = None
        on_way = self.standing.backs.get((vehicle.serial, len(vehicle.history)))
        if on_way is not None:
            point = next(point for point in self.points if point.group.id == on_way[0])
            home = self._dispatch.on_way(vehicle, point, on_way[1])
        elif vehicle.kept and vehicle.line is not None:
            point = self._point_of(vehicle.kept[0][0])
            aid_t = vehicle.history[-1].aid_t  # as it was planned
            home = self._dispatch.back_to(vehicle, point, vehicle.line, max(now, self.standing.now_s), aid_t=aid_t)
        if vehicle.kept:
            draft, run = vehicle.kept[0]
            if draft.gone or (home is not None and home.there_s <= run.load_start_s):
                if home is not None:
                    self._set_out(vehicle, point, home)
                return True
            self._give_up(draft, now, late=vehicle)
        if on_way is None or home is None:
            return False
        self._set_out(vehicle, point, home)
        self._head(vehicle, point, max(now, on_way[1]))
        return True

    def _set_out(self, vehicle: Vehicle, point: Point, home: Homeward) -> None:
        self._dispatch.bring(point, home.aid_t)
        vehicle.set_out(home)

    def _head(self, vehicle: Vehicle, point: Point, there: int) -> None:
        vehicle.heading = point.index
        point.coming[vehicle.serial] = (there, vehicle)
        self._push(there, ARRIVAL, vehicle)

    def _recall(self, now: int) -> None:
        for vehicle in self._dispatch.recall():
            self._send(vehicle, now)

    def _arrive(self, vehicle: Vehicle, now: int) -> None:
        assert vehicle.heading is not None
        point = self.points[vehicle.heading]
        del point.coming[vehicle.serial]
        (point.idle if vehicle.carries else point.escorts).append(vehicle)
        point.stuck = False
        self._push(max(now, point.ready_s), BOARD, point)

    # Packets that stood before the movement was played

    def _point_of(self, draft: Draft) -> Point:
        return next(point for point in self.points if point.group.id == draft.line.route.group_id)

    def _stand(self, draft: Draft) -> None:
        """Put a packet that stands on the road."""
        exit_id = draft.line.route.exit_id
        self._roadway.book(draft.line, draft.vehicles, draft.depart_s)
        if draft.out_s is None:
            self._chooser.desks[exit_id].expect(self._chooser.coming(draft))
        else:
            self._chooser.desks[exit_id].hold_until(draft.out_s)
        self._chooser.keep_beds(exit_id, draft.people)
        self.drafts.append(draft)
        self._push(draft.clear_s, CLEAR, draft)

    def _give_up(self, draft: Draft, now: int, *, late: Vehicle) -> None:
        """Let a packet that was planned not leave, since a vehicle would be late: its people wait again, its vehicles are free.

        Own cars in it leave as they were to, as a packet of their own. What its vehicles were to do later is given up as well.
        """
        point, exit_id = self._point_of(draft), draft.line.route.exit_id
        draft.given_up = True
        self.drafts.remove(draft)
        self._roadway.unbook(draft.line, draft.vehicles, draft.depart_s)
        self._chooser.desks[exit_id].forget(self._chooser.coming(draft))
        self._chooser.keep_beds(exit_id, -draft.people)
        point.party.add(*party_of(draft, point.party.families))
        if draft.block is not None:
            clear = draft.depart_s + draft.line.clear_after_s(draft.block.vehicles, self._settings)
            block = draft.block
            self._stand(Draft(draft.line, draft.depart_s, clear, block.vehicles, block.people.total, [], block))
        for run in draft.runs:
            point.bays.release(run.load_start_s, run.load_end_s)
            self._set_free(run.vehicle, draft, now, late=late)
        self._push(now, BOARD, point)

    def _set_free(self, vehicle: Vehicle, draft: Draft, now: int, *, late: Vehicle) -> None:
        """Take a packet given up, and all that should follow, off a vehicle; send it on unless it is still on the road."""
        later = [one for one, _ in vehicle.kept if one is not draft and one.depart_s > draft.depart_s]
        before = [one for one, _ in vehicle.kept if one.depart_s < draft.depart_s]
        vehicle.kept = [(one, run) for one, run in vehicle.kept if one is not draft]
        for one in later:
            if not one.given_up:
                self._give_up(one, now, late=vehicle)
        if vehicle is late or before:
            return  # it is sent by whoever asked, or when it is empty
        last = vehicle.history[-1] if vehicle.history else None
        if last is None:
            self._push(now, FREE, vehicle)
        elif last.back_s is not None:
            self._head(vehicle, self._point_of(draft), max(now, last.back_s))

    # Boarding

    def _join(self, point: Point, now: int) -> None:
        """Let people who come later join those who wait, unless it is too late for them."""
        while point.later and point.later[0].second <= now and not point.is_too_late(point.later[0]):
            arrival = point.later.pop(0)
            point.party.add(dict(arrival.units), arrival.loose)
        point.stuck = False
        self._push(now, BOARD, point)
        self._recall(now)

    def _board(self, point: Point, now: int) -> None:
        soon = min((there for there, vehicle in point.coming.values() if vehicle.carries), default=None)
        if not point.idle or not point.party.people.total:
            return
        if len(point.idle) < self._yard.limit(point) and soon is not None and soon <= now + self._settings.packet_headway_s:
            return  # its arrival asks again
        soonest = point.bays.starts(now, self._settings.load_fixed_s)[0]
        if soonest > now:
            self._push(soonest, BOARD, point)
            return
        batch = self._yard.make_batch(point, now)
        point.stuck = batch is None and not self._yard.waits(point, now)
        if batch is not None:
            self._push(batch.ready_s, BATCH, (point, batch))
            self._push(now, BOARD, point)
        self._recall(now)

    # On the road

    def _ask_batch(self, point: Point, batch: Batch, now: int) -> None:
        """Let a loaded batch go with as many own cars behind it as fit, or without, or wait; dissolve it when it never can."""
        self._chooser.forget(batch)
        bare, moments = batch.vehicles, []
        for cars in dict.fromkeys((self._cars_beside(point, batch), 0)):
            people = batch.people + point.cars.seats_of(cars)
            lines = [line for line in point.lines if self._chooser.has_beds(line.route.exit_id, people)]
            lines = [line for line in lines if line.route.length_m <= batch.reach_m]
            choices = self._chooser.choices(
                lines, bare + cars, people, now, kind=FLEET, again=batch.again, latest_s=batch.latest_s, patients=batch.patients
            )
            if not batch.patients and self._policy.fleet_queue_s < NO_LIMIT_S:
                choices = [self._chooser.batch_held_back(one, self._policy.fleet_queue_s) for one in choices]
            choices = [one for one in choices if can_escort(batch.escorts, one)]
            choice = self._chooser.pick(choices, now, backlog=False)
            if choice is not None and (held := self._held_for_patients(choice, batch)).depart > now:
                moments, best = [held.depart], held
                break
            if choice is not None and not (cars and self._chooser.queues_long(choice)):
                block = point.cars.take(cars) if cars else None
                self._leave(choice, batch.runs_at(now), block, now)
                if block is not None and not point.cars.left:
                    self._after_cars(point, now, stuck=False)
                return
            moments += [one.depart for one in choices if one.depart > now]
            if choices:
                best = choices[0]
        if moments and self._books_ahead(point, batch):
            self._leave(best, batch.runs_at(best.depart), None, best.depart)
        elif moments:
            batch.exit_id, batch.clear_s = best.line.route.exit_id, best.clear
            self._chooser.expect(batch)
            self._push(min(moments), BATCH, (point, batch))
        else:
            batch.boarding.undo()
            if batch.escorts:
                point.escorts += batch.escorts
                self._push(now, BOARD, point)

    def _books_ahead(self, point: Point, batch: Batch) -> bool:
        """Tell whether a packet takes its slot before its time, so that others who come by sooner do not always have it first."""
        ahead = self._policy.patients_queue_s is not None and batch.patients
        return ahead and point.group.priority == min(one.group.priority for one in self.points)

    def _held_for_patients(self, choice: Choice, batch: Batch) -> Choice:
        """Return the choice, put off where patients would queue for long behind a packet without any."""
        most_s, waiting = self._policy.patients_queue_s, any(point.party.people.stretcher for point in self.points)
        free = most_s is None or batch.patients or not waiting or batch.latest_s < FOREVER
        return choice if free or most_s is None else self._chooser.batch_held_back(choice, most_s)

    def _cars_beside(self, point: Point, batch: Batch) -> int:
        cars = min(self._settings.packet_size - batch.vehicles, point.cars.left)
        while cars > 0 and not self._chooser.has_beds(batch.exit_id, batch.people + point.cars.seats_of(cars)):
            cars -= 1
        return cars if cars > 0 and point.cars.fits(cars) else 0

    def _ask_cars(self, point: Point, now: int) -> None:
        """Let the next packet of own cars go, or ask again when its road is free; those who never can stay with their cars."""
        if point.cars_stopped or not point.cars.left:
            return
        choices = []
        for line in point.lines:
            cars = self._cars_for(point, self._chooser.desks[line.route.exit_id].beds_left)
            if cars:
                found = self._chooser.choices([line], cars, point.cars.seats_of(cars), now, kind=OWN)
                choices += [self._chooser.held_back(choice, self._policy.exit_queue_s) for choice in found]
        if not choices:
            point.cars_stopped = True
            point.beds_full |= self.is_full(point)
            return
        # A block cut short for beds may be too small for the families that are left; another exit's is not.
        choices = sorted([one for one in choices if point.cars.fits(one.vehicles)] or choices, key=by_rank)
        choice = self._chooser.pick(choices, now, backlog=True)
        if choice is None:
            self._push(min(one.depart for one in choices if one.depart > now), CARS, point)
            return
        block = point.cars.take(choice.vehicles)
        if block is not None:
            self._leave(choice, [], block, now)
        self._after_cars(point, now, stuck=block is None)

    def _cars_for(self, point: Point, beds: int | None) -> int:
        cars = min(self._settings.packet_size, point.cars.left)
        while cars and beds is not None and point.cars.seats_of(cars) > beds:
            cars -= 1
        return cars

    def _after_cars(self, point: Point, now: int, *, stuck: bool) -> None:
        """Ask for the next cars; whole families that no block of cars can take whole turn to the fleet."""
        if point.cars.left and not stuck:
            self._push(now, CARS, point)
            return
        point.party.add(*point.cars.give_up())
        self._push(now, BOARD, point)

    def _leave(self, choice: Choice, runs: list[Run], block: VehicleRun | None, now: int) -> None:
        """Put a packet on the road: its slots are taken, its people are expected at the exit."""
        line = choice.line
        aboard = [run.people for run in runs] + ([block.people] if block else [])
        people = sum(one.total for one in aboard)
        clear = now + line.clear_after_s(choice.vehicles, self._settings)
        draft = Draft(line, now, clear, choice.vehicles, people, runs, block)
        draft.latest_s = self._yard.latest_out(runs)
        for run in runs:
            run.vehicle.drive(run, line)
        self._roadway.book(line, choice.vehicles, now)
        self._chooser.desks[line.route.exit_id].expect(self._chooser.coming(draft))
        self._chooser.keep_beds(line.route.exit_id, people)
        self.drafts.append(draft)
        self._push(clear, CLEAR, draft)

    def _queue_up(self, draft: Draft, now: int) -> None:
        """Let a packet that is clear join the queue of its exit."""
        for run in draft.runs:
            if run.vehicle.kept and run.vehicle.kept[0][1] is run:  # it stood before: only now it is certain that it drives
                del run.vehicle.kept[0]
                point = self._point_of(draft)
                if not run.vehicle.history:
                    run.vehicle.set_out(self._dispatch.from_base(run.vehicle, point, 0))
                run.vehicle.drive(run, draft.line)
                run.vehicle.heading = point.index
        if draft.out_s is not None:
            self._let_out(draft)
            return
        desk = self._chooser.desks[draft.line.route.exit_id]
        self._push(desk.join(self._chooser.coming(draft), draft, now), DESK, desk)

    def _serve(self, desk: ScreeningDesk, now: int) -> None:
        """Screen who is next at a desk, and ask again when it is free."""
        for who, out_s in desk.serve(now):
            assert isinstance(who, Draft)
            who.out_s = out_s
            if out_s is None:
                self._chooser.keep_beds(who.line.route.exit_id, -who.people)
            else:
                self._let_out(who)
        start = desk.next_start()
        if start is not None and start > now:
            self._push(start, DESK, desk)

    def _let_out(self, draft: Draft) -> None:
        assert draft.out_s is not None
        for run in draft.runs:
            run.free_s = draft.out_s + self._settings.unload_fixed_s if run.vehicle.carries else draft.clear_s
            self._push(run.free_s, FREE, run.vehicle)
