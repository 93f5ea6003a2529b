"""Which address shows which page, and in which form: HTML, or data for other programs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, Response
from datasette.utils import tilde_decode

from ingest_db import parquet
from ingest_db.publish import feeds, lines
from ingest_db.publish.databases import TooSlowError, is_ours, is_sample, ours, read
from ingest_db.publish.headers import STRICT_MARK
from ingest_db.publish.pages import coverage, dictionary, front, indexes, lists, questions, subjects, things
from ingest_db.publish.pages.reader import Reader, weblink
from ingest_db.publish.texts import INTERFACE, event_name, kind_name, language_of, texts

Page = Callable[[Reader, str], dict[str, Any] | None]
PAGES: dict[str, tuple[Page, str]] = {
    "front": (front.front, "front"),
    "search": (lists.search, "search"),
    "instrument": (things.instrument, "instrument"),
    "document": (things.document, "document"),
    "event": (things.event, "event"),
    "person": (things.person, "person"),
    "country": (subjects.country, "subject"),
    "pair": (subjects.pair, "subject"),
    "body": (subjects.body, "subject"),
    "topic": (subjects.topic, "subject"),
    "countries": (indexes.countries, "names"),
    "topics": (indexes.topics, "names"),
    "parties": (indexes.parties, "names"),
    "people": (indexes.people, "names"),
    "world": (subjects.world, "world"),
    "questions": (questions.questions, "questions"),
    "coverage": (coverage.coverage, "coverage"),
    "dictionary": (dictionary.dictionary, "dictionary"),
}
"""Every page with what gathers its facts and the template that shows them."""
KEYED = {"instrument", "document", "event", "person", "country", "pair", "body", "topic", "questions"}
"""Pages that are of something; the others have one address."""
ROWS = {
    "instruments": ("instrument", "uid"),
    "documents": ("document", "uid"),
    "events": ("event", "uid"),
    "people": ("person", "uid"),
    "bodies": ("body", "uid"),
    "countries": ("country", "code"),
    "topics": ("topic", "slug"),
}
"""Tables whose row page is one of ours, and the column that holds the page's key."""
FEED_ITEMS, FILE_ROWS, CALENDAR_EVENTS = 50, 1000, 500


async def show(datasette: Any, request: Any) -> Response:
    """Answer an address of ours."""
    if request.method not in {"GET", "HEAD"}:
        return Response.text("pages are only read: GET", status=405, headers={"allow": "GET, HEAD"})
    try:
        return await _answer(datasette, request)
    except TooSlowError as error:
        return Response.text(f"{error}; ask for less, or try again later", status=503)
    except NotFound as missing:
        return await _missing(datasette, request, missing)


async def _answer(datasette: Any, request: Any) -> Response:
    database = tilde_decode(request.url_vars["database"])
    if database not in datasette.databases or not is_ours(datasette.databases[database].path):
        raise NotFound(f"There is no page here: {database} is no database of communiqués")
    await lines.ensure_may_view(datasette, request, database)
    page = request.url_vars["page"]
    key, form = tilde_decode(request.url_vars.get("key") or ""), request.url_vars.get("form") or "html"
    if key and page not in KEYED:
        raise NotFound(f"There is no page below {page}")
    if form != "html":
        answer = await _data(datasette, request, database, page, key, form)
        answer.headers.update(
            {name: value for name, value in _headers(datasette, request).items() if name != STRICT_MARK.decode()}
        )
        if datasette.cors:
            answer.headers["access-control-allow-origin"] = "*"
        return answer
    if page not in PAGES:
        raise NotFound(f"There is no page {page}; try {page}.ics")
    context = await gathered(datasette, request, database, page, key)
    html = await datasette.render_template(f"ingest/{PAGES[page][1]}.html", context, request=request)
    return Response.html(html, headers=_headers(datasette, request))


async def _missing(datasette: Any, request: Any, missing: NotFound) -> Response:
    """A page of ours that says that there is none; Datasette's own for another database and for other programs."""
    database = tilde_decode(request.url_vars["database"])
    html = (request.url_vars.get("form") or "html") == "html"
    if not html or database not in datasette.databases or not is_ours(datasette.databases[database].path):
        raise missing
    context = about(datasette, request, database, "search", "") | {"message": str(missing)}
    page = await datasette.render_template("ingest/missing.html", context, request=request)
    return Response.html(page, status=404, headers=_headers(datasette, request))


def _headers(datasette: Any, request: Any) -> dict[str, str]:
    seconds = datasette.setting("default_cache_ttl")
    seen_by_all = "" if request.actor is None else "private, "
    return {
        STRICT_MARK.decode(): "1",
        "cache-control": f"{seen_by_all}max-age={seconds}" if seconds else f"{seen_by_all}no-cache",
        "vary": "Accept-Language, Cookie, Authorization",
    }


def _arguments(request: Any) -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}


