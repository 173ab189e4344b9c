"""The one table of notice codes; the reference page is made from it and a test keeps both equal.

A code is `area-what`, in words. Message and cure are templates; the values come with the notice. Keep the sections, one line of
code a field; say the value that was found in the message and what to do in the cure.
"""

from __future__ import annotations

from typing import NamedTuple


class NoticeCode(NamedTuple):
    """Severity ("error", "warning" or "info"), message and cure of a code."""

    severity: str
    message: str
    cure: str


FILE_CODES: dict[str, NoticeCode] = {
    "file-missing": NoticeCode("error", "the file is missing.", "Add {file}, or make a folder with `safeconduct new`."),
}

TABLE_CODES: dict[str, NoticeCode] = {}

SCENARIO_CODES: dict[str, NoticeCode] = {}

INCIDENT_CODES: dict[str, NoticeCode] = {}

ROAD_CODES: dict[str, NoticeCode] = {}

PLAN_CODES: dict[str, NoticeCode] = {}

NOTICE_CODES: dict[str, NoticeCode] = {
    **FILE_CODES,
    **TABLE_CODES,
    **SCENARIO_CODES,
    **INCIDENT_CODES,
    **ROAD_CODES,
    **PLAN_CODES,
}
