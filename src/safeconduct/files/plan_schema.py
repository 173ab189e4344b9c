"""The JSON Schema of plan.json, made from the model's own types."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from safeconduct.model.plan import SCHEMA_VERSION, Plan

SCHEMA_FILE = Path(__file__).parent / "schema" / f"plan-{SCHEMA_VERSION}.schema.json"
"""Where the schema lies in the package."""


def make_schema() -> bytes:
    """Return the JSON Schema (draft 2020-12) of plan.json as UTF-8 JSON; the same model gives the same bytes."""
    schema: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"safeconduct plan {SCHEMA_VERSION}",
        **msgspec.json.schema(Plan),
    }
    return (json.dumps(_flowed(schema), ensure_ascii=False, indent=1) + "\n").encode()


def _flowed(part: object) -> object:
    """Return the schema with each description's lines joined into one."""
    if isinstance(part, dict):
        return {key: " ".join(str(value).split()) if key == "description" else _flowed(value) for key, value in part.items()}
    return [_flowed(one) for one in part] if isinstance(part, list | tuple) else part


def write_schema() -> Path:
    """Write the schema into the package and return its path; run after a change of the model."""
    SCHEMA_FILE.parent.mkdir(exist_ok=True)
    SCHEMA_FILE.write_bytes(make_schema())
    return SCHEMA_FILE
