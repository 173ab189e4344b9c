"""The chart of vehicles over time as SVG: a line for each vehicle, a band for the own cars of each group; black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from safeconduct.brief.frame import UNITS_PER_MM, Box
from safeconduct.brief.gantt import BACK, DRIVE, EXIT, LOAD, REST, WAIT, CarBand, VehicleRow, car_bands, vehicle_rows
from safeconduct.brief.map_labels import FONT, number, rect_tag, shortened, text_tag, text_width
from safeconduct.brief.texts import SCHEMATIC_NOTE, amount_text, count_text, name_text, xml_text
from safeconduct.brief.time_axis import TimeAxis, draw_grid, draw_labels, draw_mark, shut_spans
from safeconduct.brief.times import moment_text
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span

WIDTH, LEFT, RIGHT = 1800.0, 262.0, 24.0
HEAD, HEADING, LEGEND = 84.0, 38.0, 108.0
LEAST_PITCH, GREATEST_PITCH = 24.0, 52.0
BAND, BAND_GAP = 3.2, 12.0
PAGE_HEIGHT = 2520.0
"""Most height of a chart that fits a page of the brief, tenths of a millimetre."""

MOST_CLOSURES = 6
HATCH = "sc-gantt-exit"
SORTED = "Vehicles by row of the fleet, then by first departure."

LEGEND_WORDS = (
    (LOAD, "loading"),
    (DRIVE, "driving to the exit"),
    (EXIT, "at the exit: queue, screening, emptying"),
    (BACK, "driving back empty"),
    (REST, "refuelling, rest"),
    (WAIT, "waiting"),
)

Item = VehicleRow | CarBand | Closure | str
"""A line of the chart: a vehicle, own cars, a closure, or a heading."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One chart: its axis, the height of a vehicle's line, its lines, the hours without movement, and which part it is."""

    axis: TimeAxis
    pitch: float
    items: tuple[Item, ...]
    shut: tuple[Span, ...]
    part: str = ""

    @property
    def inner(self) -> float:
        """Return the height of all lines."""
        return sum(height_of(item, self.pitch) for item in self.items)


def height_of(item: Item, pitch: float) -> float:
    """Return the height of a line of the chart."""
    return HEADING if isinstance(item, str) else BAND * pitch + BAND_GAP if isinstance(item, CarBand) else pitch


def draw_gantt(plan: Plan, scenario: Scenario) -> str:
    """Return the whole chart as one SVG element 180 mm wide, as high as its lines need. The same plan gives the same text."""
    items = chart_items(plan, scenario)
    axis = chart_axis(plan, scenario)
    return _draw(
        plan, scenario, _Sheet(axis, _pitch(items, _room(axis)), items, shut_spans(scenario, Span(axis.first, axis.last)))
    )


def gantt_pages(plan: Plan, scenario: Scenario) -> tuple[str, ...]:
    """Return the chart cut into pages of the brief, each with axis and legend; headings are repeated where a page begins."""
    items, axis = chart_items(plan, scenario), chart_axis(plan, scenario)
    room = _room(axis)
    pitch = _pitch(items, room)
    shut = shut_spans(scenario, Span(axis.first, axis.last))
    pages = _split(items, pitch, room)
    return tuple(
        _draw(plan, scenario, _Sheet(axis, pitch, page, shut, f"part {index} of {len(pages)}" if len(pages) > 1 else ""))
        for index, page in enumerate(pages, 1)
    )


def chart_axis(plan: Plan, scenario: Scenario) -> TimeAxis:
    """Return the axis from the start until the last vehicle is done and the bound is past.

    It begins with the first loading where that is earlier, and goes on to the movement's end when people are left or it is near.
    """
    packets = plan.timetable.packets
    moments = [packet.out for packet in packets]
    moments += [moment for packet in packets for run in packet.runs for moment in (run.free_at, run.back_at) if moment]
    begins = [run.load_start for packet in packets for run in packet.runs if run.load_start]
    if plan.bound_s is not None:
        moments.append(plan.start + timedelta(seconds=plan.bound_s))
    first, last = min([plan.start, *begins]), max([plan.start + timedelta(hours=1), *moments])
    if plan.left.total or not packets or plan.end - last < (last - first) / 4:
        last = max(last, plan.end)
    zones = plan.zones or scenario.zones
    return TimeAxis(first.astimezone(UTC), last.astimezone(UTC), LEFT, WIDTH - LEFT - RIGHT, zones)


