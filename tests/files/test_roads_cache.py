from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from files.test_roads import town
from safeconduct.files import roads_cache
from safeconduct.files.roads import read_roads
from safeconduct.model.scenario import RoadSource
from safeconduct.network.graph import RoadNetwork

SOURCE = RoadSource("town.osm")


def assert_equal(first: RoadNetwork, second: RoadNetwork) -> None:
    for column in fields(first):
        a, b = getattr(first, column.name), getattr(second, column.name)
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype
            assert np.array_equal(a, b)
        else:
            assert a == b


def entries(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_a_kept_network_equals_a_fresh_one_notices_included(tmp_path: Path) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    fresh = read_roads(path, SOURCE, cache=cache)
    assert len(entries(cache)) == 1
    told: list[str] = []
    kept = read_roads(path, SOURCE, cache=cache, progress=lambda what, _share: told.append(what))
    assert "reading roads" not in told
    assert fresh[1] == kept[1]
    assert_equal(fresh[0], kept[0])
    with pytest.raises(ValueError, match="read-only"):
        kept[0].length_m[0] = 1.0


@pytest.mark.parametrize(
    "other",
    [
        RoadSource("town.osm", include_minor=True),
        RoadSource("town.osm", speed_kmh=(("primary", 20.0),)),
        RoadSource("town.osm", capacity_vph=(("primary", 20.0),)),
    ],
)
def test_another_setting_has_another_entry(tmp_path: Path, other: RoadSource) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    read_roads(path, SOURCE, cache=cache)
    assert_equal(read_roads(path, other, cache=cache)[0], read_roads(path, other, cache=None)[0])
    assert len(entries(cache)) == 2


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    read_roads(path, SOURCE, cache=cache)
    path.write_text(path.read_text(encoding="utf-8").replace("Миру", "Соборна"), encoding="utf-8")
    network, _ = read_roads(path, SOURCE, cache=cache)
    assert "Соборна" in {road.name for road in network.names}


def test_another_attribution_needs_no_new_entry_but_is_shown(tmp_path: Path) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    read_roads(path, SOURCE, cache=cache)
    network, _ = read_roads(path, RoadSource("town.osm", attribution="Ours"), cache=cache)
    assert network.attribution == "Ours"
    assert len(entries(cache)) == 1


def test_another_format_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    read_roads(path, SOURCE, cache=cache)
    monkeypatch.setattr(roads_cache, "NETWORK_FORMAT", roads_cache.NETWORK_FORMAT + 1)
    read_roads(path, SOURCE, cache=cache)
    assert len(entries(cache)) == 2


def test_a_damaged_entry_is_built_anew(tmp_path: Path) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    fresh, _ = read_roads(path, SOURCE, cache=cache)
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    rng = np.random.default_rng(5)
    places = rng.integers(0, len(whole), 60).tolist()
    flipped = [whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :] for place in places]
    damaged = [b"", b"junk", whole[: len(whole) // 2], whole[:-1], whole + b"x", *flipped]
    for content in damaged:
        entry.write_bytes(content)
        assert_equal(read_roads(path, SOURCE, cache=cache)[0], fresh)


def test_an_entry_of_another_file_is_not_used(tmp_path: Path) -> None:
    path, cache = town(tmp_path), tmp_path / "cache"
    read_roads(path, SOURCE, cache=cache)
    (entry,) = entries(cache)
    path.write_text(path.read_text(encoding="utf-8").replace("Миру", "Соборна"), encoding="utf-8")
    read_roads(path, SOURCE, cache=cache)
    other = next(one for one in entries(cache) if one != entry)
    other.write_bytes(entry.read_bytes())
    network, _ = read_roads(path, SOURCE, cache=cache)
    assert "Соборна" in {road.name for road in network.names}


def test_a_cache_that_cannot_be_written_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    path = town(tmp_path)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    network, notices = read_roads(path, SOURCE, cache=tmp_path / "file" / "cache")
    assert network.arcs > 0
    assert [one.severity for one in notices if one.code == "road-cache"] == ["info"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    _, notices = read_roads(town(tmp_path), SOURCE, cache=tmp_path / "cache")
    assert "No space left" in next(one.message for one in notices if one.code == "road-cache")
    assert entries(tmp_path / "cache") == []
