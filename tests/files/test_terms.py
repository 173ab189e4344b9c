from __future__ import annotations

from pathlib import Path

import pytest

from good_folder import TERM, codes, good, read
from safeconduct.model.terms import Answer


def test_answers_stand_in_alphabetical_order(tmp_path: Path) -> None:
    text = 'id = "T"\ntext = "x"\nsource = "draft"\n[[answers]]\nparty = "Z"\nstate = "Rejected"\n[[answers]]\nparty = "A"\nstate = "silent"\n'
    (term,) = good(tmp_path, terms_t1_toml=text).terms
    assert term.answers == (Answer("A", "silent"), Answer("Z", "rejected"))
    assert term.required
    assert term.source == "draft"


def test_several_terms_in_one_file(tmp_path: Path) -> None:
    text = '[[terms]]\nid = "T1"\ntext = "x"\nrequired = false\n[[terms]]\nid = "T2"\ntext = "y"\n[[terms.answers]]\nparty = "A"\nstate = "silent"\n'
    terms = good(tmp_path, terms_t1_toml=text).terms
    assert [(term.id, term.required, len(term.answers)) for term in terms] == [("T1", False, 0), ("T2", True, 1)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TERM.replace('"accepted"', '"agreed"'), "cell-choice"),
        (TERM.replace('id = "T1"', ""), "toml-missing"),
        (TERM.replace('text = "Leave unimpeded."', 'text = ""'), "toml-missing"),
        (TERM.replace('party = "B"', 'party = "A"'), "term-party-twice"),
        (TERM.replace('paper = "letter 1"', ""), "term-no-paper"),
        (TERM.replace('party = "B"', ""), "toml-missing"),
        (TERM + "papr = 'x'", "toml-key-unknown"),
        ('required = "yes"\n' + TERM, "toml-type"),
        ('id = "T1"\ntext = "x"\nanswers = 3\n', "toml-type"),
        ('id = "T1"\ntext = "x"\n', "term-no-answers"),
        ("terms = 5\n", "toml-type"),
        ("[[terms", "toml-broken"),
    ],
)
def test_faults_in_a_term(text: str, code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path / "bad", terms_t1_toml=text)
    assert code not in codes(tmp_path / "good")


def test_a_term_is_never_dropped_in_silence(tmp_path: Path) -> None:
    assert read(tmp_path, terms_t1_toml=TERM.replace('"proposed"', '"open"'))[0] is None


def test_ids_of_terms_are_unique_over_files(tmp_path: Path) -> None:
    assert "id-twice" in codes(tmp_path, terms_t2_toml=TERM.replace("T1", "t1"))


def test_other_files_among_the_terms_are_told(tmp_path: Path) -> None:
    assert "file-unknown" in codes(tmp_path, terms_t2_doc="x")
