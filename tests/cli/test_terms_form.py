"""`safeconduct terms form` as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from safeconduct.app.texts import read_texts_of

TEXT = """[text]
reference = "A 1"
party = "A"
dated = "2014-08-28 20:00"
zone = "Europe/Kyiv"
day = 2014-08-29
[[terms]]
kind = "window"
from = "09:00"
to = "16:00"
answers = [{ party = "B", state = "accepted", paper = "B 1" }]
"""


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "safeconduct", *words], capture_output=True, encoding="utf-8", cwd=cwd, check=False
    )


def test_a_form_is_filled_from_a_text_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT, encoding="utf-8")
    made = run("terms", "form", "a.xlsx", "--from", "a.toml", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "a.xlsx" in made.stdout
    (text,), (again,) = read_texts_of(tmp_path / "a.toml"), read_texts_of(tmp_path / "a.xlsx")
    assert (again.terms, again.dated, again.version) == (text.terms, text.dated, 1)


def test_the_next_version_has_no_answers_but_its_author_s(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT, encoding="utf-8")
    made = run("terms", "form", "b.csv", "--from", "a.toml", "--next", "--json", cwd=tmp_path)
    assert json.loads(made.stdout) == {"ok": True, "file": "b.csv"}
    (text,) = read_texts_of(tmp_path / "b.csv")
    assert (text.version, text.dated) == (2, None)
    assert [(one.party, one.state) for one in text.terms[0].answers] == [("A", "proposed")]


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    assert run("terms", "form", "a.csv", cwd=tmp_path).returncode == 2
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "mine"
    assert run("terms", "form", "a.csv", "--force", cwd=tmp_path).returncode == 0


def test_what_cannot_be_a_form_is_told(tmp_path: Path) -> None:
    assert run("terms", "form", "a.pdf", cwd=tmp_path).returncode == 3
    assert run("terms", "form", "a.csv", "--next", cwd=tmp_path).returncode == 2
    missing = run("terms", "form", "a.csv", "--from", "none.toml", cwd=tmp_path)
    assert (missing.returncode, "none.toml" in missing.stderr) == (3, True)
    (tmp_path / "bad.toml").write_text(TEXT.replace("Europe/Kyiv", "Kyiv") + "[[terms]]\nkind = 'rout'\n", encoding="utf-8")
    bad = run("terms", "form", "a.csv", "--from", "bad.toml", cwd=tmp_path)
    assert bad.returncode == 3
    assert "zone-unknown" in bad.stderr
    assert "term-kind-unknown" in bad.stderr
    assert not (tmp_path / "a.csv").exists()


def test_several_texts_fit_into_no_form(tmp_path: Path) -> None:
    folder = tmp_path / "case/terms"
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text(TEXT, encoding="utf-8")
    (folder / "b.toml").write_text(TEXT.replace('"A', '"B').replace('party = "B"', 'party = "C"', 1), encoding="utf-8")
    told = run("terms", "form", "a.csv", "--from", "case", cwd=tmp_path)
    assert (told.returncode, "terms/a.toml, terms/b.toml" in told.stderr) == (2, True)
