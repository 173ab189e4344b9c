"""GO only when every required term is accepted by every party."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.agreement.go import decide
from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import Answer, Term
from safeconduct.verify.go import check_go, open_terms
from verify.sound import sound

YES, SILENT = Answer("East", "accepted"), Answer("West", "silent")
CASES = [
    (),
    (Term("T1", "x", ()),),
    (Term("T1", "x", (YES,)),),
    (Term("T1", "x", (YES,), required=False),),
    (Term("T1", "x", (YES, SILENT)),),
    (Term("T1", "x", (YES, SILENT), required=False), Term("T2", "y", (YES, Answer("West", "accepted")))),
    (Term("T1", "x", (YES,)), Term("T2", "y", (YES, Answer("West", "accepted")))),
    (Term("T1", "x", (YES, Answer("East", "rejected"))),),
]


@pytest.mark.parametrize("terms", CASES)
def test_the_decision_is_accepted_and_its_opposite_is_not(terms: tuple[Term, ...]) -> None:
    scenario, _network, plan = sound()
    scenario = replace(scenario, terms=terms)
    right = decide(terms)
    assert list(check_go(scenario, replace(plan, go=right))) == []
    wrong = GoNoGo(go=not right.go, reasons=("because",))
    assert [one.code for one in check_go(scenario, replace(plan, go=wrong))]


def test_a_party_that_a_term_does_not_mention_has_not_accepted_it() -> None:
    scenario, _network, _plan = sound()
    assert open_terms(replace(scenario, terms=CASES[6])) == (("T1", "West"),)
