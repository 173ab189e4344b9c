"""The life of an agreement as one table: which act leads from which state to which, who may do it, and what forbids it.

The diagram in the docs is made from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from safeconduct.agreement.go import decide
from safeconduct.agreement.hours import silence_hours
from safeconduct.agreement.standing import held_texts
from safeconduct.agreement.wording import moment_text
from safeconduct.model.errors import RefusedError
from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import Moment, Term, TermsText
from safeconduct.model.times import Span

DRAFT, PROPOSED, AGREED, OPEN, SUSPENDED, CLOSED = "draft", "proposed", "agreed", "open", "suspended", "closed"
STATES: dict[str, str] = {
    DRAFT: "A text is being written; nobody has it.",
    PROPOSED: "The parties have a text; nobody is bound by it.",
    AGREED: "Every rule of a go holds; nobody is on the road yet.",
    OPEN: "The silence holds and the column may drive.",
    SUSPENDED: "Nobody leaves; who is on the road does what the text says of a blocked column.",
    CLOSED: "Over. Nothing leads out of it: a new movement is a new agreement.",
}
"""Every state, with what it means."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What an act is judged by. at: the moment of the act. windows: the hours of silence that every text leaves.

    blocked: words of the clause on a blocked column ("" where none says). release: what the texts say of the release to the
    public, and from which moment on (None: not stated).
    """

    at: datetime
    go: GoNoGo
    texts: int = 0
    windows: tuple[Span, ...] = ()
    release: tuple[str, ...] = ()
    release_at: datetime | None = None
    last: datetime | None = None


Guard = Callable[[ActFacts], str]
"""Returns why an act is refused, one plain sentence, or "" where nothing forbids it."""


def text_there(facts: ActFacts) -> str:
    """Refuse without a text."""
    return "" if facts.texts else "No text is on file."


def go_holds(facts: ActFacts) -> str:
    """Refuse while it is no go."""
    return "" if facts.go.go else f"It is NO GO: {facts.go.reasons[0] if facts.go.reasons else 'no reason is stated.'}"


def silence_holds(facts: ActFacts) -> str:
    """Refuse outside the hours of silence that every text leaves."""
    if not facts.windows:
        return "No hours of silence are stated in a typed clause in force."
    if any(span.start <= facts.at < span.end for span in facts.windows):
        return ""
    hours = ", ".join(f"{span.start.isoformat()} to {span.end.isoformat()}" for span in facts.windows)
    return f"{facts.at.isoformat()} lies outside the hours of silence ({hours})."


def release_allowed(facts: ActFacts) -> str:
    """Refuse the release to the public unless the texts allow it while the silence holds."""
    if any(one == "after the movement" for one in facts.release):
        return "A text says that the public is told after the movement."
    return release_due(facts)


def release_due(facts: ActFacts) -> str:
    """Refuse the release to the public where the texts never allow it, or not yet."""
    if not facts.release:
        return "No typed clause in force says when the public may be told."
    if any(one == "never" for one in facts.release):
        return "A text says that the public is never told."
    if facts.release_at is not None and facts.at < facts.release_at:
        return f"A text says that the public is told from {facts.release_at.isoformat()} on."
    return ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. rule: its name, told with a refusal. who: by function. guards: asked in order."""

    act: str
    rule: str
    before: tuple[str, ...]
    after: str
    who: str
    guards: tuple[Guard, ...] = ()


STEPS: tuple[Step, ...] = (
    Step("propose", "act-propose", (DRAFT,), PROPOSED, "intermediary, or the party whose text it is", (text_there,)),
    Step("revise", "act-revise", (PROPOSED, AGREED, SUSPENDED), PROPOSED, "intermediary, or any party", (text_there,)),
    Step("agree", "act-agree", (PROPOSED,), AGREED, "every party, by the papers of its acceptance", (go_holds,)),
    Step("open", "act-open", (AGREED,), OPEN, "head of the movement, once every party holds its fire", (go_holds, silence_holds)),
    Step("suspend", "act-suspend", (OPEN,), SUSPENDED, "anybody who sees people in danger"),
    Step(
        "resume",
        "act-resume",
        (SUSPENDED,),
        OPEN,
        "head of the movement, once every party holds its fire again",
        (go_holds, silence_holds),
    ),
    Step("close", "act-close", (DRAFT, PROPOSED, AGREED, OPEN, SUSPENDED), CLOSED, "head of the movement, or any party"),
    Step("release", "act-release", (OPEN,), OPEN, "spokesperson", (silence_holds, release_allowed)),
    Step("release", "act-release", (CLOSED,), CLOSED, "spokesperson", (release_due,)),
)
"""Every act. Whatever is not in this table is refused."""

