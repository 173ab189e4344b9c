"""The one table of table columns: what each file of a scenario folder may hold. The reference page is made from it."""

from __future__ import annotations

from typing import NamedTuple

from safeconduct.model.fleet import VEHICLE_KINDS


class Column(NamedTuple):
    """A column: unit (or kind of value), whether it must be there, other headers it is known by, and what it means."""

    name: str
    unit: str
    meaning: str
    required: bool = False
    synonyms: tuple[str, ...] = ()


class TableSpec(NamedTuple):
    """A table: file name without ending, whether it must be there, its columns.

    free: other columns are nobody's mistake. may_be_empty: a header without rows is nobody's mistake.
    """

    stem: str
    required: bool
    columns: tuple[Column, ...]
    free: bool = False
    may_be_empty: bool = False


LON = Column("lon", "degrees", "Longitude, decimal degrees, WGS 84.", required=True, synonyms=("longitude", "lng", "long", "x"))
LAT = Column("lat", "degrees", "Latitude, decimal degrees, WGS 84.", required=True, synonyms=("latitude", "y"))
OPTIONAL_LON, OPTIONAL_LAT = LON._replace(required=False), LAT._replace(required=False)

NOTE = Column("note", "text", "A remark for yourselves; not used.", synonyms=("comment", "remarks"))

WHEELCHAIR = Column("wheelchair", "people", "People who travel in their wheelchair.", synonyms=("wheelchairs",))

GROUPS = TableSpec(
    "groups",
    required=True,
    columns=(
        Column("id", "word", "Short id, unique; G1, G2 … are made where it is empty.", synonyms=("group_id", "code")),
        Column("name", "text", "Name of the assembly point, as on the map.", synonyms=("place", "assembly point")),
        LON,
        LAT,
        Column("people", "people", "Everybody, all classes; fills `able` where that is empty.", synonyms=("total", "persons")),
        Column("able", "people", "People who walk and sit unaided.", synonyms=("ambulatory",)),
        Column("seated", "people", "People who need a seat and help.", synonyms=("escort",)),
        Column("stretcher", "people", "People who lie.", synonyms=("litter", "stretchers")),
        WHEELCHAIR,
        Column("own_cars", "vehicles", "Private cars that leave in the column.", synonyms=("cars", "private cars")),
        Column("people_per_car", "people", "People in each private car, 0.5 to 9; 4.7 where empty."),
        Column("ready", "time", "When the group is at the assembly point; empty: from the start.", synonyms=("ready at",)),
        Column("priority", "number", "1 leaves first; equal numbers share the road; 1 where empty."),
        Column(
            "loading_bays", "number", "Buses or ambulances that can load at the same time; 10 where empty.", synonyms=("bays",)
        ),
        NOTE,
    ),
)

EXITS = TableSpec(
    "exits",
    required=True,
    columns=(
        Column("id", "word", "Short id, unique; X1, X2 … are made where it is empty.", synonyms=("exit_id", "code")),
        Column("name", "text", "Name of the crossing or reception site.", synonyms=("place",)),
        LON,
        LAT,
        Column("kind", "text", "border crossing, reception site or another plain word.", synonyms=("type",)),
        Column(
            "screening_per_h", "people/h", "People per hour through registration; empty: no limit known.", synonyms=("screening",)
        ),
        Column("opens", "time", "From when it takes people; empty: always.", synonyms=("open",)),
        Column("closes", "time", "Until when it takes people; empty: always.", synonyms=("close",)),
        Column("beds", "people", "Most people it can take; empty: no limit.", synonyms=("capacity",)),
        Column("fuel", "yes | no", "Whether vehicles of the fleet can refuel there; yes where empty.", synonyms=("refuel",)),
        NOTE,
    ),
)

