"""Write a text as TOML, as `files.terms` reads it again: how a new version is kept beside the older one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from safeconduct.files.terms_value_text import time_text
from safeconduct.files.terms_zones import moment_text
from safeconduct.model.terms import (
    NO_LIMITS,
    Acknowledgement,
    Answer,
    Category,
    Contact,
    Moment,
    PlaceRef,
    Term,
    TermsText,
    Value,
)

Plain = str | bool | int | float | None


def write_text_toml(text: TermsText) -> str:
    """Return the text as TOML. A text without reference gets no header: it is a part of the common text.

    Moments stand in the zone of the text, those of other zones with theirs; nothing depends on the scenario's day. `file` is not
    written: it is the name under which the text is kept.
    """
    zone = text.zone if text.reference else ""
    parts = [_header(text)] if text.reference else []
    return "\n".join([*parts, *(_term(one, zone) for one in text.terms)])


def _header(text: TermsText) -> str:
    lines = ["[text]", f"reference = {_quoted(text.reference)}"]
    lines += [f"party = {_quoted(text.party)}"] if text.party else []
    lines.append(f"version = {text.version}")
    lines += [f"dated = {_quoted(time_text(text.dated, text.zone))}"] if text.dated else []
    for key, value in (("channel", text.channel), ("zone", text.zone), ("source", text.source)):
        lines += [f"{key} = {_quoted(value)}"] if value else []
    lines += [f"replaces = [{', '.join(map(_quoted, text.replaces))}]"] if text.replaces else []
    lines += _listed("acknowledged", (_paper(one, text.zone) for one in text.acknowledged))
    return "\n".join(lines) + "\n"


def _term(term: Term, zone: str) -> str:
    lines = ["[[terms]]", f"id = {_quoted(term.id)}"]
    for key, value in (("kind", term.kind), ("label", term.label)):
        lines += [f"{key} = {_quoted(value)}"] if value else []
    for name, held in term.values:
        lines += _field(name, held, zone)
    lines += [f"text = {_quoted(term.text)}"] if term.text else []
    lines += [f"texts = {_table({one.lang: one.text for one in term.texts})}"] if term.texts else []
    lines += [] if term.required else ["required = false"]
    lines += [f"source = {_quoted(term.source)}"] if term.source else []
    lines += _listed("answers", (_paper(one, zone) for one in term.answers))
    if term.limits != NO_LIMITS:
        stated = {key: value for key, value in asdict(term.limits).items() if value != getattr(NO_LIMITS, key)}
        lines.append(f"limits = {_table(stated)}")
    return "\n".join(lines) + "\n"


def _field(name: str, held: Value, zone: str) -> list[str]:
    if isinstance(held, Moment):
        return [f"{name} = {_quoted(moment_text(held, zone))}"]
    if not isinstance(held, tuple):
        return [f"{name} = {_plain(held)}"]
    elements = [_element(one) for one in held]
    if all(one.startswith('"') for one in elements):
        return [f"{name} = [{', '.join(elements)}]"]
    return _listed(name, elements)


def _element(one: PlaceRef | Category | Contact | str) -> str:
    if isinstance(one, str):
        return _quoted(one)
    if isinstance(one, PlaceRef):
        if not one.address and one.point is None and "|" not in one.name and not one.name.startswith('"'):
            return _quoted(one.name)
        point = {"lon": one.point.lon, "lat": one.point.lat} if one.point else {}
        return _table({"name": one.name, "address": one.address, **point})
    if isinstance(one, Category):
        return _table({**asdict(one), "sex": one.sex if one.sex != "any" else ""})
    return _table(asdict(one))


def _paper(one: Answer | Acknowledgement, zone: str) -> str:
    held = {key: time_text(value, zone) if isinstance(value, datetime) else value for key, value in asdict(one).items()}
    return _table(held)


def _listed(key: str, elements: Iterable[str]) -> list[str]:
    held = list(elements)
    return [f"{key} = [", *(f"  {one}," for one in held), "]"] if held else []


def _table(held: Mapping[str, Plain]) -> str:
    """Return an inline table of what is stated; nothing stands for "" and None."""
    return "{ " + ", ".join(f"{key} = {_plain(value)}" for key, value in held.items() if value not in {"", None}) + " }"


def _plain(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """Return a TOML string; what JSON escapes is escaped alike in TOML."""
    return json.dumps(text, ensure_ascii=False)
