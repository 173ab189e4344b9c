"""The standing words of a driver's sheet: what to do when the way is blocked, how to report, what own cars keep to."""

from __future__ import annotations

from safeconduct.brief.texts import msgid

IF_BLOCKED: tuple[str, ...] = (
    msgid("What the convoy leader has agreed with you goes before this list."),
    msgid(
        "Stop early, on the hard surface, never on the verge or a side track: the ground there may be mined. Keep the distance "
        "to the vehicle ahead."
    ),
    msgid(
        'Report by function: serial, kilometre from the start, what you see, who needs help: "kilometre 23, stopped, tree on the '
        'road, nobody hurt". No names, no places of armed people.'
    ),
    msgid("Do not turn round, overtake or leave the route without the leader's word."),
    msgid(
        "Nobody gets off without the leader's word, unless to stay is the greater danger. Families stay together; patients are "
        "never left alone."
    ),
    msgid("Without contact: stay, and try again at every agreed interval."),
    msgid("Broken down: warn the vehicle behind, then report. People change vehicles only as whole families."),
    msgid("At a checkpoint: stop when asked, stay calm, show this sheet. No list of names is aboard. Take no pictures."),
)
"""What to do if blocked; the same for every driver."""

CARS_KEEP: tuple[str, ...] = (
    msgid("Stay in your packet, behind the buses where there are any. No overtaking, no other road, no stop on the verge."),
    msgid(
        "Doors closed, headlights on, fuel for the whole way before you leave. A car that breaks down is left where the leader "
        "says."
    ),
    msgid("Families stay together, also when people have to change cars."),
)
"""What the drivers of own cars are told before they leave."""

DRIVER_BLANKS: tuple[str, ...] = (
    msgid("Convoy leader: call sign, channel or number"),
    # Translators: to be filled in by hand: the number of minutes in place of the dots, the places on a line after it.
    msgid("Report every … minutes, and at these places"),
    msgid("Plate of this vehicle, written by hand"),
)
"""Lines that are filled in by hand, because they must not be in any file."""
