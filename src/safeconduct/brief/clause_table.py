"""The sentences of clauses: for each field of each kind, and for each word that a choice may hold, a sentence of its own.

They are the English keys of the catalogues. A whole sentence for each word keeps every language free of joined halves.
"""

from __future__ import annotations

from safeconduct.brief.texts import msgid

TITLES: dict[str, str] = {
    "window": msgid("Silence window"),
    "start": msgid("Start of the column"),
    "route": msgid("Route"),
    "assembly": msgid("Assembly points"),
    "who": msgid("Who may leave"),
    "voluntary": msgid("Voluntary leave and choice of destination"),
    "cars": msgid("Private cars"),
    "convoy": msgid("Convoy"),
    "belongings": msgid("Belongings and search"),
    "weapons": msgid("Weapons"),
    "medical": msgid("Wounded and sick"),
    "escort": msgid("Escort and intermediary"),
    "inspection": msgid("Inspection"),
    "aid": msgid("Aid in"),
    "returns": msgid("Return of vehicles"),
    "stay": msgid("People who stay"),
    "held": msgid("People held"),
    "communication": msgid("Communication"),
    "blocked": msgid("If the column is blocked"),
    "release": msgid("Release to the public"),
    "duration": msgid("Duration and extension"),
    "authority": msgid("Authority"),
    "order": msgid("Order to the last checkpoint"),
    "reciprocity": msgid("Condition on another movement"),
    "road": msgid("State of the road"),
}
"""Kind of clause -> its title; the same words as in `model.clauses`."""

OWN_CLAUSE = msgid("Clause in its own words")
"""The title of a clause of no kind."""

SPANS: dict[str, str] = {
    # Translators: {span} is a day with hours, or "... to ...".
    "window": msgid("The silence holds {span}."),
    # Translators: {span} is a day with hours, or "... to ...".
    "aid": msgid("Aid comes in {span}."),
}
"""Kind whose fields `from` and `to` make one sentence when both are there."""

UNKNOWN: dict[tuple[str, str], str] = {
    ("window", "from"): msgid("The text does not say when the silence begins."),
    ("window", "to"): msgid("The text does not say when the silence ends."),
    ("start", "at"): msgid("The text does not say when the column starts."),
    ("route", "way_points"): msgid("The text does not name the way-points."),
    ("assembly", "points"): msgid("The text does not name the assembly points."),
    ("who", "may_leave"): msgid("The text does not say who may leave."),
    ("voluntary", "voluntary"): msgid("The text does not say whether leaving is voluntary."),
    ("aid", "allowed"): msgid("The text does not say whether aid may come in."),
}
"""What is said where a clause lacks a field on which lives hang; other fields that are not there are not printed."""

SENTENCES: dict[tuple[str, str], str] = {
    ("window", "from"): msgid("The silence begins: {at}."),
    ("window", "to"): msgid("The silence ends: {at}."),
    ("start", "at"): msgid("The column starts: {at}."),
    ("route", "way_points"): msgid("Way-points in this order: {places}."),
    ("route", "avoid"): msgid("The column bypasses: {places}."),
    ("assembly", "points"): msgid("People assemble at: {places}."),
    ("who", "may_leave"): msgid("May leave: {people}."),
    ("who", "may_not_leave"): msgid("May not leave: {people}."),
    ("voluntary", "consent"): msgid("How consent is shown: {words}"),
    ("voluntary", "destinations"): msgid("Destinations: {places}."),
    ("cars", "marking"): msgid("Marking of vehicles: {words}"),
    # Translators: {items} are short words as the text has them.
    ("belongings", "forbidden_items"): msgid("May not be taken: {items}."),
    ("weapons", "hand_over"): msgid("Weapons are handed over at: {places}."),
    ("medical", "hospital"): msgid("Receiving hospitals: {places}."),
    ("escort", "escort"): msgid("Escort by: {items}."),
    ("escort", "intermediary"): msgid("Intermediary: {items}."),
    ("escort", "hand_over"): msgid("The escort hands over at these places, in this order: {places}."),
    ("inspection", "places"): msgid("Places of inspection: {places}."),
    ("inspection", "by"): msgid("Inspection by: {items}."),
    ("inspection", "search_s"): msgid("Time for the inspection of one vehicle: {duration}."),
    ("aid", "way_points"): msgid("Way-points of the aid, in this order: {places}."),
    ("aid", "from"): msgid("The hours for aid begin: {at}."),
    ("aid", "to"): msgid("The hours for aid end: {at}."),
    ("aid", "goods"): msgid("Goods of the aid: {items}."),
    ("returns", "way_points"): msgid("Empty vehicles come back by these way-points, in this order: {places}."),
    ("returns", "until"): msgid("Empty vehicles come back until: {at}."),
    ("stay", "services"): msgid("Services kept for people who stay: {items}."),
    ("held", "categories"): msgid("May be held: {people}."),
    ("held", "review"): msgid("The case of each person held is reviewed by: {items}."),
    ("held", "access"): msgid("Access to people held: {items}."),
    ("communication", "interval_s"): msgid("Time between two calls of the column: {duration}."),
    ("communication", "means"): msgid("Means of communication: {items}."),
    ("blocked", "wait_s"): msgid("The longest wait: {duration}."),
    ("blocked", "decides"): msgid("It is decided by: {items}."),
    ("release", "at"): msgid("Release to the public at the earliest: {at}."),
    ("duration", "longest_s"): msgid("The longest extension: {duration}."),
    ("duration", "decides"): msgid("The extension is decided by: {items}."),
    ("authority", "signed_by"): msgid("Signed by: {items}."),
    ("order", "by"): msgid("The last checkpoint has the order by: {at}."),
    ("order", "places"): msgid("Checkpoints that have the order: {places}."),
    ("reciprocity", "depends_on"): msgid("This movement depends on: {items}."),
    ("road", "cleared_by"): msgid("Explosive ordnance is cleared by: {items}."),
}
"""(kind, field) -> its sentence, for fields that hold moments, places, people, words, items and seconds."""

