"""Where the program keeps things on this computer."""

from __future__ import annotations

import os
from pathlib import Path

CACHE_VARIABLE = "SAFECONDUCT_CACHE"


def cache_folder() -> Path | None:
    """Return the folder of built road networks: the user's cache folder, or what SAFECONDUCT_CACHE says ("" switches it off)."""
    from platformdirs import user_cache_path

    said = os.environ.get(CACHE_VARIABLE)
    if said is None:
        return user_cache_path("safeconduct", appauthor=False)
    return Path(said) if said else None
