from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from safeconduct.files.roads_download import download_roads, extract_url
from safeconduct.model.errors import BadInputError, RefusedError

NAME = "europe/liechtenstein"
BODY = bytes(range(256)) * 4000


@dataclass
class Server:
    """What the local server does, and what it was asked."""

    url: str = ""
    body: bytes = BODY
    checksum: str | None = None
    ranges: bool = True
    cut: int | None = None
    status: int = 200
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(checksum=hashlib.md5(BODY).hexdigest())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            state.asked.append((self.path, asked))
            if self.path.endswith(".md5"):
                self.answer(200 if state.checksum is not None else 404, f"{state.checksum}  x.osm.pbf\n".encode())
            elif state.status != 200 or self.path != f"/{NAME}-latest.osm.pbf":
                self.answer(state.status if state.status != 200 else 404, b"")
            elif asked and state.ranges:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                self.answer(206 if start < len(state.body) else 416, state.body[start:])
            else:
                self.answer(200, state.body)

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: state.cut])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{http.server_address[1]}"
    yield state
    http.shutdown()
    thread.join()
    http.server_close()


def codes(error: pytest.ExceptionInfo[BadInputError]) -> list[str]:
    return [one.code for one in error.value.notices]


def test_a_download_is_checked_and_complete(tmp_path: Path, server: Server) -> None:
    told: list[float] = []
    path, notices = download_roads(
        NAME, tmp_path / "a.osm.pbf", base_url=server.url, progress=lambda _what, share: told.append(share)
    )
    assert path.read_bytes() == BODY
    assert notices == ()
    assert told[-1] == 1.0
    assert [one.name for one in tmp_path.iterdir()] == ["a.osm.pbf"]


def test_a_download_cut_short_is_continued(tmp_path: Path, server: Server) -> None:
    server.cut = 100_000
    server.checksum = None
    with pytest.raises(BadInputError) as error:
        download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert codes(error) == ["road-download"]
    assert not (tmp_path / "a.osm.pbf").exists()
    server.cut, server.checksum = None, hashlib.md5(BODY).hexdigest()
    path, _ = download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert path.read_bytes() == BODY
    assert server.asked[-1][1] == "bytes=100000-"


def test_a_server_without_ranges_starts_again(tmp_path: Path, server: Server) -> None:
    (tmp_path / "a.osm.pbf.part").write_bytes(BODY[:5000])
    server.ranges = False
    path, _ = download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert path.read_bytes() == BODY


@pytest.mark.parametrize("old", [b"other bytes", BODY + b"more", BODY])
def test_an_old_part_never_spoils_the_file(tmp_path: Path, server: Server, old: bytes) -> None:
    (tmp_path / "a.osm.pbf.part").write_bytes(old)
    path, _ = download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert path.read_bytes() == BODY


def test_a_wrong_checksum_leaves_nothing(tmp_path: Path, server: Server) -> None:
    server.checksum = "0" * 32
    with pytest.raises(BadInputError) as error:
        download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert codes(error) == ["road-download-damaged"]
    assert list(tmp_path.iterdir()) == []


def test_no_checksum_is_a_warning(tmp_path: Path, server: Server) -> None:
    server.checksum = None
    _, notices = download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert [(one.code, one.severity) for one in notices] == [("road-no-checksum", "warning")]


@pytest.mark.parametrize("status", [404, 403, 500])
def test_refusals_of_the_server_are_told_plainly(tmp_path: Path, server: Server, status: int) -> None:
    server.status = status
    with pytest.raises(BadInputError) as error:
        download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert codes(error) == ["road-download"]
    assert str(status) in error.value.notices[0].message


def test_no_server_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        download_roads(NAME, tmp_path / "a.osm.pbf", base_url="http://127.0.0.1:9")
    assert codes(error) == ["road-download"]


def test_an_existing_file_is_kept(tmp_path: Path, server: Server) -> None:
    (tmp_path / "a.osm.pbf").write_bytes(b"mine")
    with pytest.raises(RefusedError):
        download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url)
    assert server.asked == []
    download_roads(NAME, tmp_path / "a.osm.pbf", base_url=server.url, force=True)
    assert (tmp_path / "a.osm.pbf").read_bytes() == BODY


@pytest.mark.parametrize("name", ["", "../etc", "a//b", "Europe", "a b", "/a", "a/", "a?b"])
def test_names_that_are_no_region(name: str) -> None:
    with pytest.raises(BadInputError) as error:
        extract_url(name, "https://example.org")
    assert codes(error) == ["road-region"]


def test_only_web_addresses() -> None:
    assert extract_url("europe/isle-of-man", "https://example.org/") == "https://example.org/europe/isle-of-man-latest.osm.pbf"
    with pytest.raises(BadInputError) as error:
        extract_url("europe", "file:///etc")
    assert codes(error) == ["road-server"]
