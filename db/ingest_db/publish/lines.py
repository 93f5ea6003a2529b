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


async def ensure_may_view(datasette: Any, request: Any, database: str) -> None:
    """Raise Datasette's Forbidden for who may not see a database."""
    if STABLE:
        await datasette.ensure_permissions(request.actor, [("view-database", database), "view-instance"])
        return
    from datasette.resources import DatabaseResource  # noqa: PLC0415 - 1.0 only

    if not await datasette.allowed(action="view-database", resource=DatabaseResource(database), actor=request.actor):
        raise Forbidden("view-database")


async def may_view(datasette: Any, request: Any, database: str) -> bool:
    """Say whether who asks may see a database."""
    try:
        await ensure_may_view(datasette, request, database)
    except Forbidden:
        return False
    return True


async def describe(datasette: Any, instance: Mapping[str, str], databases: Mapping[str, Mapping[str, Any]]) -> None:
    """Set titles, descriptions, facets and sorting on the 1.0 line; what the site's owner set stays."""
    for key, value in instance.items():
        await datasette.set_instance_metadata(key, value)
    for name, described in databases.items():
        for key in ("title", "description"):
            await datasette.set_database_metadata(name, key, described[key])
        configured = datasette.config.setdefault("databases", {}).setdefault(name, {}).setdefault("tables", {})
        for table, values in described["tables"].items():
            await _describe_table(datasette, name, table, values)
            own = configured.setdefault(table, {})
            for key in CONFIGURED & values.keys():
                own.setdefault(key, values[key])


async def _describe_table(datasette: Any, name: str, table: str, values: Mapping[str, Any]) -> None:
    for key in {"title", "description"} & values.keys():
        await datasette.set_resource_metadata(name, table, key, values[key])
    for column, text in values.get("columns", {}).items():
        await datasette.set_column_metadata(name, table, column, "description", text)