async def gathered(datasette: Any, request: Any, database: str, page: str, key: str) -> dict[str, Any]:
    """What a page's template needs. Raises NotFound for a key that stands for nothing."""
    language = language_of(request)
    arguments = _arguments(request)
    gather = PAGES[page][0]
    found = await read(datasette, database, lambda connection: gather(Reader(connection, language, arguments), key))
    if found is None:
        raise NotFound(f"There is no {page} {key} in this database")
    return found | about(datasette, request, database, page, key)


def about(datasette: Any, request: Any, database: str, page: str, key: str) -> dict[str, Any]:
    """What every page has: texts, how to make addresses, where it stands."""
    language = language_of(request)
    chosen = request.args.get("_lang") in INTERFACE
    root = datasette.urls.database(database)

    def link(kind: str, key: str = "", form: str = "", **arguments: Any) -> str:
        path = f"{root}/-/{kind}" + (f"/{key}" if key else "") + (f".{form}" if form else "")
        return path + _query(arguments | ({"_lang": language} if chosen and not form else {}))

    def again(**changed: Any) -> str:
        arguments = {name: tuple(values) for name, values in _arguments(request).items()} | changed
        return _query(arguments) or datasette.urls.path(_path(datasette, request))

    home = f"{root}/-/front"
    return {
        "database": database,
        "key": key,
        "t": texts(language),
        "lang": language,
        "languages": INTERFACE,
        "link": link,
        "again": again,
        "table_url": lambda table: datasette.urls.table(database, table),
        "row_url": lambda table, row: f"{datasette.urls.row(database, table, row)}?_row=1",
        "static": lambda name: datasette.urls.static_plugins("ingest-communiques", name),
        "home": datasette.urls.instance() if ours(datasette)[:1] == [database] else home,
        "database_url": root,
        "sample_pages": is_sample(datasette.databases[database].path),
        "downloadable": not datasette.databases[database].is_mutable and datasette.setting("allow_download"),
        "weblink": weblink,
        "parquet": parquet.available(),
        "stable": datasette.absolute_url(request, f"{root}/-/{page}/{key}") if key else None,
        "cite": feeds.plain_citation,
        "event_name": lambda row: event_name(language, row),
        "kind_name": lambda kind: kind_name(language, kind),
        "label": lambda row: (
            row["type_label"] if language == "en" else (row[f"type_label_{language}"] or row["type_label"])
        ),
    }


def _query(arguments: Mapping[str, Any]) -> str:
    """What stands behind an address: a tuple gives its argument several times; what is empty is left out."""
    several = ((name, value if isinstance(value, tuple) else (value,)) for name, value in arguments.items())
    pairs = [(name, one) for name, values in several for one in values if one not in {None, ""}]
    return f"?{urlencode(pairs)}" if pairs else ""


def _path(datasette: Any, request: Any) -> str:
    return "/" + str(request.path).removeprefix(datasette.setting("base_url")).lstrip("/")


async def _data(datasette: Any, request: Any, database: str, page: str, key: str, form: str) -> Response:
    """A search or a document in the form of another program."""
    arguments = _arguments(request)

    def link(uid: str, kind: str = "instrument") -> str:
        return str(datasette.absolute_url(request, f"{datasette.urls.database(database)}/-/{kind}/{uid}"))

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
    arguments, language = _arguments(request), language_of(request)
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
    search = str(datasette.absolute_url(request, f"{datasette.urls.database(database)}/-/search"))
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
            "SELECT e.* FROM events e LEFT JOIN countries c ON c.id = e.country_id WHERE e.main AND e.starts_on IS NOT NULL "
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


async def instead(
    datasette: Any, request: Any, view_name: str | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """What the front page and row pages of our tables show in place of Datasette's own; empty for all others."""
    if view_name == "index" and (
        own := [one for one in ours(datasette) if await lines.may_view(datasette, request, one)]
    ):
        others = [
            name
            for name in datasette.databases
            if name not in {own[0], "_internal"} and await lines.may_view(datasette, request, name)
        ]
        context = await gathered(datasette, request, own[0], "front", "")
        return context | {"ingest_template": "ingest/front.html", "other_databases": others}
    if database is None or database not in datasette.databases or not is_ours(datasette.databases[database].path):
        return {}
    if view_name == "row" and table in ROWS and "_row" not in request.args:
        page, column = ROWS[table]
        row = request.url_vars["pks"]
        keys = await read(
            datasette, database, lambda c: c.execute(f"SELECT {column} FROM {table} WHERE id = ?", [row]).fetchone()
        )
        if keys is not None:
            context = await gathered(datasette, request, database, page, str(keys[0]))
            return context | {"ingest_template": f"ingest/{PAGES[page][1]}.html"}
    return (
        {"ingest_nav": about(datasette, request, database, "tables", "")}
        if view_name in {"database", "table", "row"}
        else {}
    )


NAMES = "|".join([*PAGES, "events"])
ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (rf"^/(?P<database>[^/]+)/-/(?P<page>{NAMES})(?:/(?P<key>[\w~-]+))?(?:\.(?P<form>\w+))?$", show)
]
