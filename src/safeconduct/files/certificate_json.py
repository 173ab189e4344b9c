"""certificate.json: each proof with its complete problem, for a stranger to check in plain integers without this program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from safeconduct.model.errors import BadInputError
from safeconduct.model.fleet_certificate import FleetCertificate
from safeconduct.model.notice import Where, notice
from safeconduct.model.plan import CutCertificate, Plan, Proof

CERTIFICATE_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class ProblemArrays:
    """A flow over time in integers: what a cut is checked against.

    tail, head: node of each arc. travel_steps: steps from entering to leaving it. capacity_per_step: most parts that may enter in
    one step while it is open. windows: rows (arc, from_step, to_step): the arc may be entered at steps from <= t < to; an arc
    that stands in no row is open at every step from 0. supply: parts that wait at each node. sink: the node they must
    reach. node_keys: what each node is: the road file's key (OSM node id), "group <id>" or "sink".
    """

    tail: tuple[int, ...]
    head: tuple[int, ...]
    travel_steps: tuple[int, ...]
    capacity_per_step: tuple[int, ...]
    windows: tuple[tuple[int, int, int], ...]
    supply: tuple[int, ...]
    sink: int
    node_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofFile:
    """One proof as certificate.json holds it; index: its place in plan.json.

    cut, problem: None where it is not a cut. prices: only of the fleet's proof.
    """

    index: int
    kind: str
    unit: str
    step_s: int
    parts_per_unit: int
    bound_s: int
    exact: bool
    least_left: int
    held_groups: tuple[str, ...] = ()
    sentence: str = ""
    cut: CutCertificate | None = None
    problem: ProblemArrays | None = None
    prices: FleetCertificate | None = None


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """The whole file. plan_start: step 0 of every proof."""

    certificate_version: str
    program_version: str
    scenario_name: str
    input_hash: str
    plan_start: datetime
    proofs: tuple[ProofFile, ...] = field(default=())


def encode_certificates(plan: Plan, problems: Mapping[str, ProblemArrays] | None = None) -> bytes:
    """Return certificate.json of the plan; `problems` holds the problem of each kind of proof ("roads", "screening")."""
    given = problems or {}
    made = CertificateFile(
        CERTIFICATE_VERSION,
        plan.program_version,
        plan.scenario_name,
        plan.input_hash,
        plan.start,
        tuple(_proof_file(index, proof, given.get(proof.kind)) for index, proof in enumerate(plan.proofs)),
    )
    return msgspec.json.encode(made) + b"\n"


def _proof_file(index: int, proof: Proof, problem: ProblemArrays | None) -> ProofFile:
    return ProofFile(
        index=index,
        kind=proof.kind,
        unit=proof.unit,
        step_s=proof.step_s,
        parts_per_unit=proof.parts_per_unit,
        bound_s=proof.bound_s,
        exact=proof.exact,
        least_left=proof.least_left,
        held_groups=proof.held_groups,
        sentence=proof.sentence,
        cut=proof.certificate,
        problem=problem if proof.certificate is not None else None,
        prices=proof.prices,
    )


def decode_certificates(data: bytes, *, file: str = "certificate.json") -> CertificateFile:
    """Return what certificate.json holds; raises BadInputError with one notice on anything else."""
    try:
        made = msgspec.json.decode(data, type=CertificateFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise BadInputError((notice("plan-unreadable", Where(file), reason=reason),)) from error
    if made.certificate_version != CERTIFICATE_VERSION:
        found = made.certificate_version[:40]
        raise BadInputError((notice("plan-version", Where(file), found=found, wanted=CERTIFICATE_VERSION),))
    return made


def labels_of(made: CertificateFile) -> dict[int, tuple[int, ...]]:
    """Return the labels of each cut by the index of its proof in plan.json."""
    return {proof.index: proof.cut.labels for proof in made.proofs if proof.cut is not None}
