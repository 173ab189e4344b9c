"""Write a form for a text of a party: blank, from a text, or for its next version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from safeconduct.app.texts import read_texts_of
from safeconduct.files.roads_output import new_file
from safeconduct.files.terms_form_out import write_form_csv, write_form_xlsx
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Where, notice
from safeconduct.model.terms import TermsText, in_force

RULE_ONE = "form-one-text"


def write_form(out: Path, source: Path | None = None, *, next_version: bool = False, force: bool = False) -> Path:
    """Write a form to `out` (.xlsx or .csv), blank or with what the text at `source` says, and return its path.

    next_version: the number is one higher and nobody has answered yet: an acceptance holds for the version that was accepted.

    Raises BadInputError for another ending, a text that cannot be read or a place that cannot be written; RefusedError when the
    file is there already and `force` is false, or when `source` holds several texts.
    """
    out = Path(out)
    ending = out.suffix.lower()
    if ending not in {".xlsx", ".csv"}:
        raise BadInputError((notice("form-format", Where(out.name)),))
    text = None if source is None else _one_text(Path(source))
    if text is not None and next_version:
        text = next_of(text)
    data = write_form_xlsx(text) if ending == ".xlsx" else write_form_csv(text)
    with new_file(out, force=force) as part:
        part.write_bytes(data)
    return out


def next_of(text: TermsText) -> TermsText:
    """Return the text as its next version, to which nobody has said anything yet."""
    terms = tuple(replace(term, answers=()) for term in text.terms)
    return replace(text, version=text.version + 1, terms=terms, dated=None, channel="", acknowledged=(), file="")


def _one_text(source: Path) -> TermsText:
    texts = in_force(read_texts_of(source))
    if len(texts) != 1:
        names = ", ".join(one.file for one in texts)
        raise RefusedError(RULE_ONE, f"A form holds one text, and {source.name} holds {len(texts)}: {names}. Name one file.")
    return texts[0]
