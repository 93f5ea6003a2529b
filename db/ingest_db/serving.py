"""How ``ingest serve`` sets Datasette up; apart from the plugin, so that other commands need not import Datasette."""

from __future__ import annotations

SETTINGS = {
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "suggest_facets": "off",
    "sql_time_limit_ms": 2000,
    "truncate_cells_html": 160,
}
"""Settings that ``ingest serve`` gives Datasette."""
