"""The cumulative curve as SVG: people departed and out over time, the queue at the exits, the proven bound; black and white."""

from __future__ import annotations

from datetime import datetime, timedelta

from safeconduct.brief.curve import Curve, Steps, curve_of, greatest_of, last_of
from safeconduct.brief.frame import UNITS_PER_MM, Box
from safeconduct.brief.gantt_svg import LEFT, RIGHT, WIDTH, chart_axis
from safeconduct.brief.map_labels import FONT, halo_text, number, rect_tag, shortened, text_tag
from safeconduct.brief.texts import SCHEMATIC_NOTE, count_text, name_text, people_text, xml_text
from safeconduct.brief.time_axis import SHADE, TimeAxis, draw_grid, draw_labels, shut_spans
from safeconduct.brief.times import moment_text
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span

HEAD, HIGH, ROW = 124.0, 760.0, 34.0
HATCH = "sc-curve-queue"
EXIT_DASHES = ("26 8", "4 6", "18 6 4 6", "10 5", "30 6 4 6 4 6", "2 10")
"""Dash patterns of the exits; of more exits the first ones are drawn and the others stand in the total alone."""

DEFINITIONS = (
    f'<pattern id="{HATCH}" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="9" height="9" fill="#fff"/><line x1="0" y1="0" x2="0" y2="9" stroke="#000" stroke-width="3"/></pattern>'
)


class _Frame:
    """The paper of a curve: time across, people up."""

    def __init__(self, axis: TimeAxis, most: int) -> None:
        self.axis, self.most = axis, most
        self.top, self.bottom = HEAD, HEAD + HIGH

    def y(self, people: int) -> float:
        """Return where so many people lie."""
        return self.bottom - HIGH * people / self.most

    def line(self, steps: Steps) -> str:
        """Return path data of a stair that begins with nobody and ends at the right edge."""
        parts = [f"M{number(self.axis.left)} {number(self.y(0))}"]
        parts += [f"H{number(self.axis.x(moment))}V{number(self.y(people))}" for moment, people in steps]
        return "".join(parts) + f"H{number(self.axis.left + self.axis.width)}"