def chart_items(plan: Plan, scenario: Scenario) -> tuple[Item, ...]:
    """Return the lines of the chart in order: closures with hours, own cars by group, vehicles by row of the fleet."""
    items: list[Item] = []
    closures = tuple(one for one in scenario.closures if one.span is not None)[:MOST_CLOSURES]
    if closures:
        items += ["Closures with hours", *closures]
    bands = car_bands(plan, scenario)
    if bands:
        items += ["Own cars: how many on the road and in the queue", *bands]
    rows = vehicle_rows(plan, scenario)
    for entry in scenario.fleet:
        used = tuple(row for row in rows if row.entry_id == entry.id)
        items.append(_heading(entry, len(used)))
        items += used
    others = [row for row in rows if not row.entry_id]
    items += ["Vehicles of no row of the fleet", *others] if others else []
    return tuple(items)


def _heading(entry: FleetEntry, used: int) -> str:
    idle = f"; {count_text(entry.count - used)} not used" if entry.count > used else ""
    role = "" if entry.role == "transport" else f" ({entry.role})"
    return f"{entry.id}: {count_text(entry.count)} {entry.kind}{role}{idle}"


def _room(axis: TimeAxis) -> float:
    return PAGE_HEIGHT - HEAD - axis.labels_height - LEGEND


def _pitch(items: Sequence[Item], room: float) -> float:
    """Return the height of a vehicle's line: as large as lets all fit one page, between the least that can be read and enough."""
    headings = sum(HEADING for item in items if isinstance(item, str))
    gaps = sum(BAND_GAP for item in items if isinstance(item, CarBand))
    lines = sum(BAND if isinstance(item, CarBand) else 1.0 for item in items if not isinstance(item, str))
    return min(GREATEST_PITCH, max(LEAST_PITCH, (room - headings - gaps) / max(1.0, lines)))


def _split(items: Sequence[Item], pitch: float, room: float) -> list[tuple[Item, ...]]:
    pages: list[list[Item]] = [[]]
    used, heading = 0.0, ""
    for index, item in enumerate(items):
        heading = item if isinstance(item, str) else heading
        ahead = items[index + 1] if isinstance(item, str) and index + 1 < len(items) else None
        needed = height_of(item, pitch) + (height_of(ahead, pitch) if ahead is not None else 0.0)
        if pages[-1] and used + needed > room + 1:  # a pitch that fills the page is not stopped by rounding
            pages.append([] if isinstance(item, str) else [f"{heading} (continued)"])
            used = sum(height_of(one, pitch) for one in pages[-1])
        pages[-1].append(item)
        used += height_of(item, pitch)
    return [tuple(page) for page in pages]


def _draw(plan: Plan, scenario: Scenario, sheet: _Sheet) -> str:
    axis, top = sheet.axis, HEAD
    bottom = top + max(HEADING, sheet.inner)
    height = bottom + axis.labels_height + LEGEND
    names = {group.id: group.name for group in scenario.groups}
    lines: list[str] = []
    y = top
    for item in sheet.items:
        lines.append(_line(item, sheet, y, names))
        y += height_of(item, sheet.pitch)
    if not plan.timetable.packets:
        lines.append(text_tag(axis.left + 20, bottom - 10, "No packet leaves.", 24))
    marks = _marks(plan, axis, (top, bottom))
    frame = rect_tag(Box(axis.left, top, axis.width, bottom - top), fill="none", stroke="#000", stroke_width="3")
    title = f"Vehicles over time{', ' + sheet.part if sheet.part else ''}"
    size = f'width="{number(WIDTH / UNITS_PER_MM)}mm" height="{number(height / UNITS_PER_MM)}mm"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {number(WIDTH)} {number(height)}" role="img" '
        f'font-family="{FONT}, sans-serif"><title>{xml_text(f"{title}: {plan.scenario_name}")}</title>'
        f"<desc>{xml_text(_described(sheet))}</desc><defs>{DEFINITIONS}</defs>"
        f"{rect_tag(Box(0, 0, WIDTH, height), fill='#fff')}{_head(plan, title)}"
        f"{draw_grid(axis, top, bottom, sheet.shut)}{frame}{''.join(lines)}{marks}{draw_labels(axis, bottom)}"
        f"{_legend(sheet, bottom + axis.labels_height)}</svg>\n"
    )


