"""What a page's template is given: the facts of the page, and what every page has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound

from ingest_db import parquet
from ingest_db.publish import feeds
from ingest_db.publish.databases import is_sample, ours, read
from ingest_db.publish.pages import coverage, dictionary, front, indexes, lists, questions, subjects, things
from ingest_db.publish.pages.reader import Reader, weblink
from ingest_db.publish.texts import INTERFACE, event_name, kind_name, language_of, message_text, texts
from ingest_db.serving import PLUGIN

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


async def gathered(datasette: Any, request: Any, database: str, page: str, key: str) -> dict[str, Any]:
    """What a page's template needs. Raises NotFound for a key that stands for nothing."""
    language = language_of(request)
    arguments = arguments_of(request)
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
        arguments = {name: tuple(values) for name, values in arguments_of(request).items()} | changed
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
        "static": lambda name: datasette.urls.static_plugins(PLUGIN, name),
        "home": datasette.urls.instance() if ours(datasette)[:1] == [database] else home,
        "database_url": root,
        "sample_pages": is_sample(datasette.databases[database].path),
        "downloadable": not datasette.databases[database].is_mutable and datasette.setting("allow_download"),
        "weblink": weblink,
        "parquet": parquet.available(),
        "stable": absolute(datasette, request, f"{root}/-/{page}/{key}") if key else None,
        "cite": feeds.plain_citation,
        "event_name": lambda row: event_name(language, row),
        "kind_name": lambda kind, group="kind": kind_name(language, kind, group),
        "message_text": lambda message: message_text(language, message),
        "label": lambda row: (
            row["type_label"] if language == "en" else (row[f"type_label_{language}"] or row["type_label"])
        ),
    }


def _query(arguments: Mapping[str, Any]) -> str:
    """What stands behind an address: a tuple gives its argument several times; what is empty is left out."""
    several = ((name, value if isinstance(value, tuple) else (value,)) for name, value in arguments.items())
    pairs = [(name, one) for name, values in several for one in values if one not in {None, ""}]
    return f"?{urlencode(pairs)}" if pairs else ""


def absolute(datasette: Any, request: Any, path: str) -> str:
    """A whole address: at the site that the plugin's configuration names, else at the one that was asked."""
    named = (datasette.plugin_config(PLUGIN) or {}).get("address")
    return f"{named.rstrip('/')}{path}" if isinstance(named, str) else str(datasette.absolute_url(request, path))


def _path(datasette: Any, request: Any) -> str:
    return "/" + str(request.path).removeprefix(datasette.setting("base_url")).lstrip("/")


def arguments_of(request: Any) -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}
