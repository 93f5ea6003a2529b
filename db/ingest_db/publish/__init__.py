"""The Datasette plugin: pages, titles and facets for our databases, and nothing for any other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

from ingest_db.publish import headers, lines, routes
from ingest_db.publish.databases import is_archive, is_ours, is_sample, ours
from ingest_db.publish.descriptions import descriptions
from ingest_db.serving import PLUGIN


def _described(datasette: Any) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """What is said of the instance and of every database that is ours, whatever its file is called."""
    texts = descriptions()
    databases = {name: dict(texts["database"]) for name in ours(datasette)}
    samples = [name for name in databases if is_sample(datasette.databases[name].path)]
    for name in samples:
        databases[name]["description"] = texts["sample"]
    return dict(texts["instance"]) if databases else {}, databases


@hookimpl  # type: ignore[untyped-decorator]
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Titles, descriptions, facets and sorting, on the 0.65 line."""
    instance, databases = _described(datasette)
    return instance | {"databases": databases}


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Refuse to serve an archive; set titles and facets on the 1.0 line."""

    async def start() -> None:
        for name, database in list(datasette.databases.items()):
            if is_archive(database.path):
                datasette.remove_database(name)
                print(f"{database.path} is an archive of pages, which is not for publishing: not served")  # noqa: T201
        if not lines.STABLE:
            await lines.describe(datasette, *_described(datasette))

    return start


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our pages, below ``/DATABASE/-/``."""
    return routes.ROUTES


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    datasette: Any, request: Any, view_name: str, database: str | None, table: str | None
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Give the front page and the row pages of our tables what they show."""

    async def variables() -> dict[str, Any]:
        return await routes.instead(datasette, request, view_name, database, table)

    return variables


@hookimpl  # type: ignore[untyped-decorator]
def extra_css_urls(datasette: Any, database: str | None) -> list[str]:
    """A few rules for Datasette's own pages of our databases."""
    return _of_ours(datasette, database, "tables.css")


@hookimpl  # type: ignore[untyped-decorator]
def extra_js_urls(datasette: Any, database: str | None) -> list[str]:
    """Labels and landmarks that those pages lack."""
    return _of_ours(datasette, database, "tables.js")


def _of_ours(datasette: Any, database: str | None, name: str) -> list[Any]:
    if database is None or database not in datasette.databases or not is_ours(datasette.databases[database].path):
        return []
    url = datasette.urls.static_plugins(PLUGIN, name)
    return [{"url": url, "module": True}] if name.endswith(".js") else [url]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    """Security headers on our pages."""
    return headers.wrapper(datasette, routes.answered)
