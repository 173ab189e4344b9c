"""The plan folder: every form of a plan side by side, written whole or not at all, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from safeconduct.brief.checkpoint_sheets import checkpoint_book
from safeconduct.brief.curve_svg import draw_curve
from safeconduct.brief.document import Document
from safeconduct.brief.driver_sheets import driver_book
from safeconduct.brief.frame import ground_size
from safeconduct.brief.gantt_svg import draw_gantt, gantt_pages
from safeconduct.brief.make import make_document
from safeconduct.brief.map_html import draw_page
from safeconduct.brief.map_svg import draw_map, map_bounds
from safeconduct.brief.passed_places import holds_of
from safeconduct.brief.point_sheets import point_book
from safeconduct.files.atomic import check_replaceable, write_folder
from safeconduct.files.carried_csv import manifest_csv, manifest_xlsx, passages_csv, vehicles_csv
from safeconduct.files.certificate_json import ProblemArrays, decode_certificates, encode_certificates, labels_of
from safeconduct.files.fonts import can_print
from safeconduct.files.geojson_out import corridors_geojson
from safeconduct.files.gpx import corridors_gpx
from safeconduct.files.plan_codec import decode_plan, encode_plan, with_labels, without_labels
from safeconduct.files.timetable_csv import timetable_csv
from safeconduct.files.typst_pdf import Maps, compile_brief, compile_sheets, measure_room
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Where, notice
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

PLAN, CERTIFICATE = "plan.json", "certificate.json"
PLAN_FILES: tuple[tuple[str, str], ...] = (
    (PLAN, "everything but the labels of the proofs"),
    ("brief.pdf", "the printable brief"),
    ("map.svg", "the map"),
    ("map.html", "the page for a screen, opens without a network"),
    ("gantt.svg", "vehicles over time"),
    ("curve.svg", "people out over time, the queue at the exits, the bound"),
    ("corridors.geojson", "routes, way-points, assembly points and exits"),
    ("corridors.gpx", "the chosen routes for satellite receivers"),
    ("timetable.csv", "every vehicle of every packet"),
    ("timetable-vehicles.csv", "each fleet vehicle, trip by trip"),
    ("timetable-checkpoints.csv", "what passes each exit and checkpoint when"),
    ("manifest.csv", "who rides where as counts and tokens, without names"),
    ("manifest.xlsx", "the manifest as a workbook"),
    ("sheets/drivers.pdf", "a sheet for each vehicle, and for the own cars of each group"),
    ("sheets/points.pdf", "a sheet for each assembly point"),
    ("sheets/checkpoints.pdf", "a sheet for each exit and checkpoint"),
    (CERTIFICATE, "the proofs with their problems and labels"),
)
"""The files of a plan folder; the reference page has the same table."""

KNOWN = frozenset(name for name, _ in PLAN_FILES)
LEAST_MAP_MM = 70
FLAT_PAGE_MM, UPRIGHT_PAGE_MM = (267, 158), (180, 250)


def write_plan(
    plan: Plan,
    network: RoadNetwork,
    scenario: Scenario,
    out: Path,
    *,
    problems: Mapping[str, ProblemArrays] | None = None,
    overwrite: bool = True,
) -> tuple[Path, ...]:
    """Write the plan folder and return the paths of its files, in the order of `PLAN_FILES`.

    problems: the problem of each kind of proof, put into certificate.json. An older plan folder under that name is replaced
    whole (`overwrite` false: refused). The same plan gives the same bytes in every file.

    Raises RefusedError when `out` is anything but a plan folder, an empty folder or a free name; BadInputError when the brief
    holds a letter that the fonts lack, when the disk is full or when the place cannot be written. Nothing is half-written.
    """
    check_replaceable(out, mark=PLAN, known=KNOWN, overwrite=overwrite)
    files = render_plan(plan, network, scenario, problems=problems)
    return write_folder(out, files, mark=PLAN, known=KNOWN, overwrite=overwrite)


def render_plan(
    plan: Plan, network: RoadNetwork, scenario: Scenario, *, problems: Mapping[str, ProblemArrays] | None = None
) -> dict[str, bytes]:
    """Return the bytes of every file of the plan folder by name, in the order of `PLAN_FILES`."""
    document = make_document(plan, scenario)
    svg = draw_map(plan, network, scenario, can_print=can_print)
    charts = (draw_curve(plan, scenario), draw_gantt(plan, scenario))
    files = {
        "brief.pdf": render_brief(plan, network, scenario, document),
        "map.svg": svg.encode(),
        "map.html": draw_page(plan, network, scenario, svg=svg, charts=charts).encode(),
        "curve.svg": charts[0].encode(),
        "gantt.svg": charts[1].encode(),
        "corridors.geojson": corridors_geojson(plan, scenario),
        "corridors.gpx": corridors_gpx(plan, scenario),
        "timetable.csv": timetable_csv(plan, scenario),
        **render_carried(plan, network, scenario),
        CERTIFICATE: encode_certificates(plan, problems),
        PLAN: encode_plan(without_labels(plan)),
    }
    return {name: files[name] for name, _ in PLAN_FILES}


def render_carried(plan: Plan, network: RoadNetwork, scenario: Scenario) -> dict[str, bytes]:
    """Return what those who carry the plan out are given: sheets, their timetables, the manifest."""
    holds = holds_of(plan, network)
    books = {
        "sheets/drivers.pdf": driver_book(plan, scenario, holds),
        "sheets/points.pdf": point_book(plan, scenario),
        "sheets/checkpoints.pdf": checkpoint_book(plan, scenario, holds),
    }
    return {
        "timetable-vehicles.csv": vehicles_csv(plan, scenario),
        "timetable-checkpoints.csv": passages_csv(plan, scenario, holds),
        "manifest.csv": manifest_csv(plan, scenario),
        "manifest.xlsx": manifest_xlsx(plan, scenario),
        **{name: compile_sheets(book, name, made=plan.start.astimezone(UTC)) for name, book in books.items()},
    }


def render_brief(plan: Plan, network: RoadNetwork, scenario: Scenario, document: Document | None = None) -> bytes:
    """Return brief.pdf: the first page's map drawn to the room that its words leave, and the map once more on its own page."""
    made = document or make_document(plan, scenario)
    room = int(measure_room(made)[1])
    across, up = ground_size(*map_bounds(plan, scenario))
    flipped = across > up
    width, height = FLAT_PAGE_MM if flipped else UPRIGHT_PAGE_MM
    maps = Maps(
        first=draw_map(plan, network, scenario, height_mm=max(LEAST_MAP_MM, room), can_print=can_print, small=True),
        atlas=draw_map(plan, network, scenario, width_mm=width, height_mm=height, can_print=can_print),
        flipped=flipped,
        curve=draw_curve(plan, scenario),
        vehicles=gantt_pages(plan, scenario),
    )
    return compile_brief(made, maps, made=plan.start.astimezone(UTC))


