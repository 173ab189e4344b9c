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
}
