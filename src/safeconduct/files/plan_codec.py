"""A plan as JSON and back: the form that `docs/reference/plan-json.md` documents."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Where, notice
from safeconduct.model.plan import SCHEMA_VERSION, CutCertificate, Plan, Proof


class _Versioned(msgspec.Struct):
    schema_version: str


def encode_plan(plan: Plan) -> bytes:
    """Return the plan as UTF-8 JSON, keys in the order of the model, two spaces of indent; the same plan gives the same bytes.

    Datetimes are ISO 8601 with the offset they were given in. Certificates' labels are written as they are; a plan folder
    keeps them in certificate.json and writes `without_labels(plan)` here.
    """
    return msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n"


def decode_plan(data: bytes, *, file: str = "plan.json") -> Plan:
    """Return the plan in the bytes.

    Raises BadInputError with one notice on anything that is not a whole plan of this schema version. `file` is named in it.
    """
    where = Where(file)
    try:
        version = msgspec.json.decode(data, type=_Versioned).schema_version
        if version != SCHEMA_VERSION:
            raise BadInputError((notice("plan-version", where, found=version[:40], wanted=SCHEMA_VERSION),))
        plan = msgspec.json.decode(data, type=Plan)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInputError((notice("plan-unreadable", where, reason=_plain(error)),)) from error
    naive = _find_naive_time(plan)
    if naive:
        raise BadInputError((notice("plan-unreadable", where, reason=f"the time `{naive}` has no offset"),))
    if plan.chosen not in {option.label for option in plan.options}:
        reason = f"the chosen option {plan.chosen[:40]!r} is not among the options"
        raise BadInputError((notice("plan-unreadable", where, reason=reason),))
    return plan


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())[:200].replace("{", "(").replace("}", ")") or type(error).__name__


def _find_naive_time(plan: Plan) -> str | None:
    """Return the name of the first time without an offset, or None."""
    times = [("start", plan.start), ("end", plan.end)]
    for packet in plan.timetable.packets:
        times += [("depart", packet.depart), ("arrive", packet.arrive), ("clear", packet.clear), ("out", packet.out)]
        for run in packet.runs:
            given = (("load_start", run.load_start), ("free_at", run.free_at), ("back_at", run.back_at))
            times += [(name, moment) for name, moment in given if moment is not None]
    return next((name for name, moment in times if moment.tzinfo is None), None)


def without_labels(plan: Plan) -> Plan:
    """Return the plan with every certificate's labels emptied (they stand in certificate.json)."""
    return replace(plan, proofs=tuple(_with(proof, ()) for proof in plan.proofs))


def with_labels(plan: Plan, labels: dict[int, tuple[int, ...]]) -> Plan:
    """Return the plan with the labels of its certificates put in, by index of the proof. Raises KeyError when one is missing."""
    return replace(
        plan,
        proofs=tuple(
            _with(proof, labels[index]) if proof.certificate is not None else proof for index, proof in enumerate(plan.proofs)
        ),
    )


def _with(proof: Proof, labels: tuple[int, ...]) -> Proof:
    certificate: CutCertificate | None = proof.certificate
    return proof if certificate is None else replace(proof, certificate=replace(certificate, labels=labels))
