"""The one table of notice codes; the reference page is made from it and a test keeps both equal.

A code is `area-what`, in words. Message and cure are templates; the values come with the notice. Keep the sections, one line of
code a field; say the value that was found in the message and what to do in the cure. Those of road files stand in
`road_notice_codes`, those of texts, agreement and brief in the files named after them.
"""

from __future__ import annotations

from safeconduct.model.agreement_notice_codes import AGREEMENT_CODES
from safeconduct.model.brief_notice_codes import BRIEF_CODES
from safeconduct.model.notice_code import NoticeCode
from safeconduct.model.road_notice_codes import ROAD_CODES
from safeconduct.model.text_notice_codes import TEXT_CODES

__all__ = ["NOTICE_CODES", "NoticeCode"]

FILE_CODES: dict[str, NoticeCode] = {
    "folder-missing": NoticeCode("error", "the folder {folder} cannot be read: {reason}.", "Make one with `safeconduct new`."),
    "folder-unwritable": NoticeCode("error", "the folder cannot be written: {reason}.", "Choose another place, or make room."),
    "file-missing": NoticeCode("error", "the file is missing.", "Add {file}, or make a folder with `safeconduct new`."),
    "file-unreadable": NoticeCode("error", "the file cannot be opened: {reason}.", "Check that it is a file and may be read."),
    "file-empty": NoticeCode("error", "the file is empty.", "Fill it in or delete it."),
    "file-binary": NoticeCode("error", "the file holds no text.", "Save it again as text (CSV UTF-8, GeoJSON or TOML)."),
    "file-huge": NoticeCode("error", "the file has {size}; at most {limit} are read.", "Keep only the rows that matter here."),
    "file-gzip": NoticeCode("error", "the packed file is damaged or cut off.", "Copy or download it again."),
    "file-encoding": NoticeCode(
        "warning", "the file was read as {encoding}.", 'Check the names; save it as "CSV UTF-8" to be sure.'
    ),
    "file-two-versions": NoticeCode("error", "{first} and {second} are both there.", "Keep the one that is right."),
    "file-format": NoticeCode("error", "tables of this format are not read.", "Save it as {stem}.csv, .xlsx or .geojson."),
    "file-unknown": NoticeCode("warning", "the file is not read.", "{hint}"),
    "toml-broken": NoticeCode("error", "the file is no valid TOML: {reason}.", "Mend that line; text stands in quotes."),
    "toml-missing": NoticeCode("error", "{key} is missing or empty.", 'Add a line {key} = "…".'),
    "toml-type": NoticeCode("error", "{found} was found.", "Write {wanted}."),
    "toml-key-unknown": NoticeCode("warning", "nothing of this name is known; it is not read.", "{hint}"),
    "json-broken": NoticeCode("error", "the file is no valid JSON: {reason}.", "Export it again; it may have been cut off."),
    "geojson-shape": NoticeCode("error", "{found} was found.", "GeoJSON needs {wanted} here."),
    "geojson-crs": NoticeCode("error", "coordinates are in another system: {crs}.", "Export again as WGS 84 (EPSG:4326)."),
    "geometry-bad": NoticeCode("error", "the geometry cannot be used: {reason}.", "Draw it again."),
    "xlsx-broken": NoticeCode(
        "error", "the workbook cannot be read ({reason}).", "Open and save it again as .xlsx, or as CSV UTF-8."
    ),
    "xlsx-locked": NoticeCode("error", "the workbook has the old format or a password.", "Save it as .xlsx without a password."),
    "xlsx-formula-empty": NoticeCode(
        "error", "the file holds a formula there and not its value.", "Open the file, save it again, or write the value itself."
    ),
    "xlsx-sheets": NoticeCode("info", 'only the sheet "{sheet}" of {count} is read.', ""),
    "notices-more": NoticeCode("info", "{count} further notices {kind}.", "Cure those above, then check again."),
}