ACTS = tuple(dict.fromkeys(step.act for step in STEPS))


def act(state: str, name: str, facts: ActFacts) -> str:
    """Return the state after an act.

    Raises RefusedError, with the rule and why, when the act is not known, does not lead out of the state, lies before the act
    before it, or a guard forbids it. Nothing is changed then.
    """
    if name not in ACTS:
        raise RefusedError("act-unknown", f"No act is called {name!r}; there are: {', '.join(ACTS)}.")
    rows = [step for step in STEPS if step.act == name]
    step = next((one for one in rows if state in one.before), None)
    if step is None:
        fitting = " or ".join(dict.fromkeys(one for row in rows for one in row.before))
        raise RefusedError(rows[0].rule, f"{rows[0].rule}: {name!r} leads out of {fitting}; the agreement is {state}.")
    if facts.last is not None and facts.at < facts.last:
        raise RefusedError("act-order", f"act-order: {facts.at.isoformat()} lies before the last act, {facts.last.isoformat()}.")
    for guard in step.guards:
        why = guard(facts)
        if why:
            raise RefusedError(step.rule, f"{step.rule}: {why}")
    return step.after


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it is recorded: when, what, by which function (never a name), by which paper, by which channel."""

    at: datetime
    act: str
    by: str
    paper: str = ""
    channel: str = ""


def replay(acts: Iterable[Act]) -> Iterator[tuple[Act, str, str]]:
    """Yield each recorded act with the state after it and why the table does not know such a step ("" where it does).

    Guards are not asked again: they were when the act was recorded, by what was on file then. An act that the table does not
    know changes nothing.
    """
    state, last = DRAFT, None
    for one in acts:
        step = next((step for step in STEPS if step.act == one.act and state in step.before), None)
        if step is None:
            yield one, state, f"{one.act!r} does not lead out of {state}"
        elif last is not None and one.at < last:
            yield one, state, f"it lies before the act before it ({last.isoformat()})"
        else:
            state, last = step.after, one.at
            yield one, state, ""


def state_after(acts: Iterable[Act]) -> str:
    """Return the present state: a draft before the first act."""
    states = [state for _, state, _ in replay(acts)]
    return states[-1] if states else DRAFT


def state_by_terms(go: GoNoGo, terms: Iterable[Term]) -> str:
    """Return how far the terms on file have come where no act is recorded: agreed on a go, proposed once anybody answered."""
    if go.go:
        return AGREED
    return PROPOSED if any(term.answers for term in terms) else DRAFT


def state_text(acts: Iterable[Act], go: GoNoGo, terms: Iterable[Term]) -> str:
    """Return the state in words: by the recorded acts, or as the terms on file stand where no act is recorded."""
    recorded = tuple(acts)
    if recorded:
        return state_after(recorded)
    return f"{state_by_terms(go, terms)}, as the terms on file stand; no act is recorded"


def facts_at(at: datetime, texts: tuple[TermsText, ...], terms: tuple[Term, ...], *, last: datetime | None = None) -> ActFacts:
    """Return what an act at a moment is judged by. last: when the act before it was."""
    held = held_texts(texts, terms)
    clauses = [term for text in held for term in text.terms]
    releases = [term for term in clauses if term.kind == "release"]
    moments = [value.at for term in releases if isinstance(value := term.find_value("at"), Moment)]
    windows = [term for term in clauses if term.kind == "window"]
    ends = [value.at for term in windows for _, value in term.values if isinstance(value, Moment)]
    return ActFacts(
        at=at,
        go=decide(texts, terms),
        texts=len(held),
        windows=(silence_hours(held, Span(min(ends), max(ends))) or ()) if ends else (),
        release=tuple(value for term in releases if isinstance(value := term.find_value("when"), str)),
        release_at=max(moments, default=None),
        last=last,
    )


def act_text(one: Act, zone: str = "UTC") -> str:
    """Return an act as one line: when, what, by whom, by which paper."""
    paper = f", {one.paper}" if one.paper else ""
    channel = f", by {one.channel}" if one.channel else ""
    return f"{moment_text(Moment(one.at, zone))}: {one.act}, by {one.by}{paper}{channel}"
