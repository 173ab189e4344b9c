"""Layouts of incident tables, recognised by their headers: our own columns, UCDP GED, VIINA and ACLED."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeconduct.files.columns import INCIDENTS, header_names, plain_header

UCDP_PRECISION_M: dict[str, float] = {
    "1": 1_000.0,
    "2": 5_000.0,
    "3": 15_000.0,
    "4": 75_000.0,
    "5": 50_000.0,
    "6": 300_000.0,
    "7": 300_000.0,
}
"""Metres for the `where_prec` of UCDP GED. The codebook says: 1 exact place; 2 within about 25 km of a known point; 3 district;
4 region; 5 line or vague area; 6 country; 7 international. The metres are our estimate of a usual error; for 2 it lies far below
the codebook's ceiling, because most such rows name the village they are near."""

ACLED_PRECISION_M: dict[str, float] = {"1": 1_000.0, "2": 10_000.0, "3": 50_000.0}
"""Metres for the `geo_precision` of ACLED: 1 the place itself, 2 a place near it, 3 a region (codebook; metres our estimate)."""

VIINA_PRECISION_M: dict[str, float] = {
    "street": 500.0,
    "adm3": 5_000.0,
    "adm2": 15_000.0,
    "adm1": 75_000.0,
    "adm0": 300_000.0,
}
"""Metres for the `GEO_PRECISION` of VIINA (street, settlement, district, region, country; metres our estimate)."""

UCDP_KINDS = {"1": "state-based", "2": "non-state", "3": "one-sided"}
"""Words for the `type_of_violence` of UCDP GED, as its codebook names them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one source writes its incidents. Columns are plain headers (see `plain_header`); "" where it has none.

    needs: the headers by which it is recognised, all of them. counts_deaths: whether `severity` is a number of people killed;
    then an incident in which nobody is recorded as killed still counts `DEATHS_FLOOR`. precisions: its codes for how well the
    place is known. month_first: how it writes dates with slashes.
    """

    name: str
    needs: tuple[str, ...]
    day: str
    last_day: str = ""
    id: str = ""
    severity: str = ""
    precision: str = ""
    precisions: dict[str, float] = field(default_factory=dict)
    default_precision_m: float = 1_000.0
    kind: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    source: str = ""
    place: str = ""
    month_first: bool = False
    counts_deaths: bool = False


DEATHS_FLOOR = 0.5
"""Severity of an incident of a source that counts deaths and counts none here: something happened, so it is not nothing."""

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        name="UCDP GED",
        needs=("date start", "best", "latitude", "longitude"),
        day="date start",
        last_day="date end",
        id="id",
        severity="best",
        precision="where prec",
        precisions=UCDP_PRECISION_M,
        default_precision_m=25_000.0,
        kind="type of violence",
        kinds=UCDP_KINDS,
        place="where coordinates",
        month_first=True,
        counts_deaths=True,
    ),
    Layout(
        name="ACLED",
        needs=("event date", "fatalities", "latitude", "longitude"),
        day="event date",
        id="event id cnty",
        severity="fatalities",
        precision="geo precision",
        precisions=ACLED_PRECISION_M,
        default_precision_m=10_000.0,
        kind="sub event type",
        place="location",
        counts_deaths=True,
    ),
    Layout(
        name="VIINA",
        needs=("date", "geonameid", "latitude", "longitude"),
        day="date",
        id="event id 1pd",
        precision="geo precision",
        precisions=VIINA_PRECISION_M,
        default_precision_m=5_000.0,
        place="asciiname",
    ),
    Layout(
        name="own columns",
        needs=("date", "lon", "lat"),
        day="date",
        last_day="last date",
        id="id",
        severity="severity",
        precision="precision m",
        kind="kind",
        source="source",
        place="place",
    ),
)
"""Tried in this order; the first whose headers are all there is taken."""


def find_layout(headers: tuple[str, ...]) -> Layout | None:
    """Return the layout with these headers, or None; our own columns may go by their synonyms too."""
    plain = {plain_header(header) for header in headers}
    own = header_names(INCIDENTS)
    for layout in LAYOUTS:
        found = plain if layout is not LAYOUTS[-1] else {plain_header(own.get(header, header)) for header in plain}
        if all(need in found for need in layout.needs):
            return layout
    return None
