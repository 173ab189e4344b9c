"""Notices about the texts of the parties and their filled forms; part of the one table of `notice_codes`."""

from __future__ import annotations

from safeconduct.model.notice_code import NoticeCode

TEXT_CODES: dict[str, NoticeCode] = {
    "text-format": NoticeCode(
        "error", "texts of this format are not read.", "Give a .toml file, or a filled form as .xlsx or .csv."
    ),
    "text-reference-missing": NoticeCode(
        "error", "the text has no reference.", "Write how the paper is quoted; it stays the same for every version of it."
    ),
    "text-key-unknown": NoticeCode("error", "nothing about a text is called {key}.", "{hint}"),
    "text-zone-assumed": NoticeCode(
        "warning", "the text states no time zone; {zone} was taken.", "Ask in which zone its hours are meant, and write zone."
    ),
    "text-no-clauses": NoticeCode("error", "the text has no clause.", "Add a clause, or delete the file."),
    "text-clauses-many": NoticeCode("error", "the text has {found} clauses.", "Keep at most {limit}."),
    "text-version-twice": NoticeCode(
        "error",
        "version {version} of {reference} is in {first} too.",
        "Give the newer one the next number; both files stay.",
    ),
    "text-version-gap": NoticeCode(
        "warning", "this is version {version}, and version {missing} is not on file.", "Add it, or correct the number. {hint}"
    ),
    "text-party-differs": NoticeCode(
        "error", "this version is by {party}, the one before by {first}.", "Give the text of each party its own reference."
    ),
    "text-party-alike": NoticeCode(
        "warning",
        "{party} and {first} (in {file}) count as two parties, and their names are almost the same.",
        "Write the name of one party alike everywhere.",
    ),
    "text-dated-order": NoticeCode(
        "warning", "version {version} is dated before the version in {first}.", "Check both numbers and dates."
    ),
    "text-clause-dropped": NoticeCode(
        "warning",
        "the required clause {clause} of {first} is not in this version.",
        "Ask whether that is meant; if not, take it over.",
    ),
    "text-replaces-unknown": NoticeCode("warning", "no text on file is called {reference}.", "{hint}"),
    "text-replaces-circle": NoticeCode(
        "error", "these texts take each other's place, so that none holds: {texts}.", "Keep replaces in the newest one only."
    ),
    "form-format": NoticeCode("error", "a form is not written in this format.", "Give a name that ends in .xlsx or .csv."),
    "form-blank": NoticeCode("info", "the form is blank and is not read.", "Fill it in, or delete it."),
    "form-row-half": NoticeCode("error", "the row has a value and no {column}.", "Fill in {column}, or empty the value."),
    "form-field-twice": NoticeCode("error", "{field} is filled in twice (also: {first}).", "Keep the one that holds."),
    "term-kind-unknown": NoticeCode("error", "no kind of clause is called {kind}.", "{hint}"),
    "term-kind-missing": NoticeCode(
        "error", "{key} is a field of a typed clause, and the kind is not stated.", 'Add a line such as kind = "window".'
    ),
    "term-field-unknown": NoticeCode("error", "a clause of the kind {kind} has no field {key}.", "{hint}"),
    "term-key-unknown": NoticeCode("error", "nothing here is called {key}.", "{hint}"),
    "term-seconds": NoticeCode("error", "{value} is no length of time.", "Write seconds such as 900, or 15 min, or 2 h."),
    "term-time-number": NoticeCode(
        "error",
        "a day or hour belongs here, and {value} is a number; table programs keep days and hours so.",
        "Format the cell as text, then write {wanted}.",
    ),
    "term-says-nothing": NoticeCode(
        "error", "the clause of the kind {kind} says nothing.", "Fill in a field or its words, or delete it: the text is silent."
    ),
    "term-half-hours": NoticeCode(
        "warning", "the hours have {there} and not {missing}.", "Ask for it; leave it out only where the text itself is silent."
    ),
    "term-kind-twice": NoticeCode(
        "error", "a clause of the kind {kind} stands twice (also: {first}).", "Write both as one clause, or delete one."
    ),
    "term-label-twice": NoticeCode(
        "error", "a clause of the kind {kind} with the label {label!r} stands twice (also: {first}).", "Give each its own label."
    ),
    "term-start-outside": NoticeCode(
        "error",
        "the start lies in no window of the same text.",
        "Check day, hour and zone of both; where the paper itself says so, give the start in words only.",
    ),
    "term-zone-missing": NoticeCode(
        "error", "{value} has no time zone.", 'Add zone = "Europe/Kyiv" to [text] (in a form: text, zone), or write it behind.'
    ),
    "term-day-missing": NoticeCode(
        "error", "{value} has no day.", "Add day = 2014-08-29 to [text] (in a form: text, day), or write the day before the hour."
    ),
    "term-hour-missing": NoticeCode(
        "error", "{value} has no hour.", "Write the hour; where the text has none, give the clause in words only."
    ),
    "term-hour-twice": NoticeCode(
        "error", "the clocks of the zone show {value} twice.", "Ask which is meant, and write it with its offset: +03:00."
    ),
    "term-hour-skipped": NoticeCode(
        "error", "the clocks of the zone never show {value}.", "Ask what is meant, and write it with its offset: +03:00."
    ),
    "term-offset": NoticeCode(
        "error", "the zone {zone} has another offset than {offset} then.", "Keep the zone or the offset, whichever is right."
    ),
    "term-list-comma": NoticeCode(
        "error",
        "{value} may be one name or several.",
        "Write ; between names, and ; behind a single name that has a comma or dash.",
    ),
    "term-list-long": NoticeCode("error", "the list has {found} entries.", "Keep at most {limit}."),
    "term-parts-many": NoticeCode(
        "error", "{value} has {found} parts.", "Write {wanted}; what holds a | stands in quotation marks."
    ),
    "term-words-many": NoticeCode(
        "error",
        "the words are {found} words long ({letters} letters).",
        "Keep at most {limit} words ({most} letters); move the rest to an annex and name it here.",
    ),
    "term-hidden-letters": NoticeCode(
        "warning",
        "the words hold signs that cannot be seen ({letters}); they were left out.",
        "Compare the words with the paper.",
    ),
    "term-language": NoticeCode("error", "{lang} is no language code.", "Write two letters, such as uk, ru, ar or he."),
    "term-place-nameless": NoticeCode("error", "a place has no name.", "Write its name as the text has it."),
    "term-place-unknown": NoticeCode(
        "warning", "the place {name} is not known here.", "Add it to gazetteer.csv, with its names in every language. {hint}"
    ),
    "term-place-several": NoticeCode(
        "warning", "{count} places apart from each other are called {name}.", "Write its lon and lat, or its full name."
    ),
    "term-contact-nameless": NoticeCode(
        "error", "a contact has no function.", "Write the function that is called, never a name."
    ),
    "term-ages": NoticeCode("error", "the ages go from {first} to {second}.", "Exchange the two."),
}
