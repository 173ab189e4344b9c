"""Downloads an extract of road data by the name of its region, and only when asked to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from safeconduct.files.roads_output import refuse_existing
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice

DEFAULT_BASE_URL = "https://download.geofabrik.de"
"""A public server of daily OpenStreetMap extracts by region."""

REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")
TIMEOUT_S = 60.0
CHUNK_BYTES = 1 << 18

Progress = Callable[[str, float], None]


def extract_url(name: str, base_url: str) -> str:
    """Return the address of an extract; raises BadInputError when the name or the server's address is not well formed."""
    bad = []
    if not REGION.fullmatch(name):
        bad.append(notice("road-region", name=repr(name)))
    if not base_url.startswith(("https://", "http://")):
        bad.append(notice("road-server", url=repr(base_url)))
    if bad:
        raise BadInputError(tuple(bad))
    return f"{base_url.rstrip('/')}/{name}-latest.osm.pbf"


def download_roads(
    name: str, out: Path, *, base_url: str = DEFAULT_BASE_URL, force: bool = False, progress: Progress | None = None
) -> tuple[Path, tuple[Notice, ...]]:
    """Download `<base>/<name>-latest.osm.pbf` to `out`, check it against the server's `.md5`, and return its path and notices.

    A download cut short stays in `<out>.part` and is continued next time; `out` appears only whole and checked. A server without
    checksum gives a warning. Raises RefusedError when `out` exists without force, BadInputError when anything goes wrong.
    """
    url = extract_url(name, base_url)
    refuse_existing(out, force=force)
    part = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        wanted = _find_checksum(url)
        _fetch(url, part, progress or _silent)
        if wanted and _md5(part) != wanted:
            # The server may have changed the file between two parts of a download: once more from the start.
            part.unlink()
            _fetch(url, part, progress or _silent)
        if wanted and _md5(part) != wanted:
            part.unlink()
            raise BadInputError((notice("road-download-damaged", url=url),))
        part.replace(out)
    except (OSError, HTTPException) as error:
        raise BadInputError((notice("road-download", url=url, why=_why(error)),)) from error
    return out, () if wanted else (notice("road-no-checksum", Where(out.name), url=url),)


def _find_checksum(url: str) -> str:
    """Return the MD5 sum the server states, or "" when it states none."""
    try:
        with _open(url + ".md5") as answer:
            text = answer.read(200).decode("ascii", errors="replace")
    except HTTPError as error:
        error.close()
        if error.code == HTTPStatus.NOT_FOUND:
            return ""
        raise
    match = re.match(r"[0-9a-fA-F]{32}\b", text.strip())
    return match[0].lower() if match else ""


def _fetch(url: str, part: Path, progress: Progress) -> None:
    """Download into `part`, continuing what is there; raises OSError when fewer bytes came than were announced."""
    done = part.stat().st_size if part.is_file() else 0
    try:
        answer = _open(url, start=done)
    except HTTPError as error:
        error.close()
        if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        done, answer = 0, _open(url)
    with answer:
        if answer.status != HTTPStatus.PARTIAL_CONTENT:
            done = 0
        announced = answer.headers.get("Content-Length", "")
        total = done + int(announced) if announced.isdecimal() else 0
        with part.open("ab" if done else "wb") as stream:
            while chunk := answer.read(CHUNK_BYTES):
                stream.write(chunk)
                done += len(chunk)
                progress("downloading", done / total if total else 0.0)
    if total and done != total:
        raise OSError(f"the connection ended after {done} of {total} bytes; run the command again to continue")


def _open(url: str, *, start: int = 0) -> HTTPResponse:
    headers = {"User-Agent": "safeconduct"} | ({"Range": f"bytes={start}-"} if start else {})
    answer: HTTPResponse = urlopen(Request(url, headers=headers), timeout=TIMEOUT_S)  # noqa: S310 - http(s) only, checked
    return answer


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _why(error: Exception) -> str:
    if isinstance(error, HTTPError):
        return f"the server answers {error.code} {error.reason}"
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(reason) or type(error).__name__


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""
