"""A mirrored folder, read as if it were the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from ingest.context import Response
from ingest.disk import Stored
from ingest.disk.files import load
from ingest.errors import NotFound, UsageError
from ingest.http.answers import followed

HOST = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
INDEX = "index.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A line of ``index.jsonl``: what a site answered, and the file with the body (None: it had none worth keeping)."""

    file: str | None
    address: str
    status: int
    headers: Mapping[str, str]
    fetched_at: datetime


class Mirror:
    """A folder whose files ``H/P.html``, ``H/P/index.html`` and ``H/P`` stand for ``https://H/P``.

    Where ``index.jsonl`` tells the address, status, headers and time of a file, that counts.
    Raises UsageError for an ``index.jsonl`` that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        recorded = _recorded(folder / INDEX)
        self._answers = {_slot(line.address): line for line in recorded}
        named = {line.file: line for line in recorded if line.file}
        paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / INDEX)
        self._files = [_stored(path, folder, named) for path in paths]
        self._places = {_slot(file.url): file for file in reversed(self._files) if file.url}

    def stored(self) -> Iterator[Stored]:
        """Every file, in order of path, then what was recorded without a body."""
        yield from self._files
        for line in self._answers.values():
            if line.file is None and not HTTPStatus.MULTIPLE_CHOICES <= line.status < HTTPStatus.BAD_REQUEST:
                reason = f"it answered {line.status}"
                yield Stored(name=line.address, url=line.address, place=None, unread=reason, when=line.fetched_at)

    def load(self, stored: Stored) -> Response:
        """Read one file."""
        line = self._answers.get(_slot(stored.url or ""))
        answer = load(Path(str(stored.place)), url=stored.url)
        if line is None or line.file != stored.name:
            return answer
        media_type = line.headers.get("content-type", answer.media_type)
        return replace(
            answer, status=line.status, headers=line.headers, fetched_at=line.fetched_at, media_type=media_type
        )

    def get(self, url: str) -> Response:
        """Answer for an address. Raises NotFound for what is not in the folder, or what the recorded status means."""
        return followed(url, self._answer)

    def _answer(self, url: str) -> Response:
        line, file = self._answers.get(_slot(url)), self._places.get(_slot(url))
        if line is None or line.file is not None:
            if file is None:
                raise NotFound(f"{url} is not in the mirror")
            return self.load(file)
        return Response(
            url=url, body=b"", media_type="", status=line.status, fetched_at=line.fetched_at, headers=line.headers
        )


def _recorded(path: Path) -> list[Recorded]:
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            values: dict[str, Any] = json.loads(line)
            found.append(
                Recorded(
                    file=values["file"],
                    address=values["address"],
                    status=int(values["status"]),
                    headers=MappingProxyType(dict(values["headers"])),
                    fetched_at=datetime.fromisoformat(values["fetched_at"]),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}, line {number}: {error!r}; mend the line or remove the file") from error
    return found


def _stored(path: Path, folder: Path, named: Mapping[str, Recorded]) -> Stored:
    name = path.relative_to(folder).as_posix()
    if name in named:
        return Stored(name=name, url=named[name].address, place=path, when=named[name].fetched_at)
    host, _, rest = name.partition("/")
    if not rest or not HOST.match(host.lower()):
        return Stored(name=name, url=None, place=path)
    rest, mark, query = rest.removesuffix(".html").partition("?")
    rest = rest.removesuffix("index") if rest.endswith("/index") or rest == "index" else rest
    return Stored(name=name, url=f"https://{host}/{rest}" + (f"?{query}" if mark else ""), place=path)


def _slot(url: str) -> tuple[str, str, str]:
    """Where an address is looked up: host, path without outer slashes, query."""
    parts = urlsplit(url)
    return (parts.hostname or "", parts.path.strip("/"), parts.query)
