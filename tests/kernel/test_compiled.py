"""Where machine code is kept: apart for each state of the kernels, so that no old code runs after a change."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from numba.core import config

import safeconduct
from safeconduct.kernel import heap
from safeconduct.kernel.compiled import sources_digest

ASK = """
import numpy as np
from safeconduct.kernel.outer import outer
print(int(outer(np.int64(1))))
"""
OUTER = """
from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.inner import inner

@compiled
def outer(n):
    return inner(n) + 1
"""
INNER = """
from safeconduct.kernel.compiled import compiled

@compiled
def inner(n):
    return n + {added}
"""


@pytest.mark.parametrize(
    "other", [{"a.py": b"1", "b.py": b"3"}, {"a.py": b"12", "b.py": b""}, {"a.py": b"1", "c.py": b"2"}, {"a.py": b"1"}]
)
def test_any_change_of_a_kernel_is_another_state(other: dict[str, bytes]) -> None:
    assert sources_digest({"a.py": b"1", "b.py": b"2"}) != sources_digest(other)


def test_the_order_of_files_does_not_matter() -> None:
    assert sources_digest({"a.py": b"1", "b.py": b"2"}) == sources_digest({"b.py": b"2", "a.py": b"1"})


def test_a_changed_kernel_is_never_run_as_it_was(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "safeconduct"
    copytree(
        Path(safeconduct.__file__).parent, package, ignore=ignore_patterns("__pycache__", "files", "brief", "convoy", "verify")
    )
    (package / "kernel" / "outer.py").write_text(OUTER)

    def told(added: int) -> str:
        (package / "kernel" / "inner.py").write_text(INNER.format(added=added))
        env = {
            **os.environ,
            "PYTHONPATH": str(package.parent),
            "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
            "NUMBA_DISABLE_JIT": "0",
        }
        return subprocess.run([sys.executable, "-c", ASK], env=env, check=True, capture_output=True, text=True).stdout.strip()

    assert told(1) == "3"
    assert told(1) == "3"
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert told(10) == "12"
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_machine_code_of_this_program_lies_in_such_a_folder() -> None:
    assert callable(heap.push)
    assert "/kernel-" in str(vars(config)["CACHE_DIR"])
