from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convoy.orders import group
from safeconduct.convoy.parties import split_group
from safeconduct.model.people import Headcount


def test_patients_and_their_families_never_go_by_car() -> None:
    split = split_group(group("G", 0, 0, 2, families=((Headcount(3, 0, 1), 2), (Headcount(4), 5)), cars=50), 10)
    assert split.cars.people.stretcher == 0
    assert split.cars.units == {"F2": 5}
    assert split.fleet.people == Headcount(6, 0, 4)


def test_a_family_larger_than_a_packet_of_cars_rides_the_fleet() -> None:
    people = group("G", 10, families=((Headcount(9), 1),), cars=10)
    assert split_group(people, 2).cars.units == {}
    assert split_group(people, 3).cars.units == {"F1": 1}


def test_whole_families_fill_the_cars_before_single_people_run_out() -> None:
    split = split_group(group("G", 3, families=((Headcount(4), 10),), cars=5, per_car=4.0), 10)
    assert split.cars.total == 20
    assert split.cars.people.total == 20


@given(
    st.integers(0, 50),
    st.integers(0, 20),
    st.lists(
        st.tuples(st.builds(Headcount, st.integers(1, 6), st.integers(0, 3), st.integers(0, 1)), st.integers(1, 6)), max_size=3
    ),
    st.integers(0, 30),
    st.sampled_from([1.0, 1.5, 4.7]),
    st.integers(1, 10),
)
def test_nobody_is_lost_or_doubled_and_cars_are_never_overfull(
    able: int, seated: int, families: list[tuple[Headcount, int]], cars: int, per_car: float, packet: int
) -> None:
    people = group("G", able, seated, 1, families=tuple(families), cars=cars, per_car=per_car)
    split = split_group(people, packet)
    assert split.cars.people + split.fleet.people == people.people
    assert split.cars.people.total == split.cars.total <= people.car_people
    before, taken = split.cars.people, Headcount()
    while split.cars.left:
        block = split.cars.take(min(packet, split.cars.left))
        if block is None:
            break
        taken += block.people
        assert block.people.total <= -(-block.vehicles * people.car_people // max(1, people.cars_used))
    units, loose = split.cars.give_up()
    for name, count in units.items():
        loose += split.cars.families[name].members.times(count)
    assert taken + loose == before
    if not families:
        assert taken.total == people.car_people


def test_own_cars_are_for_those_who_are_there_and_whose_family_may_ride_in_them() -> None:
    """A bound that counts cars must not count such as nobody can use."""
    families = ((Headcount(4, 0, 1), 2), (Headcount(3), 2))
    mixed = group("G", 5, families=families, later={2: 600}, waves=((900, Headcount(20)),), cars=10, per_car=4.0)
    assert mixed.people.sitting == 8 + 6 + 5 + 20
    assert (mixed.car_people, mixed.cars_used) == (5, 2)
    assert split_group(mixed, 10).cars.total == 5