def draw_curve(plan: Plan, scenario: Scenario) -> str:
    """Return the curve as one SVG element 180 mm wide. The same plan gives the same text."""
    axis = chart_axis(plan, scenario)
    curve = curve_of(plan, (one.id for one in scenario.exits))
    step = tick_step(max(1, plan.people.total, last_of(curve.departed)))
    frame = _Frame(axis, step * (-(-max(1, plan.people.total, last_of(curve.departed)) // step)))
    shut = shut_spans(scenario, Span(axis.first, axis.last))
    legend = _legend_rows(plan, curve, scenario, shaded=bool(shut))
    under = frame.bottom + axis.labels_height + 14
    height = under + ROW * len(legend) + 8
    size = f'width="{number(WIDTH / UNITS_PER_MM)}mm" height="{number(height / UNITS_PER_MM)}mm"'
    outline = rect_tag(Box(axis.left, frame.top, axis.width, HIGH), fill="none", stroke="#000", stroke_width="3")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {number(WIDTH)} {number(height)}" role="img" '
        f'font-family="{FONT}, sans-serif"><title>{xml_text(f"People out over time: {plan.scenario_name}")}</title>'
        f"<desc>{xml_text(_described(plan, curve))}</desc><defs>{DEFINITIONS}</defs>"
        f"{rect_tag(Box(0, 0, WIDTH, height), fill='#fff')}{_head(plan)}{draw_grid(axis, frame.top, frame.bottom, shut)}"
        f"{_scale(frame, step)}{_lines(curve, frame)}{_marks(plan, curve, frame)}{outline}{draw_labels(axis, frame.bottom)}"
        f"{_draw_legend(legend, under)}</svg>\n"
    )


def tick_step(most: int) -> int:
    """Return the step of a scale of whole people: 1, 2 or 5 times a power of ten, ten steps or fewer."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= 10 * step:
                return step
        power *= 10


def _described(plan: Plan, curve: Curve) -> str:
    return f"{people_text(last_of(curve.out))} of {count_text(plan.people.total)} are out at the end of the timetable."


def _head(plan: Plan) -> str:
    schematic = f" ({SCHEMATIC_NOTE.lower()})" if plan.schematic else ""
    name = shortened(f"{plan.scenario_name}{schematic}", 26, WIDTH - 12)
    return text_tag(6, 30, "People out over time", 30, font_weight="bold") + text_tag(6, 66, name, 24)


def _scale(frame: _Frame, step: int) -> str:
    drawn: list[str] = []
    lines = []
    for people in range(0, frame.most + 1, step):
        y = frame.y(people)
        said = people_text(people) if people == frame.most else count_text(people)
        drawn.append(text_tag(frame.axis.left - 12, y + 7, said, 20, text_anchor="end"))
        lines.append(f"M{number(frame.axis.left)} {number(y)}H{number(frame.axis.left + frame.axis.width)}")
    return f'<path d="{"".join(lines)}" stroke="#888" stroke-width="1" fill="none"/>' + "".join(drawn)


def _lines(curve: Curve, frame: _Frame) -> str:
    drawn = [
        f'<path d="{frame.line(curve.queue)}V{number(frame.bottom)}Z" fill="url(#{HATCH})" stroke="#000" stroke-width="2"/>',
        f'<path d="{frame.line(curve.departed)}" fill="none" stroke="#000" stroke-width="3"/>',
    ]
    if len(curve.by_exit) > 1:
        for dash, (_, steps) in zip(EXIT_DASHES, curve.by_exit, strict=False):
            drawn.append(f'<path d="{frame.line(steps)}" fill="none" stroke="#000" stroke-width="4" stroke-dasharray="{dash}"/>')
    drawn.append(f'<path d="{frame.line(curve.out)}" fill="none" stroke="#000" stroke-width="8"/>')
    return "".join(drawn)


def _marks(plan: Plan, curve: Curve, frame: _Frame) -> str:
    """Return everybody's line, the proven bound, the greatest queue, and the moment of a plan made again."""
    axis = frame.axis
    y = frame.y(plan.people.total)
    across = f"M{number(axis.left)} {number(y)}H{number(axis.left + axis.width)}"
    drawn = [f'<path d="{across}" stroke="#000" stroke-width="3" stroke-dasharray="2 8"/>']
    above = y + 28 if y < frame.top + 28 else y - 8
    drawn.append(halo_text(axis.left + 12, above, f"everybody: {people_text(plan.people.total)}", 21))
    greatest = greatest_of(curve.queue)
    if greatest is not None and greatest[1]:
        place = f'cx="{number(axis.x(greatest[0]))}" cy="{number(frame.y(greatest[1]))}"'
        drawn.append(f'<circle {place} r="8" fill="#fff" stroke="#000" stroke-width="4"/>')
    if plan.bound_s is not None:
        drawn.append(_mark(frame, plan.start + timedelta(seconds=plan.bound_s), "proven bound", "16 7"))
    if plan.revision is not None:
        drawn.append(_mark(frame, plan.revision.at, "made again", "4 6"))
    return "".join(drawn)


def _mark(frame: _Frame, moment: datetime, said: str, dash: str) -> str:
    """Return a line over the whole height with its words above the frame, where no curve runs."""
    x = frame.axis.x(moment)
    data = f"M{number(x)} {number(frame.top - 8)}V{number(frame.bottom)}"
    line = f'<path d="{data}" stroke="#000" stroke-width="5" stroke-dasharray="{dash}"/>'
    anchor = "end" if x > frame.axis.left + frame.axis.width - 100 else "middle"
    return line + text_tag(min(x, WIDTH - RIGHT), frame.top - 16, said, 21, text_anchor=anchor, font_weight="bold")


def _bound_words(plan: Plan) -> str:
    if plan.bound_s is not None:
        moment = moment_text(plan.start + timedelta(seconds=plan.bound_s), plan.zones, with_date=False, marks=False)
        return f"proven: nobody can have everybody out before {moment}"
    if plan.least_left:
        return f"proven: at least {people_text(plan.least_left)} cannot be out by the end"
    return "proven: not everybody can be out by the end"


Entry = tuple[str, str]
"""A sign (SVG drawn at 0, 0, 70 wide and 24 high) and its words."""

STROKE = '<path d="M0 12H70" fill="none" stroke="#000" stroke-width="{}"{}/>'


def _legend_rows(plan: Plan, curve: Curve, scenario: Scenario, *, shaded: bool) -> list[list[Entry]]:
    """Return rows of two entries, then rows of one long entry each."""
    names = {one.id: one.name for one in scenario.exits}
    entries: list[Entry] = [
        (STROKE.format(8, ""), f"out: {people_text(last_of(curve.out))} at the end"),
        (STROKE.format(3, ""), f"departed: {people_text(last_of(curve.departed))}"),
    ]
    if len(curve.by_exit) > 1:
        for dash, (exit_id, steps) in zip(EXIT_DASHES, curve.by_exit, strict=False):
            said = f"out by {name_text(names.get(exit_id, exit_id))}: {people_text(last_of(steps))}"
            entries.append((STROKE.format(4, f' stroke-dasharray="{dash}"'), said))
    if shaded:
        entries.append((f'<rect width="70" height="22" fill="{SHADE}" stroke="#888"/>', "outside the windows, or night"))
    hatched = f'<rect width="70" height="22" fill="url(#{HATCH})" stroke="#000" stroke-width="2"/>'
    long: list[Entry] = [(hatched, f"queue: at an exit and not yet screened{_longest(plan, curve)}")]
    long.append((STROKE.format(5, ' stroke-dasharray="16 7"') if plan.bound_s is not None else "", _bound_words(plan)))
    return [entries[at : at + 2] for at in range(0, len(entries), 2)] + [[one] for one in long]


def _longest(plan: Plan, curve: Curve) -> str:
    greatest = greatest_of(curve.queue)
    if greatest is None or not greatest[1]:
        return ""
    return f"; longest (circle) {people_text(greatest[1])}, {moment_text(greatest[0], plan.zones, with_date=False, marks=False)}"


def _draw_legend(rows: list[list[Entry]], top: float) -> str:
    drawn: list[str] = []
    for index, row in enumerate(rows):
        room = (WIDTH - LEFT) / len(row) - 100
        for side, (sign, words) in enumerate(row):
            x, y = LEFT + side * (WIDTH - LEFT - RIGHT) / 2, top + ROW * index
            drawn.append(f'<g transform="translate({number(x)} {number(y)})">{sign}</g>')
            drawn.append(text_tag(x + 84, y + 19, shortened(words, 20, room), 20))
    return "".join(drawn)
