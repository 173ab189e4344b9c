"""The notice codes of road files: a part of the one table in `notice_codes`."""

from __future__ import annotations

from safeconduct.model.notice_code import NoticeCode

ROAD_CODES: dict[str, NoticeCode] = {
    "road-names-unprintable": NoticeCode(
        "info",
        "{count} roads or places have names in letters that the brief cannot print.",
        "They go by a name in another language, or by none; compare with the map at hand.",
    ),
    "road-missing": NoticeCode("error", "there is no road file at {file}.", "Put the file there, or name another under [roads]."),
    "road-format": NoticeCode(
        "error",
        "{file} is no kind of road file that can be read.",
        "Use .osm.pbf, .osm, .geojson, .json or a .csv of named roads.",
    ),
    "road-unreadable": NoticeCode(
        "error", "the road file cannot be read: {why}.", "Copy or download it again; it may be cut short or of another kind."
    ),
    "road-none": NoticeCode(
        "error", "the file holds no road that vehicles may use.", "Use a file with roads of the area; {hint}."
    ),
    "road-class-unknown": NoticeCode(
        "error", "{name} is no road class.", "Use a highway value of OpenStreetMap such as {known}."
    ),
    "road-override-value": NoticeCode(
        "error", "{name} = {value} cannot be a speed or a capacity.", "Give a number above 0 and at most {most}."
    ),
    "road-nodes-missing": NoticeCode(
        "warning",
        "{count} roads have points that the file does not hold; they are cut there.",
        "Clip the area again with complete roads (`safeconduct roads clip`).",
    ),
    "road-age": NoticeCode(
        "info", "the road data were as of {day}.", "Ask on the spot about bridges and surfaces if that is long ago."
    ),
    "road-age-unknown": NoticeCode(
        "info", "the road file does not say of which day its data are.", "Note where and when you got it."
    ),
    "road-turns-skipped": NoticeCode(
        "info",
        "{count} of {total} turn restrictions do not fit the roads read and were left out.",
        "Look at the turns on the chosen routes.",
    ),
    "road-turns-via-way": NoticeCode(
        "info", "{count} turn restrictions over more than one junction were left out.", "Look at the turns on the chosen routes."
    ),
    "road-blocked": NoticeCode(
        "info", "{count} barriers stop vehicles; the roads are cut there.", "If one can be opened, take it out of the road file."
    ),
    "road-pieces": NoticeCode(
        "info",
        "the roads fall into {count} separate pieces; the largest has {share} % of the length.",
        "If a route is missing, use a larger extract or one with smaller roads.",
    ),
    "road-snap-far": NoticeCode(
        "warning",
        "{id} lies {distance_m} m from the nearest road (limit {limit_m} m).",
        "Check the coordinates; a road may be missing from the file.",
    ),
    "road-cache": NoticeCode(
        "info",
        "the built road network could not be kept for next time: {why}.",
        "Nothing is lost but seconds; free some disk space.",
    ),
    "road-not-written": NoticeCode("error", "{file} cannot be written: {why}.", "Choose another place or free some disk space."),
    "road-region": NoticeCode(
        "error", "{name} is no name of a region.", "Write it as the server does, such as europe/liechtenstein."
    ),
    "road-server": NoticeCode("error", "{url} is no address of a server.", "Begin it with https:// or http://."),
    "road-download": NoticeCode(
        "error", "{url} cannot be downloaded: {why}.", "Check name and connection and run the command again."
    ),
    "road-download-damaged": NoticeCode(
        "error",
        "what came from {url} does not match the server's checksum.",
        "Try again later; the server may be changing its files.",
    ),
    "road-no-checksum": NoticeCode(
        "warning", "the server states no checksum for {url}.", "Compare the file with another source before you rely on it."
    ),
    "road-columns": NoticeCode(
        "error",
        "the header lacks {missing}; it has: {found}.",
        "Name the columns {wanted} in the first row (separator , ; or tab).",
    ),
    "road-row-long": NoticeCode(
        "error", "the row has {found} cells under {wanted} columns.", "Put cells that hold the separator in quotation marks."
    ),
    "road-value": NoticeCode("error", "{value} is no {wanted}.", "Write {example}."),
    "road-place-unknown": NoticeCode(
        "error", "no place is called {name}.", "Add it to places.csv or correct the spelling{hint}."
    ),
    "road-place-twice": NoticeCode("error", "the place {name} stands in row {other} already.", "Give each place its own name."),
    "road-ends-same": NoticeCode("error", "the road begins and ends at {name}.", "Name two different places, or cut it in two."),
    "road-too-short": NoticeCode(
        "error",
        "{stated_km} km is less than the straight line of {straight_km} km.",
        "Correct the length or the coordinates of the two places.",
    ),
    "road-straight": NoticeCode(
        "warning",
        "{count} roads state no length; the straight line between their points is used.",
        "Fill in length_km; real roads are longer.",
    ),
    "road-feature": NoticeCode(
        "warning", "{count} features cannot be used as roads: {why}.", "First: {first}. Correct or remove them."
    ),
    "road-skipped": NoticeCode(
        "info", "{count} lines have no road class in `highway` and were left out.", "Add the property if they are roads."
    ),
}