VEHICLES = TableSpec(
    "vehicles",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; V1, V2 … are made where it is empty.", synonyms=("vehicle_id", "code")),
        Column(
            "kind",
            "word",
            ", ".join(kind.name for kind in VEHICLE_KINDS) + ", or another with its seats.",
            required=True,
            synonyms=("type",),
        ),
        Column("count", "vehicles", "How many of them; 1 where empty.", synonyms=("number", "vehicles")),
        Column("seats", "seats", "Seats for passengers in one; the kind's usual number where empty."),
        Column(
            "stretcher_places", "places", "Stretcher places in one; the kind's where empty.", synonyms=("stretchers", "litters")
        ),
        Column("wheelchair_places", "places", "Wheelchair places in one; the kind's where empty.", synonyms=("wheelchairs",)),
        Column(
            "role",
            "transport | escort | recovery",
            "Escort and recovery vehicles drive with packets and carry nobody; the kind's where empty.",
        ),
        OPTIONAL_LON,
        OPTIONAL_LAT,
        Column("available", "time", "From when they can be used; empty: from the start.", synonyms=("available from",)),
        Column("length_m", "m", "Length of one; the kind's where empty.", synonyms=("length",)),
        Column("width_m", "m", "Width of one; the kind's where empty.", synonyms=("width",)),
        Column("height_m", "m", "Height of one; the kind's where empty.", synonyms=("height",)),
        Column("weight_t", "t", "Weight of one, loaded; the kind's where empty.", synonyms=("weight",)),
        Column("range_km", "km", "How far one drives on a full tank; empty: far enough.", synonyms=("range",)),
        Column(
            "crew_h",
            "h",
            "Longest duty of its crew, from the start of loading until it is empty at an exit; empty: no limit.",
            synonyms=("crew hours", "duty_h"),
        ),
        Column("cargo_t", "t", "Aid that one carries on its way back; 0 where empty.", synonyms=("cargo",)),
        NOTE,
    ),
)

FAMILIES = TableSpec(
    "families",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; F1, F2 … are made where it is empty.", synonyms=("family_id", "code")),
        Column("group", "word", "Id of the group they wait with.", required=True, synonyms=("group_id",)),
        Column("able", "people", "Members who walk and sit unaided, in one family."),
        Column("seated", "people", "Members who need a seat and help, in one family."),
        Column("stretcher", "people", "Members who lie, in one family."),
        Column("wheelchair", "people", "Members who travel in their wheelchair, in one family.", synonyms=("wheelchairs",)),
        Column("ready", "time", "When they are at the assembly point; empty: with their group.", synonyms=("ready at",)),
        Column("count", "families", "How many families of this composition; 1 where empty.", synonyms=("families", "number")),
        NOTE,
    ),
)

WINDOWS = TableSpec(
    "windows",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; W1, W2 … are made where it is empty.", synonyms=("window_id", "code")),
        Column("from", "time", "When the silence begins.", required=True, synonyms=("start", "begin", "begins")),
        Column("to", "time", "When the silence ends.", required=True, synonyms=("end", "until", "ends")),
        Column("scope", "all | exit | area", "What it holds for; all where empty."),
        Column("exit", "word", "Id of the exit, for scope exit.", synonyms=("exit_id",)),
        OPTIONAL_LON,
        OPTIONAL_LAT,
        Column("radius_m", "m", "Radius of the circle round lon, lat, for scope area.", synonyms=("radius",)),
        NOTE,
    ),
)

CLOSURES = TableSpec(
    "closures",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; C1, C2 … are made where it is empty.", synonyms=("closure_id", "code")),
        LON,
        LAT,
        Column("reason", "word", "mined, destroyed, forbidden, flooded, contact line, checkpoint shut, impassable or unknown."),
        Column("from", "time", "From when it is closed; empty: from the start.", synonyms=("start", "closed from")),
        Column("to", "time", "Until when it is closed; empty: to the end.", synonyms=("end", "until", "closed until")),
        Column(
            "reach_m",
            "m",
            "How far from the point or line a road counts as closed; 30 where empty.",
            synonyms=("reach", "radius_m"),
        ),
        Column("reported", "day", "Day of the report."),
        NOTE._replace(meaning="A remark; it is printed in the brief of the plan."),
    ),
)

GAZETTEER = TableSpec(
    "gazetteer",
    required=False,
    columns=(
        Column(
            "name",
            "text",
            "Name of the place.",
            required=True,
            synonyms=("name - english", "asciiname", "where_coordinates", "place", "name_int"),
        ),
        LON,
        LAT,
        Column("kind", "word", "city, town, village, crossing …; gazetteer where empty.", synonyms=("type",)),
        Column("name_en", "text", "Its name in another language; any column name_xx is read (name_uk, name_ru, name_ar …)."),
        Column("name_uk", "text", "Its name in Ukrainian.", synonyms=("name - ukrainian",)),
    ),
    free=True,
)

INCIDENTS = TableSpec(
    "incidents",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; I1, I2 … are made where it is empty.", synonyms=("incident_id",)),
        Column("date", "day", "Day it happened (first day, where it lasted).", required=True, synonyms=("day",)),
        Column("last_date", "day", "Last day, where it lasted.", synonyms=("date_end", "last_day")),
        LON,
        LAT,
        Column("severity", "deaths", "People killed, or a weight of your own; 1 where empty.", synonyms=("deaths", "killed")),
        Column("precision_m", "m", "How well the place is known; 1000 where empty.", synonyms=("precision",)),
        Column("kind", "word", "Kind of event.", synonyms=("type",)),
        Column("source", "text", "Who recorded it."),
        Column("place", "text", "Place as the source names it.", synonyms=("location", "name")),
    ),
    free=True,
)

