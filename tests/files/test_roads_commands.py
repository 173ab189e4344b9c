"""The road use cases and their commands, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from files.test_roads import town
from safeconduct.app.roads import clip_roads, show_roads
from safeconduct.cli.roads import app
from safeconduct.model.errors import BadInputError, RefusedError

RUN = CliRunner()


def test_facts_of_a_file(tmp_path: Path) -> None:
    facts, notices = show_roads(town(tmp_path))
    assert (facts.kind, facts.ways, facts.points, facts.steps) == ("osm", 3, 4, 6)
    assert dict(facts.km).keys() == {"primary", "secondary"}
    assert (facts.places, facts.bridges, facts.restrictions, facts.pieces) == (2, 1, 1, 1)
    assert facts.languages == ("en",)
    assert facts.oneway_share == 0
    assert facts.bbox == (38.0, 47.5, 38.02, 47.51)
    assert facts.day == ""
    assert "road-age-unknown" in {one.code for one in notices}
    minor, _ = show_roads(town(tmp_path), include_minor=True)
    assert minor.ways == 4


def test_show_for_people_and_for_programs(tmp_path: Path) -> None:
    path = town(tmp_path)
    people = RUN.invoke(app, ["show", str(path)])
    assert people.exit_code == 0
    assert "3 ways" in people.stdout
    machine = RUN.invoke(app, ["show", str(path), "--json"])
    document = json.loads(machine.stdout)
    assert document["nodes"] > 0
    assert document["notices"][0]["severity"] == "info"


def test_clip_names_its_file_and_refuses_a_bad_box(tmp_path: Path) -> None:
    path = town(tmp_path)
    done = RUN.invoke(app, ["clip", str(path), "--bbox", "38.011,47.4,38.03,47.6", "--json"])
    assert json.loads(done.stdout)["ways"] == 1
    assert (tmp_path / "town-clip.osm").is_file()
    assert RUN.invoke(app, ["clip", str(path), "--bbox", "1,2,3"]).exit_code == 2
    again = RUN.invoke(app, ["clip", str(path), "--bbox", "38.011,47.4,38.03,47.6"])
    assert isinstance(again.exception, RefusedError)
    assert RUN.invoke(app, ["clip", str(path), "--bbox", "38.011,47.4,38.03,47.6", "--force"]).exit_code == 0


def test_the_name_of_a_pbf_clip_keeps_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "x.osm.pbf"
    clip_roads(town(tmp_path), "37,47,39,48", path)
    target, _ = clip_roads(path, "37,47,39,48", None)
    assert target.name == "x-clip.osm.pbf"


def test_bad_input_is_left_to_the_main_program(tmp_path: Path) -> None:
    assert isinstance(RUN.invoke(app, ["show", str(tmp_path / "none.osm.pbf")]).exception, BadInputError)
    done = RUN.invoke(app, ["get", "no such region", "--out", str(tmp_path / "a.osm.pbf")])
    assert isinstance(done.exception, BadInputError)


@pytest.mark.parametrize("command", ["show", "clip", "get"])
def test_help(command: str) -> None:
    assert RUN.invoke(app, [command, "--help"]).exit_code == 0
