"""Draw pages of the brief of the parties for the documentation: the founding case in three pairs of languages.

Run it as `python docs/make_brief_pictures.py` after the catalogues have changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from safeconduct.app.case import read_scenario
from safeconduct.app.demo import write_demo
from safeconduct.app.plan import make_plan
from safeconduct.brief.party_gather import gather
from safeconduct.brief.party_make import digest_text, make_party_document
from safeconduct.brief.party_map import draw_party_map
from safeconduct.brief.passed_places import holds_of
from safeconduct.files.catalogues import load_words
from safeconduct.files.fonts import can_print
from safeconduct.files.party_pdf import facts_hash, measure_party_room, party_pictures

FOLDER = Path(__file__).parent / "images"
EDITIONS = (("en", "uk"), ("en", "ar"), ("he", "ru"))
PAGES = 1


def main() -> None:
    """Write the first page of each edition."""
    with tempfile.TemporaryDirectory() as place:
        write_demo(Path(place) / "demo")
        case = read_scenario(Path(place) / "demo")
        plan = make_plan(case)
    facts = gather(plan, case.scenario, holds_of(plan, case.network), "", case.network.places)
    for codes in EDITIONS:
        document = make_party_document(facts, load_words(codes), digest_text(facts_hash(facts)))
        room = int(measure_party_room(document)[1])
        drawn = draw_party_map(plan, case.network, case.scenario, height_mm=room, can_print=can_print)
        for number, picture in enumerate(party_pictures(document, drawn)[:PAGES], 1):
            path = FOLDER / f"brief-{'-'.join(codes)}-{number}.png"
            path.write_bytes(picture)
            sys.stdout.write(f"{path.name}: {len(picture)} bytes\n")


if __name__ == "__main__":
    main()
