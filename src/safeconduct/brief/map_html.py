"""The plan as one page for a screen: the answer on top, the map, every table; opens without a network and without JavaScript."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from safeconduct.brief.document import RIGHT, Block, Document, Section, Table
from safeconduct.brief.letters import options_chosen_first
from safeconduct.brief.make import make_document
from safeconduct.brief.map_svg import draw_map
from safeconduct.brief.page_style import SCRIPT, STYLE, option_style
from safeconduct.brief.texts import xml_text
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

KEYS_HINT = "Map: drag to move; plus, minus and arrow keys or the buttons to zoom and move; 0 shows all."


def draw_page(
    plan: Plan,
    network: RoadNetwork,
    scenario: Scenario,
    *,
    can_print: Callable[[str], bool] = str.isprintable,
    svg: str | None = None,
    charts: tuple[str, ...] = (),
) -> str:
    """Return the page as HTML 5 in UTF-8. The same plan gives the same text.

    A content security policy lets it load nothing; style and script are allowed by their hashes. Ways of each option can be
    hidden and shown without JavaScript; moving and zooming the map needs it. `can_print` as for `draw_map`; `svg` is the
    map when it is drawn already. charts: pictures as SVG that stand below the map.
    """
    document = make_document(plan, scenario)
    drawn = draw_map(plan, network, scenario, can_print=can_print) if svg is None else svg
    labels = tuple(_class_name(option.label) for option in plan.options)
    style = STYLE + option_style(labels)
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(SCRIPT)}'; base-uri 'none'; form-action 'none'"
    head = (
        f'<!DOCTYPE html>\n<html lang="{document.lang}" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{xml_text(document.title)}</title>\n<style>{style}</style>\n</head>\n"
    )
    body = (
        f"{_header(document)}\n<main>\n{_facts(document)}\n{_navigation(document, charts)}\n{_map(plan, drawn)}\n"
        f"{_charts(charts)}{_law(document)}\n"
        + "\n".join(_section(section) for section in document.sections)
        + f"\n</main>\n<footer><p>{xml_text(document.footer)}</p></footer>\n<script>{SCRIPT}</script>\n"
    )
    return f"{head}<body>\n{body}</body>\n</html>\n"


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _class_name(label: str) -> str:
    return re.sub(r"[^a-z0-9-]", "-", label.lower())


def _header(document: Document) -> str:
    kind = "go" if document.decision == "GO" else "no"
    banner = f'<p class="banner">{xml_text(document.banner)}</p>' if document.banner else ""
    reasons = "".join(f"<p>{xml_text(reason)}</p>" for reason in document.reasons)
    return (
        f'<header>\n<h1>{xml_text(document.title)}</h1>\n<p class="subtitle">{xml_text(document.subtitle)}</p>\n{banner}\n'
        f'<div class="decision {kind}" role="note" aria-label="Decision">'
        f"<strong>{xml_text(document.decision)}</strong><div>{reasons}</div></div>\n</header>"
    )


def _facts(document: Document) -> str:
    rows = "".join(
        f"<dt>{xml_text(fact.label)}</dt><dd><b>{xml_text(fact.answer)}</b>"
        + "".join(f"<span>{xml_text(detail)}</span>" for detail in fact.details)
        + "</dd>"
        for fact in document.facts
    )
    return f'<dl class="facts">{rows}</dl>'


def _navigation(document: Document, charts: tuple[str, ...]) -> str:
    items = "".join(
        f'<li><a href="#{_anchor(one)}">{xml_text(one.heading.removeprefix("Annex "))}</a></li>' for one in document.sections
    )
    pictures = '<li><a href="#charts">People and vehicles over time</a></li>' if charts else ""
    return f'<nav aria-label="Annexes"><ul><li><a href="#map">Map</a></li>{pictures}{items}</ul></nav>'


def _map(plan: Plan, svg: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{_class_name(option.label)}" checked> {xml_text(option.label)}'
        f"{' (chosen)' if option.label == plan.chosen else ''}</label>"
        for option in options_chosen_first(plan)
    )
    acts = (("in", "+", "Zoom in"), ("out", "\u2212", "Zoom out"), ("all", "All", "Show the whole map"))
    buttons = "".join(f'<button type="button" data-act="{act}" aria-label="{said}">{sign}</button>' for act, sign, said in acts)
    options = f"<fieldset><legend>Options shown</legend>{boxes}</fieldset>"
    tools = f'<div class="tools">{options}<div class="buttons" role="group" aria-label="Map size">{buttons}</div></div>'
    framed = f'<div class="map" tabindex="0" role="group" aria-label="Map of the corridor">{svg}</div>'
    hint = f'<p class="note hint">{KEYS_HINT}</p>'
    return f'<section id="map" aria-label="Map">\n<h2>Map</h2>\n{tools}\n{framed}\n{hint}\n</section>'


def _charts(charts: tuple[str, ...]) -> str:
    figures = "".join(f'<div class="chart">{svg}</div>\n' for svg in charts)
    return f'<section id="charts" aria-label="Over time">\n<h2>Over time</h2>\n{figures}</section>\n' if charts else ""


def _law(document: Document) -> str:
    return '<aside class="law" aria-label="Law">' + "".join(f"<p>{xml_text(one)}</p>" for one in document.law) + "</aside>"


def _section(section: Section) -> str:
    blocks = "\n".join(_block(block) for block in section.blocks)
    return f'<section id="{_anchor(section)}">\n<h2>{xml_text(section.heading)}</h2>\n{blocks}\n</section>'


def _anchor(section: Section) -> str:
    return f"annex-{section.letter}" if section.letter else _class_name(section.title)


def _block(block: Block) -> str:
    heading = f"<h3>{xml_text(block.heading)}</h3>" if block.heading else ""
    paragraphs = "".join(f"<p>{xml_text(text)}</p>" for text in block.paragraphs)
    points = f"<ul>{''.join(f'<li>{xml_text(text)}</li>' for text in block.points)}</ul>" if block.points else ""
    return heading + paragraphs + points + "".join(_table(table) for table in block.tables)


def _table(table: Table) -> str:
    sides = tuple(' class="right"' if column.align == RIGHT else "" for column in table.columns)
    heads = "".join(
        f'<th scope="col"{side}>{xml_text(column.head)}</th>' for column, side in zip(table.columns, sides, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{side}>{xml_text(cell)}</td>" for cell, side in zip(row, sides, strict=True)) + "</tr>\n"
        for row in table.rows
    )
    caption = f"<caption>{xml_text(table.title)}</caption>" if table.title else ""
    note = f'<p class="note">{xml_text(table.note)}</p>' if table.note else ""
    body = f"{caption}<thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody>"
    return f'<div class="scroll" tabindex="0"><table>{body}</table></div>{note}'
