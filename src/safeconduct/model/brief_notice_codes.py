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
