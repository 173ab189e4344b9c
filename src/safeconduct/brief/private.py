"""Find telephone numbers and e-mail addresses in free text: no document may carry them, so whoever wrote them is told."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9](?:[ \u00a0\u202f().-]{0,2}\d){8,14}(?!\w)"
    r"|(?<![\w+.])\(?0[1-9]\d\)?[ \u00a0.-]?\d{3}[ \u00a0.-]?\d{2}[ \u00a0.-]?\d{2}(?![\w.])"
)
"""A number with its country (+ or 00), or one of a country with 0, area of two digits and seven more."""


def private_parts(text: str) -> tuple[str, ...]:
    """Return each telephone number and e-mail address in a text, in order.

    Hours, days, coordinates, sums and references of papers are none. A number without + or 0 before it is not known for one.
    """
    found = [*_MAIL.finditer(text), *_PHONE.finditer(text)]
    return tuple(dict.fromkeys(one[0] for one in sorted(found, key=lambda one: one.start())))
