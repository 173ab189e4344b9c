"""What leaves at which level is one whitelist; what may not be released is refused with its rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from safeconduct.brief.release import (
    DRAFT,
    FIELDS,
    FILES,
    LEVELS,
    OPERATORS,
    PARTIES,
    PLAN,
    PUBLIC,
    RELEASED,
    check_release,
    fields_of,
    may_hold,
    may_leave,
    released,
)
from safeconduct.files.plan_folder import PLAN_FILES
from safeconduct.model.clauses import get_clause_kind
from safeconduct.model.errors import RefusedError
from safeconduct.model.terms import Moment, Term, Value

STATES = ("draft", "proposed", "agreed", "open", "suspended", "closed")
NOON = datetime(2022, 3, 5, 12, tzinfo=UTC)


def clause(**values: Value) -> Term:
    return Term("R", "", (), kind="release", values=tuple(values.items()))


SILENCE = (clause(when="when the silence holds"),)


def test_a_file_leaves_at_no_level_that_may_not_hold_all_of_it() -> None:
    for file in FILES:
        for level in file.levels:
            for field in file.fields:
                assert may_hold(level, field), f"{file.file} at level {level} holds {field}"


def test_every_file_of_a_plan_folder_stands_in_the_table_once() -> None:
    listed = [one.file for one in FILES if one.folder == PLAN]
    assert sorted(listed) == sorted(name for name, _ in PLAN_FILES)


def test_names_plates_and_numbers_to_call_are_held_by_no_level_and_no_file() -> None:
    for field in ("names", "plates", "numbers to call"):
        assert not any(may_hold(one.name, field) for one in LEVELS)
        assert not any(field in one.fields for one in FILES)


def test_each_wider_circle_is_told_no_more_than_the_cell_and_the_public_least() -> None:
    held = {one.name: {field.name for field in fields_of(one.name)} for one in LEVELS}
    assert all(held[level] <= held[DRAFT] for level in RELEASED)
    assert held[PUBLIC] < held[PARTIES] < held[OPERATORS]
    assert held[PUBLIC].isdisjoint({"packets", "positions", "lines", "checkpoints", "people", "serials", "hazards"})
    assert {field.name for field in FIELDS} == set.union(*held.values()) | {"names", "plates", "numbers to call"}


def test_a_file_that_no_table_knows_leaves_nowhere() -> None:
    assert not may_leave("notes.txt", PARTIES)
    assert not may_leave("plan.json", PUBLIC, PLAN)
    with pytest.raises(RefusedError) as caught:
        released({"brief-en-uk.pdf": b"", "notes.txt": b""}, PARTIES)
    assert caught.value.rule == "release-file"
    files = {"brief-en-uk.pdf": 1, "timetable.xlsx": 2, "announcement-uk.txt": 3}
    assert released(files, PUBLIC) == {"announcement-uk.txt": 3}
    assert released(files, PARTIES) == files
    plan = dict.fromkeys((name for name, _ in PLAN_FILES), 0)
    assert list(released(plan, PARTIES, PLAN)) == ["corridors.gpx"]
    assert [name for name in released(plan, OPERATORS, PLAN) if not name.startswith("sheets/")] == ["corridors.gpx"]


@pytest.mark.parametrize("state", STATES)
def test_the_public_is_told_only_while_the_agreement_is_open(state: str) -> None:
    if state == "open":
        check_release(PUBLIC, state, SILENCE)
        return
    with pytest.raises(RefusedError) as caught:
        check_release(PUBLIC, state, SILENCE)
    assert caught.value.rule == "release-state"
    assert state in str(caught.value)


@pytest.mark.parametrize("state", STATES)
def test_parties_may_always_read_and_operators_only_what_is_agreed(state: str) -> None:
    check_release(PARTIES, state, ())
    check_release(DRAFT, state, ())
    if state in {"agreed", "open", "suspended"}:
        check_release(OPERATORS, state, ())
    else:
        with pytest.raises(RefusedError, match=state):
            check_release(OPERATORS, state, ())


@pytest.mark.parametrize(
    ("clauses", "says"),
    [
        ((), "No clause"),
        ((clause(),), "No clause"),
        ((clause(when="never"),), "nothing is released"),
        ((*SILENCE, clause(when="never")), "nothing is released"),
        ((*SILENCE, clause(when="after the movement")), "only after the movement"),
        ((Term("T", "release it", (), kind="who"),), "No clause"),
    ],
)
def test_the_strictest_clause_on_release_holds_and_none_allows_nothing(clauses: tuple[Term, ...], says: str) -> None:
    with pytest.raises(RefusedError, match=says) as caught:
        check_release(PUBLIC, "open", clauses)
    assert caught.value.rule == "release-clause"


def test_after_the_movement_means_once_it_is_closed() -> None:
    check_release(PUBLIC, "closed", (clause(when="after the movement"),))


def test_an_earliest_moment_is_kept_and_an_unknown_moment_refused() -> None:
    terms = (clause(when="when the silence holds", at=Moment(NOON, "Europe/Kyiv")),)
    check_release(PUBLIC, "open", terms, NOON)
    for at in (None, NOON - timedelta(seconds=1)):
        with pytest.raises(RefusedError, match=r"not before 5 March 2022, 14:00 EET") as caught:
            check_release(PUBLIC, "open", terms, at)
        assert caught.value.rule == "release-moment"


def test_the_words_of_the_clause_are_those_of_the_table_of_clauses() -> None:
    field = get_clause_kind("release").find_field("when")
    assert field is not None
    assert field.choices == ("never", "when the silence holds", "after the movement")


def test_a_level_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        check_release("friends", "open", SILENCE)