DEFINITIONS = (
    f'<pattern id="{HATCH}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#fff"/><line x1="0" y1="0" x2="0" y2="7" stroke="#000" stroke-width="3.4"/></pattern>'
)


def _described(sheet: _Sheet) -> str:
    rows = [item for item in sheet.items if isinstance(item, VehicleRow)]
    cars = sum(item.cars for item in sheet.items if isinstance(item, CarBand))
    return f"{len(rows)} vehicles with {sum(row.trips for row in rows)} trips; {cars} own cars. {SORTED}"


def _head(plan: Plan, title: str) -> str:
    schematic = f" ({SCHEMATIC_NOTE.lower()})" if plan.schematic else ""
    name = shortened(f"{plan.scenario_name}{schematic}", 26, WIDTH - 12)
    return text_tag(6, 30, title, 30, font_weight="bold") + text_tag(6, 66, name, 24)


def _marks(plan: Plan, axis: TimeAxis, span: tuple[float, float]) -> str:
    if plan.revision is None:
        return ""
    said = f"made again {moment_text(plan.revision.at, plan.zones[:1], with_date=False, marks=False)}"
    return draw_mark(axis, plan.revision.at, said, span)


def _line(item: Item, sheet: _Sheet, y: float, names: dict[str, str]) -> str:
    if isinstance(item, str):
        back = rect_tag(Box(0, y + 6, text_width(item, 22) + 20, HEADING - 8), fill="#fff")
        return back + text_tag(6, y + HEADING - 11, item, 22, font_weight="bold")
    if isinstance(item, CarBand):
        return _band(item, sheet, y, names)
    if isinstance(item, Closure):
        return _closure(item, sheet, y)
    size = min(22.0, sheet.pitch * 0.74)
    label = text_tag(
        LEFT - 12, y + sheet.pitch / 2 + size * 0.36, shortened(item.serial, size, LEFT - 20), size, text_anchor="end"
    )
    return label + vehicle_bars(item, sheet.axis, y, sheet.pitch)


def _label(said: str, middle: float, size: float) -> str:
    """Return words at the left of the axis, their middle at that height."""
    return text_tag(LEFT - 12, middle + size * 0.36, shortened(said, size, LEFT - 20), size, text_anchor="end")


def vehicle_bars(row: VehicleRow, axis: TimeAxis, y: float, pitch: float) -> str:
    """Return the bars of one vehicle, all of one kind as one path, with serial and number of trips as its title."""
    said = f"{row.serial}: {amount_text(row.trips, 'trip')}"
    drawn = [f"<title>{xml_text(said)}</title>"]
    for phase, look in LOOKS.items():
        data = "".join(
            _shape(phase, axis.x(bar.start), max(axis.x(bar.end), axis.x(bar.start) + 1), y, pitch)
            for bar in row.bars
            if bar.phase == phase
        )
        if data:
            drawn.append(f'<path d="{data}" {look}/>')
    return f"<g>{''.join(drawn)}</g>"


LOOKS = {
    WAIT: 'fill="none" stroke="#000" stroke-width="3" stroke-dasharray="3 7"',
    REST: 'fill="#fff" stroke="#000" stroke-width="2"',
    BACK: 'fill="#000"',
    EXIT: f'fill="url(#{HATCH})" stroke="#000" stroke-width="1.5"',
    DRIVE: 'fill="#000"',
    LOAD: 'fill="#fff" stroke="#000" stroke-width="2"',
}
"""How each phase looks; the later ones lie above the earlier ones."""