ANSWERS: dict[tuple[str, str], tuple[str, str]] = {
    ("voluntary", "voluntary"): (msgid("Leaving is voluntary."), msgid("By this text leaving is not voluntary.")),
    ("voluntary", "choice_of_destination"): (
        msgid("Each person chooses the destination freely."),
        msgid("By this text people do not choose the destination freely."),
    ),
    ("cars", "allowed"): (msgid("Private cars may join the column."), msgid("Private cars may not join the column.")),
    ("belongings", "allowed"): (msgid("People may take belongings."), msgid("People may not take belongings.")),
    ("belongings", "search"): (
        msgid("People and belongings are searched."),
        msgid("People and belongings are not searched."),
    ),
    ("weapons", "registered"): (
        msgid("Weapons handed over are registered."),
        msgid("Weapons handed over are not registered."),
    ),
    ("medical", "first"): (
        msgid("Wounded and sick people leave first."),
        msgid("Wounded and sick people do not leave before others."),
    ),
    ("medical", "access"): (msgid("Medical staff have access."), msgid("Medical staff have no access.")),
    ("escort", "armed"): (msgid("The escort is armed."), msgid("The escort is not armed.")),
    ("aid", "allowed"): (msgid("Aid may come in."), msgid("Aid may not come in.")),
    ("returns", "allowed"): (
        msgid("Empty vehicles may come back for further trips."),
        msgid("Empty vehicles may not come back for further trips."),
    ),
    ("stay", "protected"): (
        msgid("People who stay remain protected."),
        msgid("The text promises no protection to people who stay; the law protects them all the same."),
    ),
    ("stay", "later_leave"): (
        msgid("People who stay may leave at a later time."),
        msgid("By this text people who stay may not leave at a later time."),
    ),
    ("held", "family_told"): (
        msgid("The family of each person held is told."),
        msgid("By this text the family of a person held is not told."),
    ),
    ("duration", "extension"): (msgid("The window may be extended."), msgid("The window may not be extended.")),
    ("order", "confirmed"): (
        msgid("The last checkpoint confirms that it has the order."),
        msgid("By this text the last checkpoint does not confirm that it has the order."),
    ),
    ("road", "cleared"): (
        msgid("The road is cleared of explosive ordnance."),
        msgid("The road is not cleared of explosive ordnance."),
    ),
    ("road", "passable"): (msgid("The road is passable."), msgid("The road is not passable.")),
}
"""(kind, field) -> the sentences for true and for false."""

CHOICES: dict[tuple[str, str], dict[str, str]] = {
    ("route", "deviation"): {
        "allowed": msgid("Deviation from the route is allowed."),
        "forbidden": msgid("Deviation from the route is forbidden."),
    },
    ("route", "use"): {
        "people out": msgid("The route is for people who leave."),
        "aid in": msgid("The route is for aid that comes in."),
        "both": msgid("The route is for people who leave and for aid that comes in."),
    },
    ("cars", "place"): {
        "anywhere": msgid("Private cars may drive anywhere in the column."),
        "behind the buses": msgid("Private cars drive behind the buses."),
        "before the buses": msgid("Private cars drive before the buses."),
    },
    ("belongings", "phones"): {
        "kept": msgid("People keep their telephones."),
        "searched": msgid("Telephones are searched."),
        "handed over": msgid("Telephones are handed over."),
    },
    ("weapons", "condition"): {
        "none taken": msgid("No weapons are taken along."),
        "without heavy weapons": msgid("People leave without heavy weapons."),
        "personal arms kept": msgid("Personal arms may be kept."),
        "kept": msgid("Weapons may be kept."),
    },
    ("blocked", "act"): {
        "waits": msgid("A blocked column waits."),
        "goes back": msgid("A blocked column goes back."),
        "takes the other route": msgid("A blocked column takes the other route."),
    },
    ("release", "when"): {
        "never": msgid("This agreement is not released to the public."),
        "when the silence holds": msgid("This agreement is released to the public once the silence holds."),
        "after the movement": msgid("This agreement is released to the public after the movement."),
    },
    ("authority", "level"): {
        "local command": msgid("Level of the signature: local command."),
        "regional command": msgid("Level of the signature: regional command."),
        "general staff": msgid("Level of the signature: general staff."),
        "government": msgid("Level of the signature: government."),
    },
    ("reciprocity", "act"): {
        "goes on": msgid("When the other movement fails, this one goes on."),
        "waits": msgid("When the other movement fails, this one waits."),
        "stops": msgid("When the other movement fails, this one stops."),
    },
}
"""(kind, field) -> the sentence for each word that the choice may hold."""

CATEGORY_WORDS: dict[str, str] = {
    "everybody": msgid("everybody"),
    "civilians": msgid("civilians"),
    "wounded and sick": msgid("wounded and sick people"),
    "people with disabilities": msgid("people with disabilities"),
    "pregnant women": msgid("pregnant women"),
    "children": msgid("children"),
    "caregivers": msgid("caregivers"),
    "older people": msgid("older people"),
    "staff of relief organisations": msgid("staff of relief organisations"),
    "medical staff": msgid("medical staff"),
    "foreign nationals": msgid("foreign nationals"),
    "detainees": msgid("detainees"),
    "people hors de combat": msgid("people hors de combat"),
    "disarmed soldiers": msgid("disarmed soldiers"),
}
"""Category of people -> its words; the text's words, never a status that the program gives to anybody."""
