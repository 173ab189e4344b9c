"""The brief of the parties as PDF by Typst, and the hash that stands on each of its pages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime

import msgspec

from safeconduct.brief.party_document import PartyDocument, texts_of
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.texts import begins_right_to_left
from safeconduct.files.typst_pdf import EPOCH, refuse_letters, template_compiler

PARTY = ("party.typ",)
"""The parts of the template."""

LEAST_ROOM_MM, OWN_PAGE_MM = 65.0, 250.0
"""Least height of a map on the first page, as in the template, and its height on a page of its own."""


def facts_json(facts: PartyFacts) -> bytes:
    """Return the facts as canonical JSON: UTF-8, keys in order, no spaces; the same facts give the same bytes."""
    return msgspec.json.encode(facts, order="sorted")


def facts_hash(facts: PartyFacts) -> str:
    """Return the sha256 over the canonical JSON of the facts, in hexadecimal digits; no language has a part in it.

    Neither has the state of the agreement: what was signed keeps its hash when the corridor opens.
    """
    return hashlib.sha256(facts_json(replace(facts, state=""))).hexdigest()


def compile_party_brief(document: PartyDocument, drawn: str, name: str, *, made: datetime = EPOCH) -> bytes:
    """Return the PDF; the same arguments give the same bytes on one version of Typst.

    drawn: the map as SVG. name: of the file, for notices. made: the PDF's creation time, never the clock. Raises BadInputError
    naming each letter that the fonts lack, with its field.
    """
    refuse_letters(texts_of(document), name)
    pdf = template_compiler(PARTY, _inputs(document, drawn)).compile(format="pdf", timestamp=made)
    assert isinstance(pdf, bytes)
    return pdf


def party_pictures(document: PartyDocument, drawn: str, *, ppi: float = 80) -> tuple[bytes, ...]:
    """Return the pages of a brief as PNG pictures, for a page that shows what it looks like."""
    made = template_compiler(PARTY, _inputs(document, drawn)).compile(format="png", ppi=ppi)
    return (made,) if isinstance(made, bytes) else tuple(made or ())


def measure_party_room(document: PartyDocument) -> tuple[float, float]:
    """Return width and height in millimetres of the room for the map: what the words leave on the first page.

    Where that is less than `LEAST_ROOM_MM`, the map has a page of its own.
    """
    found = json.loads(template_compiler(PARTY, _inputs(document, "")).query("<room>", field="value", one=True))
    height = float(found["height"])
    return float(found["width"]), height if height >= LEAST_ROOM_MM else OWN_PAGE_MM


def _inputs(document: PartyDocument, drawn: str) -> dict[str, str]:
    clauses = (clause for section in document.sections for block in section.blocks for clause in block.clauses)
    given_right = "".join(f"{clause.number}," for clause in clauses if begins_right_to_left(clause.given))
    return {"document": msgspec.json.encode(document).decode(), "map": drawn, "given_right": f",{given_right}"}
