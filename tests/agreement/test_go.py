from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.agreement.go import NO_PARTIES, NO_REQUIRED, NO_TERMS, decide, parties_of
from safeconduct.model.terms import TERM_STATES, Answer, Term


def term(name: str, *, required: bool = True, **states: str) -> Term:
    """Return a term with one answer for each party."""
    return Term(name, f"text of {name}", tuple(Answer(party, state) for party, state in sorted(states.items())), required)


def test_go_when_every_party_accepted_every_required_term() -> None:
    assert decide((term("T1", A="accepted", B="accepted"), term("T2", required=False, A="rejected", B="accepted"))).go


@pytest.mark.parametrize("state", [one for one in TERM_STATES if one != "accepted"])
def test_no_go_while_one_answer_is_missing(state: str) -> None:
    decision = decide((term("T1", A="accepted", B=state),))
    assert not decision.go
    assert len(decision.reasons) == 1
    assert decision.reasons[0].startswith('Term T1 ("text of T1"): B ')


def test_a_party_that_a_term_leaves_out_has_not_answered_it() -> None:
    decision = decide((term("T1", A="accepted", B="accepted"), term("T2", A="accepted")))
    assert decision.reasons == ('Term T2 ("text of T2"): B has not answered.',)


def test_reasons_name_parties_in_alphabetical_order() -> None:
    decision = decide((term("T1", Zeta="silent", Alpha="rejected", Mid="accepted"),))
    assert [reason.split(": ")[1].split()[0] for reason in decision.reasons] == ["Alpha", "Zeta"]


def test_nothing_agreed_is_no_go() -> None:
    assert decide(()).reasons == (NO_TERMS,)
    assert decide((term("T1"),)).reasons == (NO_PARTIES,)
    assert decide((term("T1", required=False, A="accepted", B="accepted"),)).reasons == (NO_REQUIRED,)


def test_one_party_alone_agrees_with_nobody() -> None:
    decision = decide((term("T1", A="accepted"),))
    assert not decision.go
    assert "only A" in decision.reasons[0]


def test_the_worst_of_two_answers_of_one_party_counts() -> None:
    both = Term("T1", "x", (Answer("A", "accepted"), Answer("A", "rejected"), Answer("B", "accepted")))
    assert not decide((both,)).go


def test_a_long_text_is_shortened_in_the_reason() -> None:
    long = Term("T1", "word " * 100, (Answer("A", "accepted"), Answer("B", "silent")))
    (reason,) = decide((long,)).reasons
    assert len(reason) < 170
    assert reason.endswith('…"): B has not answered.')


STATES = st.dictionaries(st.sampled_from("ABC"), st.sampled_from(TERM_STATES), max_size=3)


@given(st.lists(st.tuples(STATES, st.booleans()), max_size=4))
def test_go_and_reasons_never_stand_together(drawn: list[tuple[dict[str, str], bool]]) -> None:
    terms = tuple(term(f"T{number}", required=required, **states) for number, (states, required) in enumerate(drawn))
    decision = decide(terms)
    assert decision.go == (not decision.reasons)
    parties = parties_of(terms)
    required = [{answer.party: answer.state for answer in one.answers} for one in terms if one.required]
    agreed = all(states.get(party) == "accepted" for states in required for party in parties)
    assert decision.go == (agreed and len(parties) > 1 and bool(required))
