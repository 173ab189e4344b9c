"""Compile a kernel with numba where that is switched on, and leave its type as it was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Return `function` compiled at its first call and cached on disk; plain Python under NUMBA_DISABLE_JIT=1.

    The uncompiled function stays reachable as `.py_func`.
    """
    return cast("Kernel", numba.njit(cache=True)(function))
