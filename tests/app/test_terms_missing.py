"""One hand-made agreement for each minimum point and each cause of failure in which exactly that is missing: named, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from good_folder import write
from safeconduct.agreement.completeness import CHECKS, OPEN, SATISFIED, Point
from safeconduct.app.terms_check import TermsReport, check_agreement

HEAD = '[text]\nreference = "Common text"\nversion = {version}\nzone = "Europe/Kyiv"\nday = 2014-08-29\n'
ACCEPTED = (
    '\nanswers = [{ party = "A", state = "accepted", paper = "letter 3" }, { party = "B", state = "accepted", paper = "note 8" }]'
)
PROPOSED = '\nanswers = [{ party = "A", state = "accepted", paper = "letter 3" }, { party = "B", state = "proposed" }]'
CLAUSES = {
    "window": 'from = "09:00"\nto = "18:00"',
    "start": 'at = "10:00"',
    "route": 'way_points = ["Alpha", "Beta", "Gamma"]\ndeviation = "forbidden"',
    "assembly": 'points = ["Alpha", "Beta"]',
    "who": 'may_leave = ["everybody"]',
    "voluntary": "voluntary = true\nchoice_of_destination = true",
    "medical": "first = true\naccess = true",
    "inspection": 'places = ["Gamma"]\nby = ["B"]\nsearch_s = 60',
    "aid": 'allowed = true\nway_points = ["Gamma", "Alpha"]\nfrom = "09:00"\nto = "12:00"\ngoods = ["food", "medicines"]',
    "returns": 'allowed = true\nuntil = "18:00"',
    "held": 'categories = ["detainees"]\nreview = ["Red Cross"]\nfamily_told = true',
    "communication": 'contacts = ["duty officer | A", "duty officer | B"]',
    "blocked": 'act = "waits"\ndecides = ["Red Cross"]',
    "duration": 'extension = true\ndecides = ["A", "B"]',
    "authority": 'signed_by = ["A", "B"]\nlevel = "regional command"',
    "order": 'by = "08:00"\nplaces = ["Gamma"]\nconfirmed = true',
    "reciprocity": 'depends_on = ["evacuation of Delta"]\nact = "goes on"',
    "road": 'cleared = true\ncleared_by = ["A", "B"]\npassable = true',
}
"""An agreement in which nothing is missing, beside a scenario with room for everybody by daylight."""
ENOUGH = {"vehicles_csv": "id,kind,count\nV1,bus,12\nV2,ambulance,4\n"}


def text(version: int = 1, **changed: str | None) -> str:
    """Return the agreement as a file, with other clauses (None: left out)."""
    said = HEAD.format(version=version)
    for kind, body in (CLAUSES | changed).items():
        if body is not None:
            said += f'\n[[terms]]\nkind = "{kind}"\n{body}{"" if "answers" in body else ACCEPTED}\n'
    return said


def report(folder: Path, *versions: str, **tables: str) -> TermsReport:
    """Return the report on the versions of the agreement, with other tables."""
    texts = {f"terms_t{number}_toml": one for number, one in enumerate(versions, 1)}
    return check_agreement(write(folder, **{**ENOUGH, **tables, **texts}))


def not_satisfied(made: TermsReport) -> dict[str, Point]:
    return {point.check.code: point for point in made.points if point.status != SATISFIED}


def test_nothing_is_missing_where_all_is_stated(tmp_path: Path) -> None:
    made = report(tmp_path, text())
    assert not_satisfied(made) == {}
    assert (made.go.go, made.go.reasons, made.notices) == (True, (), ())


CAUSES: tuple[tuple[str, str, str | dict[str, str] | None, str], ...] = (
    ("principle", "authority", 'signed_by = ["A", "B"]', "does not state level of the signature"),
    ("principle", "assembly", 'text = "At the usual points."', "Not stated in figures, names and hours: Assembly points"),
    ("texts", "stay", f"protected = true{PROPOSED}", "Not accepted by every party: stay"),
    ("changed", "duration", "extension = true", "does not state decision on extension by"),
    ("order", "order", 'by = "08:00"\nplaces = ["Gamma"]', "does not state confirmation by the last checkpoint"),
    ("order", "order", 'by = "10:01"\nplaces = ["Gamma"]\nconfirmed = true', "and the column may leave from 2014-08-29 10:00+03:00"),
    ("road", "road", "cleared = true\npassable = true", "does not state clearance of explosive ordnance by"),
    ("fire", "communication", 'contacts = ["duty officer | A"]', "No contact by function is stated for B"),
    ("fire", "blocked", 'decides = ["Red Cross"]', "does not state what a blocked column does"),
    ("reciprocity", "reciprocity", 'depends_on = ["evacuation of Delta"]', "does not state what this movement does"),
    ("categories", "held", 'categories = ["detainees"]\nreview = ["Red Cross"]\nfamily_told = false', "the family is not told"),
    ("categories", "held", 'categories = ["detainees"]\nfamily_told = true', "does not state review by"),
    ("categories", "who", 'may_leave = ["civilians | women", "children"]', "does not let men from 18 years leave, though others"),
    ("categories", "who", 'may_leave = ["civilians"]\nmay_not_leave = ["civilians | men | 18 to 60"]', "men from 18 to 60 years"),
    ("seats", "who", 'may_leave = ["everybody"]\nmost_people = 100', "312 people wait, and a text lets 100 leave"),
    ("seats", "", {"vehicles_csv": "id,kind,count\nV1,bus,1\nV2,ambulance,4\n"}, "223 need a second trip"),
    ("way-back", "returns", "allowed = true", "No hours and no road are stated"),
    ("way-back", "returns", "allowed = false", "empty vehicles may not come back"),
    ("checkpoint", "inspection", 'places = ["Gamma"]\nby = ["B"]', "does not state time for one vehicle"),
    ("checkpoint", "", {"exits_csv": "id,name,lon,lat,screening_per_h\nX1,Gamma,38.3,47.7,5\n"}, "40 in 8.0 h; 312 people wait"),
    ("night", "window", 'from = "09:00"\nto = "20:00"', "sunset about 19:16"),
    ("aid-seized", "aid", 'allowed = true\nway_points = ["Gamma"]\nfrom = "09:00"\nto = "12:00"', "does not state goods of the aid"),
    ("cannot-walk", "medical", "first = true\naccess = false", "medical staff have no access"),
    ("cannot-walk", "medical", "first = false\naccess = true", "wounded and sick do not leave first"),
    ("minimum-who", "voluntary", "choice_of_destination = true", "does not state voluntary leave"),
    ("minimum-time", "window", 'from = "09:00"', 'Term window of Common text ("Silence window") does not state end of the silence.'),
    ("minimum-place", "route", 'deviation = "forbidden"', "does not state way-points"),
    ("minimum-aid", "aid", f'{CLAUSES["aid"]}\nrequired = false', "is not marked as required, so nobody has to accept it"),
)  # fmt: skip
"""Cause, clause and what it says instead (or tables), a piece of what is said of it."""
WITH_MINIMUM = {
    "minimum-time": {"principle", "fire"},
    "minimum-place": {"principle"},
    "minimum-who": {"principle"},
    "minimum-aid": {"principle"},
}
"""A minimum point that nothing states is agreed in principle only, and without the end of the silence fire is not held."""


@pytest.mark.parametrize(("code", "kind", "body", "said"), CAUSES, ids=[f"{one[0]} {one[1] or 'tables'}" for one in CAUSES])
def test_what_is_missing_is_named_with_a_question_and_nothing_else(
    code: str, kind: str, body: str | dict[str, str] | None, said: str, tmp_path: Path
) -> None:
    tables = dict(body) if isinstance(body, dict) else {}
    if code == "night":
        tables["windows_csv"] = "id,from,to\nW1,09:00,20:00\n"
    made = report(tmp_path, text() if isinstance(body, dict) else text(1, **{kind: body}), **tables)
    found = not_satisfied(made)
    assert set(found) == {code} | WITH_MINIMUM.get(code, set())
    point = found[code]
    assert point.status == OPEN
    assert said in point.missing
    assert point.asked == ("A", "B")
    assert point.check.question.endswith("?")
    assert made.go.go == (code not in {"texts", *WITH_MINIMUM})


def test_an_acceptance_of_older_words_is_the_change_midway(tmp_path: Path) -> None:
    dated = ACCEPTED.replace('paper = "note 8"', 'paper = "note 8", at = "2014-08-28 20:00"')
    newer = text(2, start=f'at = "11:00"{dated}').replace("day =", 'dated = "2014-08-28 22:00"\nday =', 1)
    made = report(tmp_path, text(), newer)
    found = not_satisfied(made)
    assert set(found) == {"changed"}
    assert "Term start" in found["changed"].missing


def test_every_point_is_tried() -> None:
    assert {one[0] for one in CAUSES} == {one.code for one in CHECKS}
