"""The life of an agreement: one table, refused acts that name the rule, and a replay of what was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreed import moment, whole_text
from safeconduct.agreement.lifecycle import (
    ACTS,
    CLOSED,
    DRAFT,
    STATES,
    STEPS,
    Act,
    act,
    act_text,
    facts_at,
    replay,
    state_after,
    state_by_terms,
    state_text,
)
from safeconduct.model.errors import RefusedError
from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import Answer, Term, TermsText, Value

NOON = datetime(2022, 3, 5, 12, tzinfo=UTC)


def with_release(**values: Value) -> TermsText:
    text = whole_text("A", "B")
    return replace(text, terms=(*text.terms, replace(text.terms[0], id="R", kind="release", values=tuple(values.items()))))


def does(state: str, name: str, *texts: TermsText, at: datetime = NOON, last: datetime | None = None) -> str:
    return act(state, name, facts_at(at, texts, (), last=last))


def refused(state: str, name: str, *texts: TermsText, at: datetime = NOON, last: datetime | None = None) -> str:
    with pytest.raises(RefusedError) as found:
        does(state, name, *texts, at=at, last=last)
    return f"{found.value.rule}: {found.value}"


def test_a_whole_life() -> None:
    text = with_release(when="when the silence holds")
    state = DRAFT
    for name, after in [
        ("propose", "proposed"),
        ("agree", "agreed"),
        ("open", "open"),
        ("release", "open"),
        ("suspend", "suspended"),
        ("resume", "open"),
        ("close", "closed"),
        ("release", "closed"),
    ]:
        state = does(state, name, text)
        assert state == after


def test_the_table_is_whole() -> None:
    assert {one for step in STEPS for one in (*step.before, step.after)} == set(STATES)
    assert all(not set(step.before) & {CLOSED} for step in STEPS if step.act != "release")
    rows = [(step.act, before) for step in STEPS for before in step.before]
    assert len(rows) == len(set(rows))


def test_what_is_not_in_the_table_is_refused_with_its_rule() -> None:
    text = whole_text("A", "B")
    rules = {step.act: step.rule for step in STEPS}
    allowed = {(step.act, before) for step in STEPS for before in step.before}
    for name in ACTS:
        for state in STATES:
            if (name, state) not in allowed:
                assert refused(state, name, text).startswith(f"{rules[name]}: {rules[name]}: ")
    assert "act-unknown" in refused(DRAFT, "start", text)


def test_open_needs_a_go_and_the_hours_of_silence() -> None:
    text = whole_text("A", "B")
    open_terms = tuple(replace(one, answers=(Answer("A", "accepted"), Answer("B", "proposed"))) for one in text.terms)
    assert "NO GO: Term C1 of J/1" in refused("agreed", "open", replace(text, terms=open_terms))
    assert "outside the hours of silence" in refused("agreed", "open", text, at=datetime(2022, 3, 5, 14, tzinfo=UTC))
    assert does("agreed", "open", text, at=datetime(2022, 3, 5, 7, tzinfo=UTC)) == "open"
    other = replace(whole_text("A", "B", changed={"window": {"from": moment(13)}}), reference="B/1")
    assert "NO GO" in refused("agreed", "open", text, other)


def test_agree_is_not_reached_while_a_clause_is_open() -> None:
    assert "act-agree" in refused("proposed", "agree", whole_text("A"))
    assert "No text" in refused(DRAFT, "propose")


def test_suspend_and_close_ask_for_nothing() -> None:
    assert does("open", "suspend") == "suspended"
    assert does("suspended", "close") == "closed"


@pytest.mark.parametrize(
    ("values", "open_says", "closed_says"),
    [
        ({}, "No typed clause", "No typed clause"),
        ({"when": "never"}, "never told", "never told"),
        ({"when": "after the movement"}, "after the movement", ""),
        ({"when": "when the silence holds"}, "", ""),
        ({"when": "when the silence holds", "at": moment(13)}, "from 2022-03-05T13:00", "from 2022-03-05T13:00"),
    ],
)
def test_the_public_is_told_when_the_clause_allows(values: dict[str, Value], open_says: str, closed_says: str) -> None:
    text = with_release(**values) if values else whole_text("A", "B")
    for state, says in (("open", open_says), ("closed", closed_says)):
        if says:
            assert says in refused(state, "release", text)
        else:
            assert does(state, "release", text) == state
    assert "act-release" in refused("agreed", "release", text)


def test_an_act_before_the_last_one_is_refused() -> None:
    assert "act-order" in refused("open", "suspend", last=NOON + timedelta(minutes=1))


def test_recorded_acts_are_replayed() -> None:
    names = ["propose", "agree", "suspend", "open", "close"]
    acts = [Act(NOON + timedelta(minutes=number), name, "head of the movement") for number, name in enumerate(names)]
    found = list(replay(acts))
    assert [state for _, state, _ in found] == ["proposed", "agreed", "agreed", "open", "closed"]
    assert [bool(fault) for _, _, fault in found] == [False, False, True, False, False]
    assert state_after(acts) == "closed"
    assert state_after(()) == DRAFT
    early = [acts[1], replace(acts[0], act="propose"), acts[0]]
    assert [bool(fault) for _, _, fault in replay(early)] == [True, False, True]
    assert (
        act_text(replace(acts[0], paper="note 3"), "UTC")
        == "2022-03-05 12:00+00:00 (UTC): propose, by head of the movement, note 3"
    )


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_no_life_goes_on_after_it_is_closed_and_open_comes_after_agreed(names: list[str]) -> None:
    state, seen = DRAFT, []
    for name in names:
        try:
            after = does(state, name, with_release(when="when the silence holds"))
        except RefusedError:
            continue
        assert state != CLOSED or after == CLOSED
        seen.append(after)
        state = after
    if "open" in seen:
        assert seen.index("open") > seen.index("agreed") > seen.index("proposed")


def test_without_an_act_the_state_is_how_far_the_terms_on_file_have_come() -> None:
    answered = Term("T1", "", (Answer("A", "silent"),))
    no_go, go = GoNoGo(go=False, reasons=("why",)), GoNoGo(go=True)
    assert state_by_terms(no_go, ()) == "draft"
    assert state_by_terms(no_go, (answered,)) == "proposed"
    assert state_by_terms(go, (answered,)) == "agreed"
    assert state_text((), go, (answered,)) == "agreed, as the terms on file stand; no act is recorded"
    proposed = Act(datetime(2014, 8, 29, 6, tzinfo=UTC), "propose", "intermediary")
    assert state_text((proposed,), go, (answered,)) == "proposed"
