"""The data dictionary: every table and column as the schema has them, with what the descriptions say."""

from __future__ import annotations

from typing import Any

from ingest_db.publish.descriptions import table_texts
from ingest_db.publish.pages.reader import Reader


def dictionary(reader: Reader, _key: str) -> dict[str, Any]:
    """Tables with columns, types and what they refer to."""
    names = reader.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT LIKE '\\_%' "
        "ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    tables = []
    for row in names:
        name = row["name"]
        refers = {key["from"]: key["table"] for key in reader.all("SELECT * FROM pragma_foreign_key_list(?)", name)}
        columns = reader.all('SELECT name, type, "notnull" AS required, pk FROM pragma_table_info(?)', name)
        told = table_texts(name, reader.language, [column["name"] for column in columns])
        tables.append({"name": name, "columns": columns, "refers": refers, "told": told})
    types = reader.all(
        f"SELECT slug, {reader.named('t', 'label')} AS label, {reader.named('t', 'definition')} AS definition, eu_resource_type FROM instrument_types t ORDER BY 2"
    )
    return {"tables_described": tables, "types": types}