TABLE_CODES: dict[str, NoticeCode] = {
    "table-no-rows": NoticeCode("error", "the table has a header and no rows.", "Fill in at least one row."),
    "table-no-rows-optional": NoticeCode("warning", "the table has a header and no rows.", "Fill it in or delete the file."),
    "table-rows-many": NoticeCode("error", "the table has more than {limit} rows.", "Keep only the rows that matter here."),
    "table-quote-open": NoticeCode(
        "error", "a quotation mark opens here and never closes.", 'Close it, or write "" for one inside.'
    ),
    "column-missing": NoticeCode("error", "there is no column {column}; found: {headers}.", "Add the column {column}."),
    "column-twice": NoticeCode("error", "the column {column} stands twice.", "Keep one of the two."),
    "column-unknown": NoticeCode("warning", "the column {column} is not read.", 'Did you mean "{near}"?'),
    "column-ignored": NoticeCode("info", "not read: {columns}.", ""),
    "column-personal": NoticeCode(
        "warning",
        "the column {column} is not read: the work runs without personal data.",
        "Delete it before passing the file on.",
    ),
    "row-too-long": NoticeCode(
        "error",
        "the row has {found} cells and the header {wanted}.",
        "Empty the cells beyond the header. In CSV: write 38.5 for 38,5, and put text with commas in quotes.",
    ),
    "cell-missing": NoticeCode("error", "the cell is empty.", "Fill it in."),
    "cell-missing-in": NoticeCode("error", "the column {column} is empty.", "Fill it in."),
    "cell-number": NoticeCode("error", "{value} is no number.", "Write digits only, such as 12 or 38.5."),
    "cell-whole": NoticeCode("error", "{value} is no whole number.", "Write a whole number."),
    "cell-thousands": NoticeCode(
        "error", "{value} may be thousands or a fraction.", "Write it without the mark, such as 12000 or 1.5."
    ),
    "cell-negative": NoticeCode("error", "{value} is negative.", "Write a number from {low} to {high}."),
    "cell-range": NoticeCode("error", "{value} is out of range.", "Write a number from {low} to {high}."),
    "cell-choice": NoticeCode("error", "{value} is not known here.", "{hint}"),
    "cell-long": NoticeCode("error", "the text has {found} letters.", "Use at most {limit}."),
    "time-unreadable": NoticeCode(
        "error", "{value} is no time that can be read.", "Write 2014-08-29 08:00 or 2014-08-29T08:00+03:00."
    ),
    "time-order-unknown": NoticeCode("error", "in {value} day and month may be either way round.", "Write 2014-08-29 08:00."),
    "time-without-zone": NoticeCode(
        "error", "{value} has no time zone.", "Set zone in scenario.toml, or write the offset: +03:00."
    ),
    "time-without-day": NoticeCode("error", "{value} has no day, and the scenario's start is not known.", "Write the day too."),
    "time-midnight": NoticeCode("warning", "{value} has no hour; 00:00 was taken.", "Write the hour."),
    "time-twice": NoticeCode(
        "warning", "{value} comes twice (clocks go back); the first was taken.", "Write it with its offset."
    ),
    "time-skipped": NoticeCode("warning", "{value} does not exist (clocks go forward).", "Write it with its offset."),
    "day-unreadable": NoticeCode("error", "{value} is no day that can be read.", "Write 2014-08-29."),
    "day-order-unknown": NoticeCode("error", "in {value} day and month may be either way round.", "Write 2014-08-29."),
    "times-order": NoticeCode(
        "error", "{second} is not after {first}.", "Check both times, and the day where it goes past midnight."
    ),
    "point-range": NoticeCode("error", "longitude {lon}, latitude {lat} lies nowhere on Earth.", "Use decimal degrees, WGS 84."),
    "point-swapped": NoticeCode("error", "longitude {lon} and latitude {lat} seem exchanged.", "Exchange the two."),
    "point-zero": NoticeCode("error", "longitude and latitude are both 0.", "Fill in where it really is."),
    "id-made": NoticeCode("info", "the row has no id; {id} was made.", ""),
    "id-twice": NoticeCode("error", "the id {id} stands twice (also: {first}).", "Give each its own id."),
}

