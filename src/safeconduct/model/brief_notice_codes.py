"""Notices of the brief for the parties and of papers in hand."""

from __future__ import annotations

from safeconduct.model.notice_code import NoticeCode

BRIEF_CODES: dict[str, NoticeCode] = {
    "brief-language-unknown": NoticeCode("error", "there is no catalogue of the language {lang!r}.", "Choose among: {known}."),
    "brief-language-lacks": NoticeCode(
        "error",
        "{language} lacks {count} texts of the brief; the first: {first}",
        "Fill in the catalogue, or leave this language out.",
    ),
    "words-judge": NoticeCode(
        "warning",
        'the word "{word}" judges a party; no document for the parties is made with it.',
        "{cure} A party's own name is not meant.",
    ),
    "words-judge-refused": NoticeCode(
        "error",
        'the word "{word}" judges a party, and this document goes to every party alike.',
        "{cure} A party's own name is not meant.",
    ),
    "brief-other-scenario": NoticeCode(
        "error",
        "the plan was made from other input ({plan_hash}) than this folder holds now ({folder_hash}).",
        "Plan again, or name the folder that the plan was made from with --scenario.",
    ),
    "brief-no-scenario": NoticeCode(
        "error", "the plan's scenario is not beside it in {folder}.", "Name the scenario folder with --scenario DIR."
    ),
    "brief-no-language": NoticeCode("error", "no language was named.", "Name one or more, such as --lang en,uk."),
    "brief-level-unknown": NoticeCode("error", "there is no release level {level!r}.", "Choose among: {known}."),
    "brief-record-broken": NoticeCode(
        "error", "this is no record of a brief ({reason}).", "Make the brief again with `safeconduct brief`."
    ),
    "brief-record-missing": NoticeCode(
        "error",
        "no brief is on record in {folder}.",
        "Name the folder that `safeconduct brief` wrote, or the plan folder.",
    ),
    "paper-unreadable": NoticeCode(
        "error", "this is no PDF that can be read ({reason}).", "Type in what is printed at its foot with --printed."
    ),
    "paper-printed": NoticeCode(
        "error",
        "{found!r} holds no hash of 16 digits.",
        'Type in the foot of a page as it is printed: --printed "SC-7 v2.0 0123 4567 89ab cdef".',
    ),
    "words-private": NoticeCode(
        "warning",
        "{word} looks like a number to call or an address; no document for the parties is made with it.",
        "Take it out; numbers are written by hand on each copy.",
    ),
    "words-private-refused": NoticeCode(
        "error",
        "{word} looks like a number to call or an address, which no document may carry.",
        "Take it out; numbers are written by hand on each copy.",
    ),
}
