"""Compile a kernel with numba where that is switched on, and leave its type as it was written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeVar, cast

import numba
from numba.core import config
from platformdirs import user_cache_dir

Kernel = TypeVar("Kernel", bound=Callable[..., object])

DIGEST_LETTERS = 16


def compiled(function: Kernel) -> Kernel:
    """Return `function` compiled at its first call and cached on disk; plain Python under NUMBA_DISABLE_JIT=1.

    The uncompiled function stays reachable as `.py_func`. The machine code lies in a folder of its own for each state of the
    kernels: numba asks only whether the file of a function has changed, and would go on using code into which it has built
    kernels of other files as they were before. The folder is in the user's cache folder, or in NUMBA_CACHE_DIR where that is set.
    """
    _keep_apart()
    return cast("Kernel", numba.njit(cache=True)(function))


def sources_digest(sources: dict[str, bytes]) -> str:
    """Return 16 hexadecimal digits that stand for the content of all kernels, given by file name."""
    digest = sha256()
    for name in sorted(sources):
        digest.update(f"{name}\n{len(sources[name])}\n".encode())
        digest.update(sources[name])
    return digest.hexdigest()[:DIGEST_LETTERS]


@cache
def _keep_apart() -> str:
    """Tell numba once where to keep machine code, and return that place."""
    settings = vars(config)
    sources = {one.name: one.read_bytes() for one in files(__package__).iterdir() if one.name.endswith(".py")}
    folder = f"{settings['CACHE_DIR'] or user_cache_dir('safeconduct', appauthor=False)}/kernel-{sources_digest(sources)}"
    settings["CACHE_DIR"] = folder
    return folder
