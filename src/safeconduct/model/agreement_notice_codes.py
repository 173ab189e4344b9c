"""Notices of acts, answers and clauses that bind the plan."""

from __future__ import annotations

from safeconduct.model.notice_code import NoticeCode

AGREEMENT_CODES: dict[str, NoticeCode] = {
    "act-out-of-order": NoticeCode(
        "error", "this act has no place here: {fault}.", "Acts are only added at the end: `safeconduct terms act`."
    ),
    "text-not-written": NoticeCode(
        "error", "the file cannot be written ({reason}).", "Free some space, or ask for the right to write."
    ),
    "plan-of-other-input": NoticeCode(
        "info", "the plan in {folder} is of other input and is not looked at.", "Make it again with `safeconduct plan`."
    ),
    "tables-unread": NoticeCode(
        "info",
        "the tables of the scenario cannot all be read, so what shows in numbers stays open.",
        "`safeconduct check` tells what is wrong with them.",
    ),
    "open-without-go": NoticeCode(
        "warning",
        "the agreement stands as {state}, and by what is on file now it is NO GO.",
        "`safeconduct terms act DIR suspend`, or mend what is missing.",
    ),
    "term-place-unchecked": NoticeCode(
        "warning",
        "it is not known where {name} is; the plan is not held to it.",
        "Add it to gazetteer.csv, or write its lon and lat into the text.",
    ),
    "term-place-off-road": NoticeCode(
        "warning",
        "no road of the file comes within 2 km of the way-point {name}; no way can pass it.",
        "Check its coordinates, or use a larger road file.",
    ),
}
