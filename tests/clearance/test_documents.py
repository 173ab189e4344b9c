"""The Python shown in the reference page runs as shown."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "certificate.md"


def test_the_reference_page_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    names: dict[str, object] = {
        "tail": np.array([0]),
        "head": np.array([1]),
        "travel_steps": np.array([5]),
        "capacity_per_step": np.array([3]),
    }
    exec(compile(blocks[0], str(PAGE), "exec"), names)
    assert getattr(names["found"], "steps", None) == 8
