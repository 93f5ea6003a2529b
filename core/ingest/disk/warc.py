"""WARC files (ISO 28500): read as if they were the site, and written from archived pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import iso_date_to_datetime
from warcio.warcwriter import WARCWriter

from ingest.context import Response
from ingest.disk import Stored
from ingest.errors import NotFound, UsageError
from ingest.http.answers import followed
from ingest.records import Page

SUFFIXES = (".warc", ".warc.gz")
ORIGINAL = "X-Archive-Orig-"
"""Headers that no longer describe the stored body are kept under this prefix, as web archives do."""
CODINGS = frozenset(["content-encoding", "transfer-encoding", "content-length"])


def is_warc(path: Path) -> bool:
    """Say whether a file is a WARC, by its name."""
    return path.name.lower().endswith(SUFFIXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Capture:
    offset: int
    status: int


class Warc:
    """The captures of one file, found by one pass over it and read one at a time.

    Raises UsageError for a file that is no WARC, or that breaks off.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stored: list[Stored] = []
        self._last: dict[str, Stored] = {}
        try:
            with path.open("rb") as stream:
                count = self._index(stream)
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            raise UsageError(f"cannot read {path} as a WARC: {error}") from error
        if not count:
            raise UsageError(f"cannot read {path} as a WARC: it holds no record")

    def _index(self, stream: IO[bytes]) -> int:
        """Note every capture; give the number of records of any kind."""
        records, count = ArchiveIterator(stream), 0
        for record in records:
            count += record.rec_headers.get_header("WARC-Type") is not None
            kind, url = record.rec_type, record.rec_headers.get_header("WARC-Target-URI")
            if (
                kind not in {"response", "resource", "revisit"}
                or not url
                or not url.startswith(("http://", "https://"))
            ):
                continue
            head = record.http_headers
            status = int(head.get_statuscode()) if head and kind != "resource" else int(HTTPStatus.OK)
            one = Stored(
                name=url,
                url=url,
                place=_Capture(offset=records.get_record_offset(), status=status),
                unread=_unread(kind, status),
                when=_time(record.rec_headers.get_header("WARC-Date")),
            )
            self._stored.append(one)
            if kind != "revisit":
                self._last[url.rstrip("/")] = one
        return count

    def stored(self) -> Iterator[Stored]:
        """Every capture, in order of time."""
        yield from sorted(self._stored, key=lambda one: one.when or datetime.min.replace(tzinfo=UTC))

    def load(self, stored: Stored) -> Response:
        """Read one capture, unpacked, with its recorded status, headers and time."""
        capture = _capture(stored)
        with self._path.open("rb") as stream:
            stream.seek(capture.offset)
            record = next(iter(ArchiveIterator(stream)))
            body = record.content_stream().read()
            headers = (
                {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {}
            )
            media_type = headers.get("content-type") or record.rec_headers.get_header("Content-Type") or "text/html"
        return Response(
            url=stored.name,
            body=body,
            media_type=media_type,
            status=capture.status,
            fetched_at=stored.when or datetime.now(UTC),
            headers=MappingProxyType(headers),
        )

    def get(self, url: str) -> Response:
        """Answer for an address with its last capture. Raises NotFound, or what the recorded status means."""
        return followed(url, self._answer)

    def _answer(self, url: str) -> Response:
        one = self._last.get(url.rstrip("/"))
        if one is None:
            raise NotFound(f"{url} is not in {self._path}")
        return self.load(one)


def write_warc(out: IO[bytes], pages: Iterable[Page]) -> int:
    """Write pages as gzipped response records; give their number.

    Bodies are stored unpacked, so the headers that told their coding get the prefix ``X-Archive-Orig-``.
    """
    writer = WARCWriter(out, gzip=True)
    software = f"ingest-communiques/{version('ingest-communiques')}"
    writer.write_record(
        writer.create_warcinfo_record("communiques.warc.gz", {"software": software, "format": "WARC File Format 1.0"})
    )
    count = 0
    for page in pages:
        headers = [(f"{ORIGINAL}{name}" if name in CODINGS else name, value) for name, value in page.headers.items()]
        if "content-type" not in page.headers:
            headers.append(("content-type", page.media_type))
        headers.append(("content-length", str(len(page.body))))
        status = f"{page.status} {HTTPStatus(page.status).phrase}"
        when = page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        writer.write_record(
            writer.create_warc_record(
                page.url,
                "response",
                payload=BytesIO(page.body),
                http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": when},
            )
        )
        count += 1
    return count


def _unread(kind: str, status: int) -> str:
    if kind == "revisit":
        return "a revisit record repeats an earlier capture"
    return "" if status == HTTPStatus.OK else f"it answered {status}"


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    found: datetime = iso_date_to_datetime(text, tz_aware=True)
    return found


def _capture(stored: Stored) -> _Capture:
    place: Any = stored.place
    assert isinstance(place, _Capture)  # noqa: S101 - only our own are handed out
    return place
