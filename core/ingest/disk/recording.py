"""Keep what a site answers as a mirror that ``--from`` reads."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from urllib.parse import quote, urlsplit

from ingest.context import Response
from ingest.disk.mirror import INDEX
from ingest.errors import UsageError

LONGEST_NAME = 200
"""Bytes of a file name; most file systems allow 255."""
VOLATILE = frozenset(["set-cookie"])
"""Headers that are nobody's business."""


class Recorder:
    """Writes every answer of a run into a folder; clients of several threads share one.

    Pages become ``HOST/PATH.html``, other files ``HOST/PATH``. ``index.jsonl`` has a line for each answer, also for
    redirects and errors, whose bodies are not kept. Raises UsageError where it cannot write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot record into {folder}: {error.strerror}") from error

    def __call__(self, answer: Response) -> None:
        """Keep one answer."""
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return
        name = file_name(answer) if answer.status == HTTPStatus.OK else None
        line = {
            "file": name,
            "address": answer.url,
            "status": answer.status,
            "headers": {key: value for key, value in answer.headers.items() if key not in VOLATILE},
            "fetched_at": answer.fetched_at.isoformat(),
        }
        with self._lock:
            try:
                if name is not None:
                    path = self._folder / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    part = path.with_name(f".{path.name[:LONGEST_NAME]}.part")
                    part.write_bytes(answer.body)
                    part.replace(path)
                with (self._folder / INDEX).open("a", encoding="utf-8") as index:
                    index.write(json.dumps(line, ensure_ascii=False) + "\n")
            except OSError as error:
                raise UsageError(f"cannot record {answer.url} into {self._folder}: {error.strerror}") from error


def file_name(answer: Response) -> str:
    """The file of an answer, relative to the folder: no part of it leads outside, however odd the address."""
    parts = urlsplit(answer.url)
    segments = [_safe(segment) for segment in parts.path.split("/") if segment]
    query = f"?{_safe(parts.query)}" if parts.query else ""
    if parts.path.endswith("/") or not segments:
        segments.append("index")
    html = answer.media_type.startswith(("text/html", "application/xhtml")) or segments[-1] == "index"
    segments[-1] += query + (".html" if html or query else "")
    return "/".join([parts.hostname or "nowhere", *map(_short, segments)])


def _safe(text: str) -> str:
    kept = quote(text, safe="%=&+,;@~!$'()*:-_.")
    return kept.replace(".", "%2E") if set(kept) == {"."} else kept


def _short(segment: str) -> str:
    if len(segment) <= LONGEST_NAME:
        return segment
    end = ".html" if segment.endswith(".html") else ""
    return f"{segment[: LONGEST_NAME - 30]}-{hashlib.sha256(segment.encode()).hexdigest()[:16]}{end}"
