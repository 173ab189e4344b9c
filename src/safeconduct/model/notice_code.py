"""What a notice code is."""

from __future__ import annotations

from typing import NamedTuple


class NoticeCode(NamedTuple):
    """Severity ("error", "warning" or "info"), message and cure of a code."""

    severity: str
    message: str
    cure: str
