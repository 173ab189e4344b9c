"""Numbers that kernels and their callers share, importable without the compiler."""

from __future__ import annotations

FAR = 1 << 60
"""Distance of a node that cannot be reached."""