def read_plan(path: Path) -> Plan:
    """Return the plan of a plan folder, given the folder or its plan.json, with the labels from the certificate.json beside it.

    Raises BadInputError when a file is missing or broken, when the two are not of one plan, or when labels are missing.
    """
    file = path / PLAN if path.is_dir() else path
    plan = decode_plan(_read(file), file=file.name)
    if all(proof.certificate is None or proof.certificate.labels for proof in plan.proofs):
        return plan
    made = decode_certificates(_read(file.with_name(CERTIFICATE)))
    if made.input_hash != plan.input_hash:
        hashes = {"plan_hash": plan.input_hash[:12], "certificate_hash": made.input_hash[:12]}
        raise BadInputError((notice("plan-mixed", Where(CERTIFICATE), **hashes),))
    labels = labels_of(made)
    for index, proof in enumerate(plan.proofs):
        if proof.certificate is not None and index not in labels:
            values = {"index": str(index), "kind": proof.kind, "file": CERTIFICATE}
            raise BadInputError((notice("plan-labels-missing", Where(CERTIFICATE), **values),))
    return with_labels(plan, labels)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInputError((notice("plan-unreadable", Where(path.name), reason="there is no such file"),)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInputError((notice("plan-unreadable", Where(path.name), reason=reason),)) from error
