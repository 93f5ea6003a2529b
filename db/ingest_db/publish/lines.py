"""What differs between Datasette's two lines, 0.65 and 1.0: who may look, and where titles and facets are set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette import Forbidden
from datasette.version import __version__

STABLE = __version__.startswith("0.")
"""True on the 0.65 line."""
CONFIGURED = frozenset(["facets", "sort", "sort_desc", "label_column", "hidden", "fts_pk"])
"""What 1.0 keeps in its configuration; everything else is metadata there."""

DATASETTE_PAGES = frozenset(["create", "execute-write", "foreign-key-targets", "queries", "query", "schema"])
"""What 1.0 has below ``/DATABASE/-/`` itself."""
READ = ("documents", "instruments", "events", "people")
"""Tables that pages read: who may not see one of them sees no page."""


async def ensure_may_view(datasette: Any, request: Any, database: str) -> None:
    """Raise Datasette's Forbidden for who may not see a database, or one of the tables that its pages read."""
    if STABLE:
        for table in READ:
            permissions = [("view-table", (database, table)), ("view-database", database), "view-instance"]
            await datasette.ensure_permissions(request.actor, permissions)
        return
    from datasette.resources import TableResource  # noqa: PLC0415 - 1.0 only

    for table in READ:
        resource = TableResource(database, table)
        if not await datasette.allowed(action="view-table", resource=resource, actor=request.actor):
            raise Forbidden("view-table")


async def may_view(datasette: Any, request: Any, database: str) -> bool:
    """Say whether who asks may see a database."""
    try:
        await ensure_may_view(datasette, request, database)
    except Forbidden:
        return False
    return True


async def describe(datasette: Any, instance: Mapping[str, str], databases: Mapping[str, Mapping[str, Any]]) -> None:
    """Set titles, descriptions, facets and sorting on the 1.0 line; what the site's owner set stays."""
    own = await datasette.get_instance_metadata()
    for key, value in instance.items():
        if key not in own:
            await datasette.set_instance_metadata(key, value)
    for name, described in databases.items():
        told = await datasette.get_database_metadata(name)
        for key in {"title", "description"} - told.keys():
            await datasette.set_database_metadata(name, key, described[key])
        configured = datasette.config.setdefault("databases", {}).setdefault(name, {}).setdefault("tables", {})
        for table, values in described["tables"].items():
            await _describe_table(datasette, name, table, values)
            set_by_owner = configured.setdefault(table, {})
            for key in CONFIGURED & values.keys():
                set_by_owner.setdefault(key, values[key])


async def _describe_table(datasette: Any, name: str, table: str, values: Mapping[str, Any]) -> None:
    told = await datasette.get_resource_metadata(name, table)
    for key in ({"title", "description"} & values.keys()) - told.keys():
        await datasette.set_resource_metadata(name, table, key, values[key])
    for column, text in values.get("columns", {}).items():
        await datasette.set_column_metadata(name, table, column, "description", text)
