"""Built road networks kept by content: a changed file, setting or program has another key; a damaged entry is built anew."""

from __future__ import annotations

import hashlib
import io
import json
import os
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

CHECKSUM_BYTES = 32
"""SHA-256 of key and content stands behind the content of an entry."""

WORDS = ("names", "places", "source", "attribution")
"""Fields of the network that are words, kept as JSON; all others are arrays."""

Arrays = dict[str, NDArray[np.generic]]


def cache_key(files: Sequence[Path], source: RoadSource) -> str:
    """Return the key of a network: a hash of the files (names and bytes), the overrides, the tables and the format.

    A missing file counts as missing; the reader reports it.
    """
    digest = hashlib.sha256()
    shape = (tuple(column.name for column in fields(RoadNetwork)), sorted(NOTICE_CODES))
    tables = (ROAD_CLASSES, sorted(SURFACE_SPEED_LIMITS_KMH.items()), shape)
    settings = (NETWORK_FORMAT, sorted(source.speed_kmh), sorted(source.capacity_vph), source.include_minor, tables)
    digest.update(repr(settings).encode("utf-8"))
    for path in files:
        digest.update(f"\n{path.name}\n".encode())
        if path.is_file():
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def find_cached(folder: Path, key: str) -> tuple[RoadNetwork, tuple[Notice, ...]] | None:
    """Return the network kept under the key with its notices; None when there is none or it is not sound.

    Nothing of an entry is looked at before its checksum, which covers the key, was found right.
    """
    try:
        data = _entry(folder, key).read_bytes()
    except OSError:
        return None
    content, stated = data[:-CHECKSUM_BYTES], data[-CHECKSUM_BYTES:]
    if hashlib.sha256(key.encode("ascii") + content).digest() != stated:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return _unpacked({name: stored[name] for name in stored.files})


def keep(folder: Path, key: str, network: RoadNetwork, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Keep a network; return a notice when the folder or disk does not allow it. Appears whole or not at all."""
    path = _entry(folder, key)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as stream:
                np.savez(stream, **_packed(network, notices))  # type: ignore[arg-type]
            digest = hashlib.sha256(key.encode("ascii"))
            with part.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
            with part.open("ab") as stream:
                stream.write(digest.digest())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        return (notice("road-cache", Where(str(folder)), why=error.strerror or type(error).__name__),)
    return ()


def _entry(folder: Path, key: str) -> Path:
    return folder / f"roads-{key[:32]}.npz"


def _packed(network: RoadNetwork, notices: tuple[Notice, ...]) -> Arrays:
    arrays: Arrays = {column.name: getattr(network, column.name) for column in fields(network) if column.name not in WORDS}
    words = {
        "names": [[road.name, road.ref, road.names] for road in network.names],
        "places": [[place.name, place.point, place.kind, place.names] for place in network.places],
        "source": network.source,
        "attribution": network.attribution,
        "notices": [[one.code, one.where.file, one.values] for one in notices],
    }
    arrays["words"] = np.frombuffer(json.dumps(words, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)
    return arrays


def _unpacked(arrays: Arrays) -> tuple[RoadNetwork, tuple[Notice, ...]]:
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
    notices = tuple(Notice(code, Where(file), tuple((n, v) for n, v in values)) for code, file, values in words["notices"])
    return freeze(network), notices


def _local(pairs: list[list[str]]) -> tuple[LocalName, ...]:
    return tuple(LocalName(lang, text) for lang, text in pairs)
