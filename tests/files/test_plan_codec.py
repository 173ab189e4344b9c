"""A plan survives its JSON form, and garbage gives a notice."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.sample import make_sample
from safeconduct.files.plan_codec import decode_plan, encode_plan, with_labels, without_labels
from safeconduct.files.plan_schema import SCHEMA_FILE, make_schema
from safeconduct.model.errors import BadInputError
from safeconduct.model.plan import Plan, Timetable

PLAN = make_sample().plan
DATA = encode_plan(PLAN)


def refused(data: bytes) -> str:
    with pytest.raises(BadInputError) as caught:
        decode_plan(data)
    assert len(caught.value.notices) == 1
    return str(caught.value.notices[0])


@pytest.mark.parametrize("plan", [PLAN, make_sample(leave_people=False).plan, replace(PLAN, timetable=Timetable(()), proofs=())])
def test_a_plan_comes_back_equal(plan: Plan) -> None:
    assert decode_plan(encode_plan(plan)) == plan
    assert encode_plan(decode_plan(encode_plan(plan))) == encode_plan(plan)


def test_offsets_of_the_scenario_are_kept() -> None:
    assert json.loads(DATA)["start"] == "2014-08-29T08:00:00+03:00"
    assert decode_plan(DATA).start.isoformat() == "2014-08-29T08:00:00+03:00"


def test_plans_satisfy_the_schema_and_changes_do_not() -> None:
    schema = json.loads(make_schema())
    validator = jsonschema.Draft202012Validator(schema)
    plan: dict[str, Any] = json.loads(DATA)
    validator.validate(plan)
    validator.validate(json.loads(encode_plan(without_labels(PLAN))))
    for key in ("proofs", "start", "people"):
        assert not validator.is_valid({name: value for name, value in plan.items() if name != key})
    assert not validator.is_valid({**plan, "seed": "one"})
    assert not validator.is_valid({**plan, "people": {"able": 1.5}})


def test_the_schema_in_the_package_is_made_from_the_model() -> None:
    assert SCHEMA_FILE.read_bytes() == make_schema(), "run safeconduct.files.plan_schema.write_schema()"


def test_another_version_is_refused_by_name() -> None:
    text = refused(DATA.replace(b'"schema_version": "1.0"', b'"schema_version": "7.3"'))
    assert "7.3" in text
    assert "1.0" in text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"null",
        b"[]",
        b"\xff\xfe\x00",
        b'{"schema_version": "1.0"}',
        b'{"schema_version": 1}',
        b"[" * 100_000,
        b"PK\x03\x04",
    ],
)
def test_garbage_gives_one_notice(data: bytes) -> None:
    assert "plan" in refused(data)


def test_a_time_without_offset_is_refused() -> None:
    assert "depart" in refused(DATA.replace(b'"depart": "2014-08-29T08:20:00+03:00"', b'"depart": "2014-08-29T08:20:00"'))


def test_a_chosen_option_that_is_not_there_is_refused() -> None:
    assert "chosen" in refused(DATA.replace(b'"chosen": "balanced"', b'"chosen": "other"'))


@given(st.integers(0, len(DATA) - 3))
@settings(max_examples=60, deadline=None)
def test_every_truncation_is_refused(length: int) -> None:
    refused(DATA[:length])


@given(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_a_plan_or_a_notice(at: int, put: bytes) -> None:
    with suppress(BadInputError):
        decode_plan(DATA[:at] + put + DATA[at + len(put) :])


def test_labels_can_be_taken_out_and_put_back() -> None:
    bare = without_labels(PLAN)
    assert all(proof.certificate is None or not proof.certificate.labels for proof in bare.proofs)
    labels = {index: proof.certificate.labels for index, proof in enumerate(PLAN.proofs) if proof.certificate}
    assert with_labels(bare, labels) == PLAN
    with pytest.raises(KeyError):
        with_labels(bare, {})
