"""A stranger can check certificate.json with the script of the how-to page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from brief.sample import make_sample
from safeconduct.files.certificate_json import ProblemArrays, decode_certificates, encode_certificates, labels_of
from safeconduct.model.errors import BadInputError
from safeconduct.model.fleet_certificate import BayPrice, DeskPrice, FleetCertificate, PersonPrice
from safeconduct.model.plan import CutCertificate, Plan, Proof

PAGE = Path(__file__).parents[2] / "docs/how-to/check-the-proof.md"


def script() -> str:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


def problem() -> ProblemArrays:
    """Two pockets, a shared road of 2 parts a step and travel 3, a gate open at steps 5 to 9 (10 excluded) only."""
    return ProblemArrays(
        tail=(0, 1, 2), head=(2, 2, 3), travel_steps=(0, 1, 3), capacity_per_step=(100, 100, 2), windows=((2, 5, 10),),
        supply=(8, 4, 0, 0), sink=3, node_keys=("group G1", "group G2", "17", "sink"),
    )  # fmt: skip


def plan_with(cut: CutCertificate) -> Plan:
    """The gate lets 2 parts in at each of steps 5 to 9, so 10 parts are out by step 12 and 12 parts never."""
    plan = make_sample().plan
    proof = Proof("roads", "vehicles", 1, 1, cut.horizon_steps + 1, True, held_groups=("G1", "G2"), certificate=cut)
    return replace(plan, proofs=(proof, replace(plan.proofs[2])))


SOUND = CutCertificate(20, (0, 0, 0, 21), (0, 1), 12, 10)


def run(tmp_path: Path, data: bytes) -> subprocess.CompletedProcess[str]:
    (tmp_path / "check_proof.py").write_text(script(), encoding="utf-8")
    (tmp_path / "certificate.json").write_bytes(data)
    command = [sys.executable, "-I", "check_proof.py", "certificate.json"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)


def test_a_sound_proof_holds(tmp_path: Path) -> None:
    done = run(tmp_path, encode_certificates(plan_with(SOUND), {"roads": problem()}))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "roads: 12 > 10 parts, so not all are out 21 s after the start: holds" in done.stdout
    assert "fleet: not a cut" in done.stdout


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (replace(SOUND, demand=13), "demand as stated"),
        (replace(SOUND, capacity=9), "capacity as stated"),
        (replace(SOUND, labels=(0, 0, 0, 20)), "sink labelled last"),
        (replace(SOUND, labels=(0, 5, 0, 21)), "labelled 0"),
        (replace(SOUND, labels=(0, 0, 30, 21)), "within the horizon"),
        (replace(SOUND, labels=(0, 0, 0, 21, 4)), "one label per node"),
        (replace(SOUND, held=(0, 0)), "named once"),
        (CutCertificate(20, (0, 0, 0, 21), (0,), 8, 10), "demand above capacity"),
        (replace(SOUND, labels=(0, 0, 7, 21)), "capacity as stated"),
    ],
)
def test_a_broken_proof_is_named(tmp_path: Path, cut: CutCertificate, said: str) -> None:
    done = run(tmp_path, encode_certificates(plan_with(cut), {"roads": problem()}))
    assert done.returncode == 1
    assert "WRONG" in done.stdout
    assert said in done.stdout


def test_a_window_that_opens_longer_breaks_the_proof(tmp_path: Path) -> None:
    wider = replace(problem(), windows=((2, 5, 12),))
    assert run(tmp_path, encode_certificates(plan_with(SOUND), {"roads": wider})).returncode == 1


def test_the_file_comes_back_and_holds_everything() -> None:
    plan = plan_with(SOUND)
    made = decode_certificates(encode_certificates(plan, {"roads": problem()}))
    assert labels_of(made) == {0: SOUND.labels}
    assert made.proofs[0].problem == problem()
    assert made.proofs[1].problem is None
    raw = json.loads(encode_certificates(plan))
    assert raw["proofs"][0]["problem"] is None
    assert raw["plan_start"] == "2014-08-29T08:00:00+03:00"


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert encode_certificates(plan_with(SOUND), {"roads": problem()}) == encode_certificates(
        plan_with(SOUND), {"roads": problem()}
    )


@pytest.mark.parametrize("data", [b"", b"{}", b"\x00", b'{"certificate_version": 3}'])
def test_garbage_gives_a_notice(data: bytes) -> None:
    with pytest.raises(BadInputError) as caught:
        decode_certificates(data)
    assert caught.value.notices[0].code == "plan-unreadable"


def test_another_version_is_refused() -> None:
    data = encode_certificates(plan_with(SOUND)).replace(b'"certificate_version":"1.0"', b'"certificate_version":"9.9"')
    with pytest.raises(BadInputError) as caught:
        decode_certificates(data)
    assert caught.value.notices[0].code == "plan-version"


def test_the_prices_of_the_fleet_are_in_the_file() -> None:
    made = FleetCertificate(3600, 1, (PersonPrice("G1", 1, 2, 0),), (DeskPrice("E1", 0, 3600, 1),), (BayPrice("G1", 1),), 9, 8)
    plan = plan_with(SOUND)
    proofs = tuple(replace(proof, prices=made) if proof.kind == "fleet" else proof for proof in plan.proofs)
    found = decode_certificates(encode_certificates(replace(plan, proofs=proofs))).proofs
    assert [proof.prices for proof in found] == [None, made]