SCENARIO_CODES: dict[str, NoticeCode] = {
    "zone-missing": NoticeCode("error", "no time zone is given.", 'Add a line such as zone = "Europe/Kyiv".'),
    "zone-unknown": NoticeCode("error", "the time zone {zone} is not known.", "{hint} Use an IANA name such as Europe/Kyiv."),
    "setting-range": NoticeCode("error", "{value} is out of range.", "Use {low} to {high}."),
    "setting-step": NoticeCode("error", "{value} s does not divide an hour.", "Use a divisor of 3600: 1, 10, 30, 60 …"),
    "setting-night": NoticeCode(
        "error", "a night needs both night_from and night_to, and two different hours.", "Fill in both, or neither."
    ),
    "setting-escorts": NoticeCode(
        "error",
        "packets of {size} vehicles have no room beside {beside} escort and recovery vehicles.",
        "Make packet_size larger, or those numbers smaller.",
    ),
    "setting-headway": NoticeCode(
        "error",
        "the headway of packets ({headway} s) is shorter than the gap of vehicles ({gap} s).",
        "Make it at least the gap.",
    ),
    "roads-missing": NoticeCode(
        "error", "there is no road file {file}.", "Put one into the folder, or name it under [roads] file."
    ),
    "movement-long": NoticeCode("error", "the movement is longer than {days} days.", "Shorten it, or use a larger step_s."),
    "people-none": NoticeCode(
        "error", "there is nobody in any group.", "Fill in people, or able, seated, stretcher, wheelchair."
    ),
    "people-sum": NoticeCode(
        "error", "people is {total}, the classes make {sum}.", "Make them agree, or leave one of them empty."
    ),
    "group-empty": NoticeCode("warning", "the group {id} has no people.", "Fill in its people or delete the row."),
    "group-cars": NoticeCode(
        "warning", "there are {cars} own cars for {people} people who can sit.", "Check the number of cars."
    ),
    "families-many": NoticeCode(
        "error",
        "families of group {group} have {members} {kind} members, the group has {people}.",
        "Correct one of the two tables.",
    ),
    "arrival-empty": NoticeCode("error", "nobody comes.", "Fill in people, or able, seated, stretcher and wheelchair."),
    "arrival-early": NoticeCode(
        "warning", "they come before the group {group} is ready and wait until then.", "Check both times."
    ),
    "arrivals-many": NoticeCode(
        "error",
        "{later} {kind} people of group {group} come later and {members} are in its families, the group has {people}.",
        "Count who comes later in the group's people, and nobody twice.",
    ),
    "cars-later": NoticeCode(
        "error",
        "own cars of group {group} take {people} people, {present} of those who can sit are there when it is ready.",
        "Make those who come later with their cars a group of their own.",
    ),
    "group-unknown": NoticeCode("error", "the group {group} is not known.", "{hint}"),
    "family-group": NoticeCode("error", "the group {group} is not known.", "{hint}"),
    "family-empty": NoticeCode("error", "the family {id} has no members.", "Fill in its members or delete the row."),
    "family-one": NoticeCode("info", "the family {id} has one member.", ""),
    "family-large": NoticeCode(
        "error",
        "the family {id} ({members} people) fits into no packet of {size} vehicles.",
        "Add larger vehicles or split no family.",
    ),
    "family-patient-vehicle": NoticeCode(
        "error",
        "no vehicle takes the family {id} ({members} people, a patient among them) whole, as family_with_patient asks.",
        'Add a larger vehicle, or write family_with_patient = "packet".',
    ),
    "ready-late": NoticeCode(
        "error", "{id} is ready only after the movement has ended.", "Check the time, and the end of the movement."
    ),
    "exit-opens-late": NoticeCode(
        "error", "the exit {id} opens after the last window has ended.", "Check opens and the windows."
    ),
    "exit-closes-early": NoticeCode(
        "error", "the exit {id} closes before anybody may be on the road.", "Check closes and the windows."
    ),
    "exit-rate-zero": NoticeCode(
        "error", "the exit {id} lets 0 people through an hour.", "Fill in its rate; delete the row if the exit is shut."
    ),
    "beds-few": NoticeCode("info", "the exits have {beds} beds for {people} people.", "Who finds no bed is left; add a site."),
    "window-outside": NoticeCode("warning", "the window {id} lies outside the movement.", "Check its day, and start and end."),
    "windows-never-open": NoticeCode("warning", "no window to the exit {id} is ever open.", "Make the windows overlap."),
    "window-exit": NoticeCode("error", "the exit {exit} is not known.", "{hint}"),
    "window-exit-unused": NoticeCode(
        "warning", "the exit {exit} is ignored by scope {scope}.", "Write scope exit, or empty the cell."
    ),
    "window-area": NoticeCode(
        "error", "scope area needs lon, lat and radius_m, or a polygon.", "Fill them in, or draw it in GeoJSON."
    ),
    "vehicle-kind": NoticeCode("warning", "the kind {kind} is not known; its size was taken as a bus's.", "{hint}"),
    "vehicle-kind-seats": NoticeCode(
        "error", "the kind {kind} is not known and no seats are given.", "{hint} Or fill in its seats."
    ),
    "vehicle-no-places": NoticeCode("error", "the vehicle {id} has no places.", "Fill in seats or stretcher_places."),
    "vehicle-role-places": NoticeCode(
        "warning", "{id} is there for {role}; its places are not used.", "Write role transport if it is to carry people."
    ),
    "fleet-role-missing": NoticeCode(
        "error",
        "each packet needs {needed} vehicles of role {role}, the fleet has {there}.",
        "Add such vehicles, or lower that setting.",
    ),
    "aid-no-vehicle": NoticeCode(
        "warning", "no returning vehicle can carry aid; {tonnes} t stay.", "Fill in cargo_t, and allow returns."
    ),
    "vehicle-count": NoticeCode("warning", "there are 0 of {id}.", "Fill in how many, or delete the row."),
    "seats-none": NoticeCode(
        "warning", "{people} people have neither a car nor a seat in any vehicle.", "Add vehicles; they stay else."
    ),
    "stretcher-no-places": NoticeCode("error", "{people} stretcher patients, and no vehicle has a place.", "Add ambulances."),
    "stretcher-few-places": NoticeCode(
        "warning",
        "{people} stretcher patients, {places} places in all vehicles: at least {trips} trips.",
        "Add ambulances if you can.",
    ),
    "wheelchair-no-places": NoticeCode(
        "error", "{people} people in wheelchairs, and no vehicle has a place.", "Add wheelchair vans or wheelchair_places."
    ),
    "wheelchair-few-places": NoticeCode(
        "warning",
        "{people} people in wheelchairs, {places} places in all vehicles: at least {trips} trips.",
        "Add places if you can.",
    ),
    "checkpoint-name": NoticeCode(
        "error", "another checkpoint is called {name} too (also: {first}).", "Give each a name that drivers can tell apart."
    ),
    "checkpoint-shut": NoticeCode(
        "warning", "the checkpoint {id} is open at no time of the movement.", "Check opens and closes."
    ),
    "checkpoint-slow": NoticeCode(
        "warning",
        "nobody passes the checkpoint {id}: the search of a packet of {size} vehicles takes {minutes} min.",
        "Check search_s and lanes, or plan smaller packets.",
    ),
    "change-time": NoticeCode("error", "the change {id} lies outside the movement.", "Check its time and day."),
    "change-vehicle": NoticeCode("error", "no vehicle has the serial {serial}.", "{hint}"),
    "change-twice": NoticeCode("error", "{what} is out of use already.", "Keep the row that is right."),
    "change-place": NoticeCode("error", "the row does not say where.", "Fill in lon and lat, or name a place in what."),
    "change-place-unknown": NoticeCode(
        "error", "{count} places of the gazetteer or checkpoints are called {name}.", "Fill in lon and lat."
    ),
    "change-window": NoticeCode("error", "the window {window} is not known.", "{hint} Leave what empty for the movement's end."),
    "change-end-past": NoticeCode(
        "error", "the new end of {id} lies before the change itself or before the beginning.", "Check both times."
    ),
    "change-extends": NoticeCode("info", "the {what} now ends later than before.", ""),
    "closure-reason": NoticeCode("warning", "the reason {value} is not known; the road stays closed.", "{hint}"),
    "closure-ring-open": NoticeCode(
        "warning", "an outline is not closed; its first point was added.", "Close it in the drawing."
    ),
    "closure-crossing": NoticeCode(
        "warning", "the outline crosses itself: {reason}.", "Draw it again; part of it may not count."
    ),
    "terms-none": NoticeCode(
        "warning", "no agreed terms are on file; the decision is NO GO.", "Add terms/*.toml when there are any."
    ),
    "term-limit-unknown": NoticeCode("error", "no limit is called {key}.", "{hint}"),
    "term-party-twice": NoticeCode("error", "{party} answers this term twice.", "Keep the answer that holds."),
    "term-no-answers": NoticeCode("warning", "no party has answered this term.", "Add [[answers]] with party and state."),
    "term-no-paper": NoticeCode(
        "warning", "{party} is said to have accepted, without a paper.", "Add paper: reference, date, channel."
    ),
    "name-far": NoticeCode(
        "warning",
        "{id} stands at {point}, {km} km from {place} at {there}.",
        "Check the coordinates; if the name means another place, add that to gazetteer.csv.",
    ),
    "point-outside-roads": NoticeCode(
        "warning", "{id} at {point} lies outside the road file ({box}).", "Use a larger road file."
    ),
    "point-swapped-roads": NoticeCode(
        "error", "{id} at {point} lies outside the road file, and inside it with lon and lat exchanged.", "Exchange the two."
    ),
    "group-cut-off": NoticeCode(
        "warning", "the group {id} can reach no exit: {reason}.", "Add a road, an exit or another place."
    ),
    "window-short": NoticeCode(
        "warning",
        "the longest time in which movement to the exit {id} is allowed is {window} min, the quickest trip takes {trip} min.",
        "Agree on a longer window, or on another exit.",
    ),
    "group-window-short": NoticeCode(
        "warning",
        "the group {id} reaches no exit within its windows: the quickest trip takes {trip} min.",
        "Agree on a longer window, or on a nearer exit; they stay else.",
    ),
    "crew-short": NoticeCode(
        "warning",
        "the crew of {id} may be on duty for {crew} h, its shortest trip takes {trip} h; it stays unused.",
        "Check crew_h, or bring a second crew.",
    ),
    "range-short": NoticeCode(
        "warning",
        "{id} drives {range} km on a full tank, its shortest way to an exit is {trip} km; it stays unused.",
        "Check range_km, or bring a tanker.",
    ),
    "exit-cut-off": NoticeCode("warning", "no group can reach the exit {id}.", "Check where it stands, and the closures."),
    "names-unchecked": NoticeCode(
        "info", "no place of these names is known, so where they stand was not compared ({count}): {names}.", "Add gazetteer.csv."
    ),
}

