"""What a term forbids or limits in the timetable, beside its typed fields."""

from __future__ import annotations

from safeconduct.files.noted import hint
from safeconduct.files.terms_values import Values
from safeconduct.model.notice import Where
from safeconduct.model.terms import NO_LIMITS, TermLimits

LIMIT_KEYS: dict[str, str] = {
    "vehicles": "Most vehicles of the fleet that may be used, escorts counted.",
    "private_cars": "Most own cars in all; 0: none may leave, their people wait for the fleet.",
    "returns": "false when empty vehicles may not come back for a second trip.",
    "packet_size": "Most vehicles in a packet.",
    "search_s": "Seconds for the search of one vehicle, in place of those of the table of checkpoints.",
    "party": "At whose checkpoints `search_s` holds; at all where empty.",
}
"""The keys of the table [limits] of a term; the reference page lists them."""

LIMIT_RANGES = {"vehicles": (0, 100_000), "private_cars": (0, 1_000_000), "packet_size": (1, 50), "search_s": (0, 14_400)}


def read_limits(found: object, where: Where, values: Values) -> TermLimits:
    """Return what the term forbids or limits; what cannot be read is an error: no limit is dropped in silence."""
    noted = values.noted
    if not isinstance(found, dict):
        noted.add("toml-type", where, found=found, wanted="a table [limits]")
        return NO_LIMITS
    for key in found:
        if key not in LIMIT_KEYS:
            noted.add("term-limit-unknown", where, key=key, hint=hint(str(key), LIMIT_KEYS))
    numbers = {key: _number(found.get(key), key, where, values) for key in LIMIT_RANGES}
    returns = values.flag(found["returns"], where) if "returns" in found else True
    return TermLimits(
        vehicles=numbers["vehicles"],
        private_cars=numbers["private_cars"],
        returns=returns is not False,
        packet_size=numbers["packet_size"],
        search_s=numbers["search_s"],
        party=(values.short(found["party"], where) or "") if "party" in found else "",
    )


def _number(found: object, key: str, where: Where, values: Values) -> int | None:
    """Return a whole number in the key's range, None where there is none; what cannot be used is noted."""
    low, high = LIMIT_RANGES[key]
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int):
        values.noted.add("toml-type", where, found=found, wanted=f'a whole number for "{key}"')
    elif not low <= found <= high:
        values.noted.add("setting-range", where, value=found, low=low, high=high)
    else:
        return found
    return None
