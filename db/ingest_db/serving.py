"""How Datasette is set up: for work (``ingest serve``) and for a published snapshot; apart from the plugin."""

from __future__ import annotations

PLUGIN = "ingest-communiques"
"""What the Datasette plugin is called in a configuration and in addresses."""
SETTINGS = {
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "suggest_facets": "off",
    "sql_time_limit_ms": 2000,
    "truncate_cells_html": 160,
    "cache_size_kb": 50_000,
}
"""Settings that ``ingest serve`` gives Datasette."""
SNAPSHOT_SETTINGS: dict[str, int | bool] = {
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,
    "sql_time_limit_ms": 1000,
    "truncate_cells_html": 160,
    "cache_size_kb": 50_000,
    "max_returned_rows": 1000,
    "max_csv_mb": 50,
    "default_cache_ttl": 300,
}
"""Settings of a snapshot that everybody may ask."""
