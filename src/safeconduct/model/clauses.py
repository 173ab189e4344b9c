"""The clauses of an agreement: the one table of their kinds, in the order in which they are printed, with typed fields.

Everything that reads, compares, checks, plans for or prints a clause goes by this table; the reference page is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

MOMENT, PLACES, PLACE_SET, PEOPLE, FLAG, CHOICE, COUNT, SECONDS, WORDS, ITEMS, CONTACTS = (
    "moment",
    "places",
    "place set",
    "people",
    "yes or no",
    "choice",
    "count",
    "seconds",
    "words",
    "items",
    "contacts",
)
FIELD_TYPES: dict[str, str] = {
    MOMENT: "a day and hour with its zone",
    PLACES: "names of places in the order in which they are passed",
    PLACE_SET: "names of places in any order",
    PEOPLE: "categories of people, by sex and age where the text limits them",
    FLAG: "true or false",
    CHOICE: "one of the words listed",
    COUNT: "a whole number",
    SECONDS: "a whole number of seconds",
    WORDS: "words as the text has them; compared only by whether they are there",
    ITEMS: "a list of short words in any order",
    CONTACTS: "contacts by function, never by name",
}
"""Type of a field -> what it holds."""

TIME, PLACE, WHO, AID = "time", "place", "who", "aid"
MINIMUM_POINTS: dict[str, str] = {
    TIME: "exact time",
    PLACE: "places and routes",
    WHO: "who may leave, voluntarily",
    AID: "whether aid may come in",
}
"""The minimum of any agreement: point -> its words. Without one of them there is no go."""


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field of a clause.

    danger: how dangerous a difference here is, 5 (people are hit or turned back) to 1. label: its words in the middle of a
    sentence, without article. choices: the words that a choice may hold.
    """

    name: str
    type: str
    label: str
    danger: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseKind:
    """A kind of clause.

    minimum: the point of the minimum that it makes ("" for none): without it there is no go. several: a text may hold it more
    than once, told apart by `label` (windows of several days, several routes).
    """

    name: str
    title: str
    fields: tuple[FieldKind, ...]
    minimum: str = ""
    several: bool = False

    def find_field(self, name: str) -> FieldKind | None:
        """Return the field of that name, or None."""
        return next((one for one in self.fields if one.name == name), None)


def _field(name: str, kind: str, label: str, danger: int, *choices: str) -> FieldKind:
    return FieldKind(name, kind, label, danger, choices)