ARRIVALS = TableSpec(
    "arrivals",
    required=False,
    columns=(
        Column("group", "word", "Id of the group they belong to and are counted in.", required=True, synonyms=("group_id",)),
        Column("time", "time", "When they are at the assembly point.", required=True, synonyms=("ready", "at", "arrive")),
        Column("people", "people", "Everybody, all classes; fills `able` where that is empty.", synonyms=("total", "persons")),
        Column("able", "people", "People who walk and sit unaided.", synonyms=("ambulatory",)),
        Column("seated", "people", "People who need a seat and help.", synonyms=("escort",)),
        Column("stretcher", "people", "People who lie.", synonyms=("litter", "stretchers")),
        WHEELCHAIR,
        NOTE,
    ),
)

CHECKPOINTS = TableSpec(
    "checkpoints",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; K1, K2 … are made where it is empty.", synonyms=("checkpoint_id", "code")),
        Column("name", "text", "Name of the checkpoint, as drivers know it.", synonyms=("place",)),
        LON,
        LAT,
        Column("search_s", "s", "Seconds for the search of one vehicle; 0: none.", required=True, synonyms=("search seconds",)),
        Column("lanes", "number", "Vehicles searched at the same time in each direction; 1 where empty."),
        Column("party", "text", "Who holds it, as that party names itself.", synonyms=("held by",)),
        Column("opens", "time", "From when vehicles may be in it; empty: always.", synonyms=("open",)),
        Column("closes", "time", "Until when vehicles may be in it; empty: always.", synonyms=("close",)),
        NOTE,
    ),
)

AID = TableSpec(
    "aid",
    required=False,
    columns=(
        Column("group", "word", "Id of the group whose assembly point it is for.", required=True, synonyms=("group_id",)),
        Column("tonnes", "t", "How much; rows of one group add up.", required=True, synonyms=("t", "aid_t")),
        NOTE,
    ),
)

CHANGE_KINDS = ("vehicle out", "road closed", "people", "window end")
"""What may change while the movement runs."""

CHANGES = TableSpec(
    "changes",
    required=False,
    columns=(
        Column("id", "word", "Short id, unique; D1, D2 … are made where it is empty.", synonyms=("change_id", "code")),
        Column("at", "time", "From when it holds.", required=True, synonyms=("time", "from")),
        Column("kind", " | ".join(CHANGE_KINDS), "What kind of change.", required=True, synonyms=("type",)),
        Column(
            "what",
            "word",
            "Serial of the vehicle; id of the group; id of the window (empty: the end of the movement); name of the place.",
            synonyms=("which", "id of"),
        ),
        Column("value", "", "How many more people; the new end; how far the closure reaches, m (30 where empty)."),
        OPTIONAL_LON._replace(meaning="Where the road is closed, unless `what` names a place of the gazetteer or a checkpoint."),
        OPTIONAL_LAT._replace(meaning="See `lon`."),
        NOTE,
    ),
    may_be_empty=True,
)

TABLES: tuple[TableSpec, ...] = (
    GROUPS,
    EXITS,
    VEHICLES,
    FAMILIES,
    ARRIVALS,
    CHECKPOINTS,
    AID,
    WINDOWS,
    CLOSURES,
    CHANGES,
    INCIDENTS,
    GAZETTEER,
)

PERSONAL_COLUMNS = frozenset(
    {
        *("nationality", "religion", "ethnicity", "rank", "passport", "id number", "birth date", "date of birth"),
        *("surname", "last name", "first name", "given name", "full name", "driver", "driver name", "contact", "contact person"),
        *("phone", "telephone", "mobile", "e-mail", "email"),
        *("plate", "plates", "number plate", "licence plate", "license plate"),
    }
)
"""Headers that announce what this program never reads: it works without names."""


def plain_header(header: str) -> str:
    """Return a header as it is compared: lower case, one space or underscore alike."""
    return " ".join(header.replace("_", " ").lower().split())


def header_names(spec: TableSpec) -> dict[str, str]:
    """Return for each plain header that is known the name of its column; a column's own name beats another's synonym."""
    known = {plain_header(other): column.name for column in spec.columns for other in column.synonyms}
    return known | {plain_header(column.name): column.name for column in spec.columns}
