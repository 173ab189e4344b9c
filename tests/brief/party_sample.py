"""The sample with texts of two parties: typed clauses, places in several scripts, canaries that may not get onto any paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from brief.sample import END, START, Sample, make_sample
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.place import LocalName, LonLat
from safeconduct.model.terms import Acknowledgement, Answer, Category, Contact, Moment, PlaceRef, Term, TermsText, Value

CANARY_PHONE, CANARY_SOURCE = "+380 44 765 43 21", "canary source"
A, B = "A - Donetsk People's Republic", "B - Ukraine"
ACCEPTED = (Answer(A, "accepted", "letter 14", START - timedelta(hours=10), "e-mail"), Answer(B, "accepted", "letter 15"))
HALF = (Answer(A, "accepted", "letter 14"), Answer(B, "proposed", "letter 15"))


def clause(term_id: str, kind: str, *values: tuple[str, Value], answers: tuple[Answer, ...] = ACCEPTED, **more: object) -> Term:
    """Return a clause of the common text."""
    given = Term(term_id, "", answers, kind=kind, values=values, paper="SC-7", source=CANARY_SOURCE)
    return replace(given, **more)  # type: ignore[arg-type]


def make_terms() -> tuple[Term, ...]:
    """Return clauses of every sort, not in the order in which they are printed."""
    zone = "Europe/Moscow"
    return (
        clause("T9", "", text="Leaflets are dropped before.", texts=(LocalName("uk", "Перед тим скидають листівки."),)),
        clause("T1", "window", ("from", Moment(START, zone)), ("to", Moment(END, zone))),
        clause("T2", "route", ("way_points", (PlaceRef("Іловайськ"), PlaceRef("Успенка"))), ("deviation", "forbidden")),
        clause("T3", "assembly", ("points", (PlaceRef("Школа 5", address="вул. Миру 1"),))),
        clause("T4", "who", ("may_leave", (Category("civilians", "female", 0, 18),)), ("most_people", 500)),
        clause("T5", "voluntary", ("voluntary", True)),
        clause("T6", "weapons", ("condition", "without heavy weapons"), answers=HALF),
        clause("T7", "aid", ("allowed", True)),
        clause(
            "T8",
            "communication",
            ("contacts", (Contact("convoy leader", A, "telephone", CANARY_PHONE), Contact("liaison", B, "radio", CANARY_PHONE))),
            ("interval_s", 1800),
            required=False,
        ),
        clause("T10", "medical", ("first", True), text='#import "x" *bold* $x$ <b>', required=False),
    )


def make_party_sample(*, go: bool = False) -> Sample:
    """Return the sample with a common text of version 2; go: whether its terms are accepted."""
    sample = make_sample()
    terms = make_terms()
    acknowledged = (Acknowledgement(B, "receipt 3", START - timedelta(hours=5), "telephone"),)
    text = TermsText(terms, reference="SC-7", version=2, dated=START - timedelta(days=1), acknowledged=acknowledged)
    post = Checkpoint("C1", "Post 1", LonLat(38.12, 47.47), 60, 2, B)
    scenario = replace(sample.scenario, terms=terms, texts=(text,), checkpoints=(post,))
    plan = replace(sample.plan, go=replace(sample.plan.go, go=go, reasons=() if go else ("Term T6: …",)))
    return Sample(plan, sample.network, scenario)