INCIDENT_CODES: dict[str, NoticeCode] = {
    "incident-layout": NoticeCode(
        "error", "no known layout has these columns: {headers}.", "Name them date, lon, lat, severity."
    ),
    "incident-source": NoticeCode("info", "read as {layout}.", ""),
    "incident-row": NoticeCode("warning", "the row is not used: {reason}", "Mend it if it matters."),
    "incident-twice": NoticeCode("warning", "the event {id} was already read; the row is not used.", ""),
    "incident-merged": NoticeCode("info", "{rows} rows tell {merged} incidents (same day, place and kind); {ones} weigh 1.", ""),
    "incident-one-death": NoticeCode(
        "info", "{rows} rows, {ones} of one death each, merged into {merged} place-days; severity counts deaths, not rows.", ""
    ),
    "incidents-later": NoticeCode("info", "{count} incidents after {as_of} are not used.", ""),
    "incidents-old": NoticeCode("warning", "the newest incident ({newest}) is {days} days old on {as_of}.", "Get newer data."),
    "incidents-none": NoticeCode(
        "warning", "no incident is left to use on {as_of}.", "Check the dates, and as_of in scenario.toml."
    ),
}

PLAN_CODES: dict[str, NoticeCode] = {
    "option-moment": NoticeCode("error", "{found!r} is no time.", "Write 13:00 (on the first day) or 2014-08-29 13:00."),
    "option-routes": NoticeCode("error", "{found} routes were asked for.", "Ask for {low} to {high}."),
    "option-preference": NoticeCode("error", "no option is called {found!r}.", "Choose one of: {known}."),
    "plan-unreadable": NoticeCode(
        "error", "this is not a whole file of a plan ({reason}).", "Make the plan again with `safeconduct plan`."
    ),
    "plan-version": NoticeCode(
        "error",
        "the file has version {found}, this program reads version {wanted}.",
        "Make the plan again with this program, or read it with the program version it names.",
    ),
    "plan-labels-missing": NoticeCode(
        "error",
        "the labels of proof number {index} ({kind}) are not in {file}.",
        "Keep plan.json and certificate.json of one plan in one folder.",
    ),
    "plan-mixed": NoticeCode(
        "error",
        "plan.json and certificate.json are not of the same plan (input {plan_hash} and {certificate_hash}).",
        "Keep the files of one plan together, or make the plan again.",
    ),
    "plan-letter": NoticeCode(
        "error",
        "the fonts of the brief have no sign for {letter} in {field}: {text}",
        "Write this text with letters of the Latin, Cyrillic, Greek, Arabic, Hebrew, Armenian or Georgian alphabet.",
    ),
    "workbook-no-room": NoticeCode(
        "error",
        "there is no room for the temporary files of a workbook ({why}); nothing was written.",
        "Free some space on the disk.",
    ),
    "plan-disk-full": NoticeCode(
        "error", "the disk is full; nothing was written to {folder}.", "Free some space, or choose another folder with --out."
    ),
    "plan-not-written": NoticeCode(
        "error",
        "the folder {folder} cannot be written ({reason}).",
        "Choose another folder with --out, or ask for the right to write.",
    ),
}