CLAUSE_KINDS: tuple[ClauseKind, ...] = (
    ClauseKind(
        "window",
        "Silence window",
        (_field("from", MOMENT, "begin of the silence", 5), _field("to", MOMENT, "end of the silence", 5)),
        TIME,
        several=True,
    ),
    ClauseKind("start", "Start of the column", (_field("at", MOMENT, "start of the column", 5),), several=True),
    ClauseKind(
        "route",
        "Route",
        (
            _field("way_points", PLACES, "way-points", 5),
            _field("avoid", PLACE_SET, "places to be bypassed", 5),
            _field("deviation", CHOICE, "deviation from the route", 4, "allowed", "forbidden"),
            _field("use", CHOICE, "use of the route", 4, "people out", "aid in", "both"),
        ),
        PLACE,
        several=True,
    ),
    ClauseKind("assembly", "Assembly points", (_field("points", PLACE_SET, "assembly points", 5),), PLACE),
    ClauseKind(
        "who",
        "Who may leave",
        (
            _field("may_leave", PEOPLE, "people who may leave", 5),
            _field("may_not_leave", PEOPLE, "people who may not leave", 5),
            _field("most_people", COUNT, "most people", 3),
        ),
        WHO,
    ),
    ClauseKind(
        "voluntary",
        "Voluntary leave and choice of destination",
        (
            _field("voluntary", FLAG, "voluntary leave", 5),
            _field("consent", WORDS, "how consent is shown", 2),
            _field("choice_of_destination", FLAG, "free choice of the destination", 4),
            _field("destinations", PLACE_SET, "destinations", 4),
        ),
        WHO,
    ),
    ClauseKind(
        "cars",
        "Private cars",
        (
            _field("allowed", FLAG, "private cars", 4),
            _field("place", CHOICE, "place of private cars in the column", 3, "anywhere", "behind the buses", "before the buses"),
            _field("most", COUNT, "most private cars", 3),
            _field("marking", WORDS, "marking of vehicles", 2),
        ),
    ),
    ClauseKind(
        "convoy",
        "Convoy",
        (
            _field("most_vehicles", COUNT, "most vehicles of the fleet", 4),
            _field("packet_size", COUNT, "most vehicles in a packet", 2),
        ),
    ),
    ClauseKind(
        "belongings",
        "Belongings and search",
        (
            _field("allowed", FLAG, "belongings", 2),
            _field("search", FLAG, "search of people and belongings", 3),
            _field("forbidden_items", ITEMS, "items that may not be taken", 2),
            _field("phones", CHOICE, "telephones", 3, "kept", "searched", "handed over"),
        ),
    ),
    ClauseKind(
        "weapons",
        "Weapons",
        (
            _field(
                "condition",
                CHOICE,
                "condition on weapons",
                5,
                "none taken",
                "without heavy weapons",
                "personal arms kept",
                "kept",
            ),
            _field("hand_over", PLACE_SET, "hand-over points of weapons", 4),
            _field("registered", FLAG, "registration of weapons handed over", 3),
        ),
    ),
    ClauseKind(
        "medical",
        "Wounded and sick",
        (
            _field("first", FLAG, "wounded and sick first", 3),
            _field("access", FLAG, "access of medical staff", 3),
            _field("ambulances", COUNT, "ambulances let through", 3),
            _field("hospital", PLACE_SET, "receiving hospitals", 2),
        ),
    ),
    ClauseKind(
        "escort",
        "Escort and intermediary",
        (
            _field("escort", ITEMS, "escort by", 4),
            _field("armed", FLAG, "armed escort", 4),
            _field("intermediary", ITEMS, "intermediary", 3),
            _field("hand_over", PLACES, "hand-over points of the escort", 4),
        ),
    ),
    ClauseKind(
        "inspection",
        "Inspection",
        (
            _field("places", PLACE_SET, "places of inspection", 3),
            _field("by", ITEMS, "inspection by", 3),
            _field("search_s", SECONDS, "time for one vehicle", 2),
        ),
    ),
    ClauseKind(
        "aid",
        "Aid in",
        (
            _field("allowed", FLAG, "aid in", 4),
            _field("way_points", PLACES, "way-points of the aid", 4),
            _field("from", MOMENT, "begin of the hours for aid", 4),
            _field("to", MOMENT, "end of the hours for aid", 4),
            _field("goods", ITEMS, "goods of the aid", 2),
        ),
        AID,
    ),
    ClauseKind(
        "returns",
        "Return of vehicles",
        (
            _field("allowed", FLAG, "return of empty vehicles", 3),
            _field("way_points", PLACES, "way-points of the return", 3),
            _field("until", MOMENT, "end of the hours for returns", 3),
        ),
    ),
    ClauseKind(
        "stay",
        "People who stay",
        (
            _field("protected", FLAG, "protection of people who stay", 4),
            _field("later_leave", FLAG, "leave at a later time", 3),
            _field("services", ITEMS, "services kept for people who stay", 2),
        ),
    ),
    ClauseKind(
        "held",
        "People held",
        (
            _field("categories", PEOPLE, "people who may be held", 5),
            _field("review", ITEMS, "review by", 4),
            _field("family_told", FLAG, "notice to the family", 3),
            _field("access", ITEMS, "access to people held by", 4),
        ),
    ),
    ClauseKind(
        "communication",
        "Communication",
        (
            _field("contacts", CONTACTS, "contacts", 3),
            _field("interval_s", SECONDS, "interval between calls", 2),
            _field("means", ITEMS, "means of communication", 2),
        ),
    ),
    ClauseKind(
        "blocked",
        "If the column is blocked",
        (
            _field("act", CHOICE, "what a blocked column does", 4, "waits", "goes back", "takes the other route"),
            _field("wait_s", SECONDS, "longest wait", 3),
            _field("decides", ITEMS, "decision by", 3),
        ),
    ),
    ClauseKind(
        "release",
        "Release to the public",
        (
            _field("when", CHOICE, "release to the public", 3, "never", "when the silence holds", "after the movement"),
            _field("at", MOMENT, "moment of the release", 3),
        ),
    ),
    ClauseKind(
        "duration",
        "Duration and extension",
        (
            _field("extension", FLAG, "extension", 2),
            _field("longest_s", SECONDS, "longest extension", 2),
            _field("decides", ITEMS, "decision on extension by", 2),
        ),
    ),
    ClauseKind(
        "authority",
        "Authority",
        (
            _field("signed_by", ITEMS, "signed by", 3),
            _field(
                "level", CHOICE, "level of the signature", 3, "local command", "regional command", "general staff", "government"
            ),
        ),
    ),
    ClauseKind(
        "order",
        "Order to the last checkpoint",
        (
            _field("by", MOMENT, "moment by which the last checkpoint has the order", 4),
            _field("places", PLACE_SET, "checkpoints that have the order", 4),
            _field("confirmed", FLAG, "confirmation by the last checkpoint", 4),
        ),
    ),
    ClauseKind(
        "reciprocity",
        "Condition on another movement",
        (
            _field("depends_on", ITEMS, "other movement on which this one depends", 4),
            _field("act", CHOICE, "act when the other movement fails", 3, "goes on", "waits", "stops"),
        ),
    ),
    ClauseKind(
        "road",
        "State of the road",
        (
            _field("cleared", FLAG, "clearance of explosive ordnance", 5),
            _field("cleared_by", ITEMS, "clearance of explosive ordnance by", 4),
            _field("passable", FLAG, "passable road", 4),
        ),
    ),
)
"""Every kind of clause, in the order in which clauses are compared and printed."""

_BY_NAME = {one.name: one for one in CLAUSE_KINDS}

CATEGORIES: tuple[str, ...] = (
    "everybody",
    "civilians",
    "wounded and sick",
    "people with disabilities",
    "pregnant women",
    "children",
    "caregivers",
    "older people",
    "staff of relief organisations",
    "medical staff",
    "foreign nationals",
    "detainees",
    "people hors de combat",
    "disarmed soldiers",
)
"""Categories of people that a text may name. They are the text's words, never a status that the program gives to anybody."""

SEXES = ("any", "female", "male")


def find_clause_kind(name: str) -> ClauseKind | None:
    """Return the kind of that name, or None."""
    return _BY_NAME.get(name)


def get_clause_kind(name: str) -> ClauseKind:
    """Return the kind of that name; raises KeyError if there is none."""
    return _BY_NAME[name]