SHARES = {WAIT: 0.0, REST: 0.34, BACK: 0.24, EXIT: 0.7, DRIVE: 0.7, LOAD: 0.7}
"""Height of a bar as a share of its line; waiting is a dotted line."""


def _shape(phase: str, left: float, right: float, y: float, pitch: float) -> str:
    high = SHARES[phase] * pitch
    top = y + (pitch - high) / 2
    if not high:
        return f"M{number(left)} {number(top)}H{number(right)}"
    return f"M{number(left)} {number(top)}H{number(right)}v{number(high)}H{number(left)}z"


def _band(band: CarBand, sheet: _Sheet, y: float, names: dict[str, str]) -> str:
    """Return the own cars of a group: those in the queue hatched at the bottom, those on the road above them."""
    high = sheet.pitch * BAND
    most = max((road + queue for _, road, queue in band.steps), default=1)
    base = y + BAND_GAP / 2 + high
    scale = (high - 4) / max(1, most)
    road, queue = [f"M{number(LEFT)} {number(base)}"], [f"M{number(LEFT)} {number(base)}"]
    for moment, on_road, in_queue in band.steps:
        x = number(sheet.axis.x(moment))
        road.append(f"H{x}V{number(base - scale * (on_road + in_queue))}")
        queue.append(f"H{x}V{number(base - scale * in_queue)}")
    name = name_text(names.get(band.group_id, band.group_id))
    words = (name, f"{count_text(band.cars)} cars,", f"at most {count_text(most)} at once")
    size = min(20.0, high / 3.4)
    labels = "".join(
        text_tag(
            LEFT - 12, y + BAND_GAP / 2 + size * 1.15 * (index + 1), shortened(said, size, LEFT - 20), size, text_anchor="end"
        )
        for index, said in enumerate(words)
    )
    said = f"{name}: {amount_text(band.cars, 'own car')} in {amount_text(band.blocks, 'block')}"
    return (
        f"<g><title>{xml_text(said)}</title>"
        f'<path d="{"".join(road)}Z" fill="#000"/>'
        f'<path d="{"".join(queue)}Z" {LOOKS[EXIT]}/></g>{labels}'
    )


def _closure(one: Closure, sheet: _Sheet, y: float) -> str:
    assert one.span is not None
    shown = one.span.clip(Span(sheet.axis.first, sheet.axis.last))
    size = min(20.0, sheet.pitch * 0.74)
    label = _label(f"{one.id}: {one.reason}", y + sheet.pitch / 2, size)
    if shown is None:
        return label
    box = Box(sheet.axis.x(shown.start), y + 0.25 * sheet.pitch, 0.0, 0.5 * sheet.pitch)
    wide = Box(box.left, box.top, sheet.axis.x(shown.end) - box.left, box.height)
    return label + rect_tag(wide, fill=f"url(#{HATCH})", stroke="#000", stroke_width="3")


def _legend(sheet: _Sheet, top: float) -> str:
    """Return the signs with their words in two rows, the shading, and how the lines are sorted."""
    drawn: list[str] = []
    places = ((6.0, 0), (250.0, 0), (580.0, 0), (1170.0, 0), (1480.0, 0), (6.0, 1))
    for (x, row), (phase, words) in zip(places, LEGEND_WORDS, strict=True):
        y = top + 14 + 36 * row
        drawn.append(f'<path d="{_shape(phase, x, x + 60, y, 26)}" {LOOKS[phase]}/>' + text_tag(x + 72, y + 20, words, 20))
    y = top + 50
    if sheet.shut:
        drawn.append(rect_tag(Box(250, y + 4, 60, 18), fill="#ddd", stroke="#888", stroke_width="1"))
        drawn.append(text_tag(322, y + 20, "shaded: outside the windows, or night: no movement", 20))
    drawn.append(text_tag(WIDTH - RIGHT, y + 20, f"{SORTED} Hours: see axis.", 18, text_anchor="end"))
    return "".join(drawn)
