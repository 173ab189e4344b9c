"""Findings: what the checker holds against a plan, and the one table of their codes."""

from __future__ import annotations

from dataclasses import dataclass

FINDING_CODES: dict[str, str] = {
    # the plan as a whole
    "shape-type": "Every value has the type, range and form that the plan's description gives it.",
    "identity-schema": "The plan is written in the schema version that this program reads.",
    "identity-input": "The plan was made from exactly these input files (input hash, scenario name).",
    "identity-carried": "People, zones, the word schematic and the attribution are those of the scenario and its roads.",
    "identity-times": "Start and end are the first and last moment at which movement is allowed.",
    "identity-text": "Summary and assumptions are there.",
    # references and snaps
    "reference-unknown": "Every id, arc and node that the plan names exists.",
    "reference-twice": "No id is given twice.",
    "option-set": "The options stand in their fixed order and the chosen one is among them.",
    "option-routes": "Each group has between one and K routes in each option, or provably no way out.",
    "option-numbers": "Exposure, longest time, clearance and people left of an option agree with its routes and the timetable.",
    "option-order": "The safest first route of a group has the least exposure of the three, the fastest the least time.",
    "snap-place": "Each group and exit meets the road at the stated distance, each checkpoint the road nearest to it.",
    # routes
    "route-chain": "A route runs from the group's node to the exit's along arcs that follow each other, no node twice.",
    "route-closed": "No route, out or back, and no return uses a closed road or one that a vehicle of the fleet cannot pass.",
    "route-closed-by": "A route names every closure and window that shuts part of it for part of the time.",
    "route-numbers": "Length, driving time and capacity of a route are those of its arcs.",
    "route-geometry": "The drawn line of a route is the line of its arcs.",
    "route-way-points": "Way-points stand in order, near the route, at the stated kilometre and minute.",
    "route-checkpoints": "A route names every checkpoint that it passes, at its kilometre and the minute of coming there.",
    "route-overlap": "An alternate shares no more with earlier routes than allowed, unless for beds, and says how much.",
    "route-back": "A way back, of a route or by itself, runs from the exit to the group and takes the stated time.",
    # packets on the road
    "packet-route": "A packet drives a route of the chosen option, of its own group, to its own exit.",
    "packet-size": "A packet has at least one vehicle and no more than the setting allows.",
    "packet-escort": "A packet with buses or ambulances has its escort and recovery vehicles; one of own cars alone has none.",
    "packet-times": "Arrival, occupancy and clear time of a packet follow from its departure; packets stand by departure.",
    "packet-separation": "Two packets on one road are apart by at least what the first takes up there.",
    "packet-window": "A packet drives wholly inside one span of allowed movement.",
    "packet-part-time": "A road that is shut part of the time is entered and left inside one open span.",
    "packet-ready": "No packet leaves before its group is ready.",
    "packet-wait": "Only a packet that a change met on the road is held there, and its times count it.",
    "packet-screening": "Screening follows the rate, the queue and the opening hours of the exit.",
    "packet-turn": "At an exit patients go first, where that is set, else who was clear first.",
    "packet-end": "People count as out only when screening is over before the movement ends.",
    # vehicles and people
    "vehicle-kind": "A run is of the kind its row of the fleet states; own cars carry no serial and no trips.",
    "vehicle-twice": "A vehicle is in one place at a time, and its trips are numbered in order.",
    "vehicle-available": "A vehicle loads only after it can have come from where it stands.",
    "vehicle-loading": "Loading takes at least the boarding times of everybody aboard and ends before departure.",
    "vehicle-return": "A vehicle empties, turns round and drives back in the stated times, inside the movement, where allowed.",
    "vehicle-bays": "No more vehicles load at once than the assembly point has bays.",
    "vehicle-crew": "No trip ends after the longest duty of the crew, counted from its first loading or its last rest.",
    "vehicle-range": "No vehicle drives farther than its tank allows, and it refuels only where there is fuel.",
    "vehicle-lost": "A vehicle is empty at an exit by the moment from which it is out of use.",
    "vehicle-aid": "No vehicle brings more aid than it carries, and no group gets more than it needs.",
    "vehicle-places": "Everybody rides in a place of their class: seat, stretcher place or wheelchair place; nobody in escorts.",
    "car-numbers": "Own cars leave as declared, with no more people than they seat, nobody on a stretcher or in a wheelchair.",
    "family-split": "A family unit rides whole: in one vehicle, or in one packet where that is allowed and set.",
    "family-count": "No more family units, and no more people outside families, leave than there are.",
    "people-balance": "For each group and class, the people out and the people left are everybody.",
    "people-arrival": "Nobody boards before they have come; own cars take only who is there when the group is ready.",
    "people-left": "Whoever is left is listed with a reason, once for each reason.",
    "exit-beds": "No exit is sent more people than it has beds.",
    "priority-cost": "What the order of priority costs is stated where there is one, and beats no bound.",
    # proofs
    "proof-form": "A proof has a known kind, unit and step, and a certificate where it is a cut.",
    "proof-labels": "A certificate has one label for each node, within its range, on the groups it says it holds.",
    "proof-demand": "The stated demand is what the held groups hold.",
    "proof-capacity": "The stated capacity is what the roads and exits let through between the labels.",
    "proof-cut": "The held people exceed what the cut lets through.",
    "proof-bound": "The stated bound and the least number left follow from the certificate.",
    "proof-bottleneck": "A named bottleneck carries a part of the cut.",
    "proof-saving": "What a tenth more on a bottleneck would save is in range, explained, and not refuted by the cut.",
    "proof-fleet": "The fleet's bound is no higher than its vehicles force.",
    "proof-prices": "The prices of a fleet's bound stand for what there is, and people are worth more than all can earn.",
    "proof-beds": "The beds leave as many people without a place as stated.",
    "bound-total": "The plan's bound and least number left are the strongest of its proofs.",
    "bound-broken": "No plan beats its own bound.",
    "clear-time": "The clearance time is the moment the last person is out, and the gap follows from it.",
    # price of few routes
    "price-form": "Prices are given for 1, 2, … routes and for any number, each with as many routes named as it has at most.",
    "price-order": "Neither time nor bound rises with the number of routes.",
    "price-bound": "No price beats its bound, and no bound lies below what the roads prove for any number of routes.",
    # a plan made again
    "revision-counts": "What is said to be on the road and kept follows from the timetable.",
    "revision-changes": "Every change names a packet that is, or was, in the timetable, and says what it should.",
    "revision-past": "What left before the plan was made again is as it was: packets, people, vehicles and departures.",
    "revision-listed": "Every difference from the plan before is in the list of changes.",
    # terms
    "term-vehicles": "No more vehicles of the fleet are used than any term allows.",
    "term-cars": "No more own cars leave than any term allows.",
    "term-returns": "No empty vehicle drives back where a term forbids it.",
    "term-packet": "No packet is larger than any term allows.",
    "term-hours": "No packet is on the road outside the hours that any text of the parties leaves.",
    "term-start": "No packet leaves before the start of the column that any text states for its day.",
    "term-return-late": "No vehicle comes back later than any term allows.",
    "term-way-point": "A route passes every way-point that some route of each text has from there on, in order, within 2 km.",
    "term-avoid": "A route keeps more than 1 km off every place that its stated route bypasses.",
    "term-deviation": "Where a text forbids to deviate, routes and ways back drive its line and local roads at the ends alone.",
    "go-terms": "There is no GO while a required term is not accepted by every party; each NO GO has a reason.",
    "go-minimum": "There is no GO without a required clause in force for each minimum point of an agreement.",
    "go-contradiction": "There is no GO while clauses in force state different things.",
}
"""Code -> the promise that is broken. The reference page is kept equal to this table by a test."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise of the plan that does not hold. `message` has the figures, `where` the place in the plan."""

    code: str
    message: str
    where: str = ""

    @property
    def promise(self) -> str:
        """Return the promise that is broken, from the table of codes."""
        return FINDING_CODES[self.code]

    def __str__(self) -> str:
        return f"{self.code}: {self.where}: {self.message}" if self.where else f"{self.code}: {self.message}"


def finding(code: str, where: str, message: str) -> Finding:
    """Return a finding of `code`; raises KeyError at once when the table does not know the code."""
    return Finding(code if code in FINDING_CODES else _unknown(code), message, where)


def _unknown(code: str) -> str:
    raise KeyError(code)
