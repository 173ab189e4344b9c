"""A text as a TOML file, so that it reads back as the same text."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from safeconduct.files.terms_cells import split_parts
from safeconduct.files.terms_zones import moment_text
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Where, notice
from safeconduct.model.terms import (
    NO_LIMITS,
    Acknowledgement,
    Answer,
    Category,
    Contact,
    Moment,
    PlaceRef,
    Term,
    TermLimits,
    TermsText,
    Value,
)


def text_toml(text: TermsText, *, note: str = "") -> str:
    """Return the whole text as TOML; note: a comment of one line on top."""
    lines = [f"# {' '.join(note.split())}"] if note else []
    lines += ["[text]", f"reference = {_quoted(text.reference)}"]
    lines += [f"party = {_quoted(text.party)}"] if text.party else []
    lines += [f"version = {text.version}"]
    lines += [f"dated = {_quoted(_at(text.dated, text.zone))}"] if text.dated else []
    for name, value in (("channel", text.channel), ("zone", text.zone), ("source", text.source)):
        lines += [f"{name} = {_quoted(value)}"] if value else []
    lines += [f"replaces = {_list(_quoted(one) for one in text.replaces)}"] if text.replaces else []
    if text.acknowledged:
        lines.append(f"acknowledged = {_list((_paper(one, text.zone) for one in text.acknowledged), apart=True)}")
    for term in text.terms:
        lines += ["", "[[terms]]", *_clause(term, text)]
    return "\n".join(lines) + "\n"


def _clause(term: Term, text: TermsText) -> Iterable[str]:
    for key, words in (("id", term.id), ("kind", term.kind), ("label", term.label), ("text", term.text)):
        if words:
            yield f"{key} = {_quoted(words)}"
    if term.texts:
        yield f"texts = {_table((one.lang, _quoted(one.text)) for one in term.texts)}"
    if not term.required:
        yield "required = false"
    if term.source:
        yield f"source = {_quoted(term.source)}"
    for name, value in term.values:
        yield f"{name} = {_value(value, text.zone)}"
    if term.answers:
        yield f"answers = {_list((_paper(one, text.zone) for one in term.answers), apart=True)}"
    if term.limits != NO_LIMITS:
        yield f"limits = {_limits(term.limits)}"


def _paper(one: Answer | Acknowledgement, zone: str) -> str:
    state = one.state if isinstance(one, Answer) else ""
    parts = [("party", one.party), ("state", state), ("paper", one.paper)]
    parts += [("at", _at(one.at, zone) if one.at else ""), ("channel", one.channel)]
    return _table((name, _quoted(value)) for name, value in parts if value)


def _limits(limits: TermLimits) -> str:
    numbers = ("vehicles", "private_cars", "packet_size", "search_s")
    parts = [(name, str(value)) for name in numbers if (value := getattr(limits, name)) is not None]
    parts += [("returns", "false")] if not limits.returns else []
    parts += [("party", _quoted(limits.party))] if limits.party else []
    return _table(parts)


def _at(moment: datetime, zone: str) -> str:
    return moment_text(Moment(moment, zone or "UTC"), zone)


def _value(value: Value, zone: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Moment):
        return _quoted(moment_text(value, zone))
    return _list(_item(one) for one in value)


def _item(one: PlaceRef | Category | Contact | str) -> str:
    if isinstance(one, str):
        return _quoted(one)
    if isinstance(one, PlaceRef):
        parts = [("name", _quoted(one.name))]
        parts += [("address", _quoted(one.address))] if one.address else []
        parts += [("lon", repr(one.point.lon)), ("lat", repr(one.point.lat))] if one.point else []
        plain = len(parts) == 1 and split_parts(one.name) == [one.name]  # a bar in a bare name would part it
        return _quoted(one.name) if plain else _table(parts)
    if isinstance(one, Category):
        parts = [("kind", _quoted(one.kind))] + ([("sex", _quoted(one.sex))] if one.sex != "any" else [])
        parts += [(name, str(age)) for name in ("age_from", "age_to") if (age := getattr(one, name)) is not None]
        return _table(parts)
    names = ("function", "party", "channel", "number")
    return _table((name, _quoted(value)) for name in names if (value := getattr(one, name)))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(parts: Iterable[tuple[str, str]]) -> str:
    return "{ " + ", ".join(f"{name} = {value}" for name, value in parts) + " }"


def _list(items: Iterable[str], *, apart: bool = False) -> str:
    listed = list(items)
    return "[\n" + "".join(f"  {one},\n" for one in listed) + "]" if apart else f"[{', '.join(listed)}]"


def write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet; it appears whole or not at all.

    Raises RefusedError when something has that name already, and BadInputError when it cannot be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        _name(part, path)
    except FileExistsError as error:
        raise RefusedError("version-kept", f"{path.name} is there already; no version of a text is ever written over.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInputError((notice("text-not-written", Where(path.name), reason=reason),)) from error
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, path: Path) -> None:
    """Give the written part its name unless something has it; where the disk knows no second name, it is renamed."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists() or path.is_symlink():
            raise FileExistsError(path) from None
        part.rename(path)