SHUTTLE_CODES: dict[str, NoticeCode] = {
    "shuttle-shape": NoticeCode("error", "{found} was found.", "Give {wanted}."),
    "shuttle-number": NoticeCode("error", "{value} cannot be used.", "Give {wanted}."),
    "shuttle-buses": NoticeCode("error", "{loads} loads wait and there is no bus.", "Add a bus at some depot."),
    "shuttle-capacity": NoticeCode(
        "error", "{loads} loads wait and the exits that can be reached take in {capacity}.", "Add room at an exit, or an exit."
    ),
    "shuttle-cut-off": NoticeCode("error", "no way joins it to any {what}.", "Give the minutes of a way, or move its loads."),
    "shuttle-parts": NoticeCode(
        "error",
        "loads wait in {parts} places between which there is no way, and buses reach only {buses} of them at once.",
        "Add buses, or the minutes of a way between them.",
    ),
}

NOTICE_CODES: dict[str, NoticeCode] = {
    **FILE_CODES,
    **TABLE_CODES,
    **SCENARIO_CODES,
    **TEXT_CODES,
    **AGREEMENT_CODES,
    **INCIDENT_CODES,
    **ROAD_CODES,
    **PLAN_CODES,
    **BRIEF_CODES,
    **SHUTTLE_CODES,
}
