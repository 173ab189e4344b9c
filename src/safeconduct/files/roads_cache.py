"""Built road networks kept by content: a changed file, setting or program has another key; a damaged entry is built anew."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.notice_codes import NOTICE_CODES
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.model.road_classes import ROAD_CLASSES, SURFACE_SPEED_LIMITS_KMH
from safeconduct.model.scenario import RoadSource
from safeconduct.network.graph import RoadName, RoadNetwork
from safeconduct.network.grow import freeze

NETWORK_FORMAT = 1
"""Raise this whenever reading or building changes: kept networks of other formats are not used."""

WORDS = ("names", "places", "source", "attribution")
"""Fields of the network that are words, kept as JSON; all others are arrays."""

Arrays = dict[str, NDArray[np.generic]]


def cache_key(files: Sequence[Path], source: RoadSource) -> str:
    """Return the key of a network: a hash of the files' names and bytes, the overrides, the tables and the format.

    A missing file counts as missing; the reader reports it.
    """
    digest = hashlib.sha256()
    tables = (ROAD_CLASSES, sorted(SURFACE_SPEED_LIMITS_KMH.items()))
    settings = (NETWORK_FORMAT, sorted(source.speed_kmh), sorted(source.capacity_vph), source.include_minor, tables)
    digest.update(repr(settings).encode("utf-8"))
    for path in files:
        digest.update(f"\n{path.name}\n".encode())
        if path.is_file():
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def find_cached(folder: Path, key: str) -> tuple[RoadNetwork, tuple[Notice, ...]] | None:
    """Return the network kept under the key with its notices; None when there is none or it is not sound."""
    path = _entry(folder, key)
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return _unpacked(arrays, key)
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile):
        # A file cut short, overwritten or of another program: whatever is wrong with it, the roads are built anew.
        return None


def keep(folder: Path, key: str, network: RoadNetwork, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Keep a network; return a notice when the folder or disk does not allow it. Appears whole or not at all."""
    path = _entry(folder, key)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as stream:
                np.savez(stream, **_packed(network, notices, key))  # type: ignore[arg-type]
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        return (notice("road-cache", Where(str(folder)), why=error.strerror or type(error).__name__),)
    return ()


def _entry(folder: Path, key: str) -> Path:
    return folder / f"roads-{key[:32]}.npz"


def _packed(network: RoadNetwork, notices: tuple[Notice, ...], key: str) -> Arrays:
    arrays: Arrays = {column.name: getattr(network, column.name) for column in fields(network) if column.name not in WORDS}
    words = {
        "names": [[road.name, road.ref, road.names] for road in network.names],
        "places": [[place.name, place.point, place.kind, place.names] for place in network.places],
        "source": network.source,
        "attribution": network.attribution,
        "notices": [[one.code, one.where.file, one.values] for one in notices],
    }
    arrays["words"] = np.frombuffer(json.dumps(words, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)
    arrays["checksum"] = _checksum(arrays, key)
    return arrays


def _unpacked(arrays: Arrays, key: str) -> tuple[RoadNetwork, tuple[Notice, ...]]:
    """Return what was packed; raises ValueError, KeyError or TypeError when anything differs from what was kept."""
    stored = arrays.pop("checksum")
    if not np.array_equal(stored, _checksum(arrays, key)):
        raise ValueError("checksum differs")
    words: dict[str, Any] = json.loads(arrays.pop("words").tobytes())
    names = tuple(RoadName(name, ref, _local(local)) for name, ref, local in words["names"])
    places = tuple(Place(name, LonLat(*point), kind, _local(local)) for name, point, kind, local in words["places"])
    network = RoadNetwork(
        **arrays,  # type: ignore[arg-type]
        names=names,
        places=places,
        source=words["source"],
        attribution=words["attribution"],
    )
    if any(code not in NOTICE_CODES for code, _, _ in words["notices"]):
        raise ValueError("notice of another version")
    notices = tuple(Notice(code, Where(file), tuple((n, v) for n, v in values)) for code, file, values in words["notices"])
    return freeze(network), notices


def _local(pairs: list[list[str]]) -> tuple[LocalName, ...]:
    return tuple(LocalName(lang, text) for lang, text in pairs)


def _checksum(arrays: Arrays, key: str) -> NDArray[np.uint8]:
    digest = hashlib.sha256(key.encode("ascii"))
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode("ascii"))
        digest.update(array.data)
    return np.frombuffer(digest.digest(), dtype=np.uint8)
