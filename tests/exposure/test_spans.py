from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.exposure.spans import clip_to_movement, complement, intersect, join
from safeconduct.model.times import Span

START = datetime(2014, 8, 29, 6, tzinfo=UTC)
END = START + timedelta(hours=10)
HORIZON = 100.0

spans = st.lists(st.tuples(st.integers(-20, 120), st.integers(-20, 120)).map(lambda pair: (float(min(pair)), float(max(pair)))))


def inside(spans_: tuple[tuple[float, float], ...], moment: float) -> bool:
    return any(low <= moment < high for low, high in spans_)


def test_clip_keeps_the_common_part_in_seconds() -> None:
    early = Span(START - timedelta(hours=1), START + timedelta(minutes=1))
    assert clip_to_movement(early, START, END) == (0.0, 60.0)


def test_clip_gives_nothing_when_apart_or_when_there_is_no_movement() -> None:
    assert clip_to_movement(Span(END, END + timedelta(hours=1)), START, END) is None
    assert clip_to_movement(Span(START, END), END, START) is None


@given(spans)
def test_complement_is_what_is_left(shut: list[tuple[float, float]]) -> None:
    free = complement(shut, HORIZON)
    assert free == join(free)
    for moment in range(100):
        assert inside(free, moment) != inside(tuple(shut), moment)
    assert not any(inside(free, moment) for moment in (-1.0, HORIZON))


@given(spans, spans)
def test_intersection_holds_what_both_hold(first: list[tuple[float, float]], second: list[tuple[float, float]]) -> None:
    both = intersect(join(first), join(second))
    for moment in range(-20, 121):
        assert inside(both, moment) == (inside(tuple(first), moment) and inside(tuple(second), moment))
