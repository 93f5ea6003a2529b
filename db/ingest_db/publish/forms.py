"""Pages in the form of other programs: feeds, tables, JSON, calendars, citations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response

from ingest_db import parquet
from ingest_db.publish import feeds
from ingest_db.publish.contexts import absolute, arguments_of, gathered
from ingest_db.publish.databases import read
from ingest_db.publish.pages import lists
from ingest_db.publish.pages.reader import Reader
from ingest_db.publish.texts import language_of, texts

FEED_ITEMS, FILE_ROWS, CALENDAR_EVENTS = 50, 1000, 500


async def data(datasette: Any, request: Any, database: str, page: str, key: str, form: str) -> Response:
    """A page as JSON, CSV, Parquet, a feed, a calendar or a citation. Raises NotFound for a form that it does not have."""
    arguments = arguments_of(request)

    def link(uid: str, kind: str = "instrument") -> str:
        return absolute(datasette, request, f"{datasette.urls.database(database)}/-/{kind}/{uid}")

    if page == "search" and form in {"json", "csv", "parquet", "atom", "jsonfeed"}:
        return await _search_data(datasette, request, database, form, link)
    if page == "questions" and key and form in {"json", "csv"}:
        return await _answer_data(datasette, request, database, key, form)
    if page == "events" and form == "ics":
        return await _calendar(datasette, database, arguments, link)
    if page in {"instrument", "event", "document"} and form in {"json", "jsonld", "bib", "ris", "ics"}:
        context = await gathered(datasette, request, database, page, key)
        return _one(page, form, context, link(key, page))
    raise NotFound(f"There is no {form} of {page}")


def _one(page: str, form: str, context: dict[str, Any], address: str) -> Response:
    if form == "json":
        shown = (
            "row",
            "parties",
            "topics",
            "event",
            "instruments",
            "people",
            "events",
            "claims",
            "attributions",
            "problems",
            "document",
        )
        kept = {name: _plain(context[name]) for name in shown if name in context}
        return _json(kept | {"address": address})
    if page == "instrument" and form == "jsonld":
        return _json(feeds.linked_data(context, address), "application/ld+json")
    if page == "instrument" and form == "bib":
        return _file(feeds.bibtex(context, address), "application/x-bibtex")
    if page == "instrument" and form == "ris":
        return _file(feeds.ris(context, address), "application/x-research-info-systems")
    if page == "event" and form == "ics":
        return _file(feeds.calendar([context["row"]], lambda _uid: address), "text/calendar")
    raise NotFound(f"There is no {form} of {page}")


HIDDEN = {
    "id",
    "search_text",
    "labels",
    "position",
    "document_id",
    "event_id",
    "type_id",
    "country_id",
    "story_id",
    "story_due",
    "source_id",
}
"""Columns of no meaning outside the database."""


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return (
        {name: value[name] for name in tuple(value.keys()) if name not in HIDDEN}
        if isinstance(value, sqlite3.Row)
        else value
    )


async def _search_data(datasette: Any, request: Any, database: str, form: str, link: Callable[[str], str]) -> Response:
    arguments, language = arguments_of(request), language_of(request)
    if form == "json":
        found = await read(datasette, database, lambda c: lists.search_json(Reader(c, language, arguments), ""))
        return _json(found | {"rows": [row | {"address": link(row["uid"])} for row in found["rows"]]})

    def newest(connection: sqlite3.Connection) -> Any:
        reader = Reader(connection, language, arguments)
        return lists.hits(reader, lists.wanted(reader), FILE_ROWS if form in {"csv", "parquet"} else FEED_ITEMS)

    rows = (await read(datasette, database, newest)).rows
    if form == "csv":
        return _file(feeds.table(rows), "text/csv", "documents.csv")
    if form == "parquet":
        if not parquet.available():
            raise NotFound("Parquet needs pyarrow on the server")
        return _file(feeds.columns(rows), "application/vnd.apache.parquet", "documents.parquet")
    query = f"?{request.query_string}" if request.query_string else ""
    search = absolute(datasette, request, f"{datasette.urls.database(database)}/-/search")
    asked = "; ".join(f"{name}: {', '.join(values)}" for name, values in arguments.items() if not name.startswith("_"))
    title = f"{texts(language)['site']}" + (f" ({asked})" if asked else "")
    if form == "atom":
        return _file(feeds.atom(title, search + query, f"{search}.atom{query}", rows, link), "application/atom+xml")
    return _json(
        feeds.json_feed(title, search + query, f"{search}.jsonfeed{query}", rows, link), "application/feed+json"
    )


async def _answer_data(datasette: Any, request: Any, database: str, key: str, form: str) -> Response:
    """The answer to a prepared question as data."""
    answer = (await gathered(datasette, request, database, "questions", key))["answer"] or []
    if form == "json":
        return _json(answer)
    return _file(feeds.table(answer, tuple(answer[0]) if answer else ()), "text/csv", f"{key}.csv")


async def _calendar(
    datasette: Any, database: str, arguments: dict[str, list[str]], link: Callable[[str, str], str]
) -> Response:
    def newest(connection: sqlite3.Connection) -> Any:
        reader = Reader(connection, "en", arguments)
        return reader.all(
            "SELECT e.*, coalesce(e.city, c.name) AS place FROM events e LEFT JOIN countries c ON c.id = e.country_id "
            "WHERE e.main AND e.starts_on IS NOT NULL "
            "AND (?1 = '' OR c.code = ?1) ORDER BY e.starts_on DESC LIMIT ?2",
            reader.argument("country"),
            CALENDAR_EVENTS,
        )

    events = await read(datasette, database, newest)
    return _file(feeds.calendar(events, lambda uid: link(uid, "event")), "text/calendar", "events.ics")


def _json(value: Any, media_type: str = "application/json") -> Response:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(text, content_type=f"{media_type}; charset=utf-8")


def _file(text: str | bytes, media_type: str, name: str = "") -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'} if name else {}
    charset = "; charset=utf-8" if isinstance(text, str) else ""
    return Response(text, content_type=f"{media_type}{charset}", headers=headers)
