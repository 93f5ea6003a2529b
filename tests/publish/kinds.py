"""One address of every kind of page, for a database with the sample's documents."""

from __future__ import annotations

import sqlite3
from pathlib import Path

ASKED = {
    "instruments": "SELECT uid FROM instruments WHERE title LIKE '%pharmaceuticals%'",
    "documents": "SELECT uid FROM documents WHERE instrument_count > 3 AND language = 'en' ORDER BY uid",
    "events": "SELECT e.uid FROM events e JOIN cities c ON c.id = city_id WHERE latitude IS NOT NULL ORDER BY e.uid",
    "people": "SELECT p.uid FROM people p JOIN event_people ON person_id = p.id ORDER BY p.uid",
    "bodies": "SELECT uid FROM bodies WHERE kind = 'ministry' ORDER BY uid",
}
KINDS = (
    "front", "instrument", "row", "document", "event", "person", "body", "country", "pair", "topic", "world", "search",
    "articles", "nothing", "questions", "answer", "coverage", "dictionary", "russian", "kazakh", "countries", "parties", "people",
)  # fmt: skip
TABLES = ("tables", "table", "raw", "sql")
"""Datasette's own pages of our database."""


def address(kind: str, database: Path, name: str = "sample") -> str:
    """The path of a page of a kind."""
    with sqlite3.connect(database) as connection:
        uid = {table: connection.execute(f"{sql} LIMIT 1").fetchone()[0] for table, sql in ASKED.items()}
    paths = {
        "front": "/",
        "instrument": f"/{name}/-/instrument/{uid['instruments']}",
        "row": f"/{name}/instruments/1",
        "document": f"/{name}/-/document/{uid['documents']}",
        "event": f"/{name}/-/event/{uid['events']}",
        "person": f"/{name}/-/person/{uid['people']}",
        "body": f"/{name}/-/body/{uid['bodies']}",
        "country": f"/{name}/-/country/KZ",
        "pair": f"/{name}/-/pair/JO-KZ",
        "topic": f"/{name}/-/topic/trade",
        "world": f"/{name}/-/world",
        "search": f"/{name}/-/search?q=memorandum+jordan",
        "articles": f"/{name}/-/search?q=соглашения&in=articles",
        "nothing": f"/{name}/-/search?q=xylophone",
        "questions": f"/{name}/-/questions",
        "answer": f"/{name}/-/questions/memorandums?country=KZ&topic=",
        "coverage": f"/{name}/-/coverage",
        "dictionary": f"/{name}/-/dictionary",
        "countries": f"/{name}/-/countries",
        "parties": f"/{name}/-/parties",
        "people": f"/{name}/-/people",
        "tables": f"/{name}",
        "table": f"/{name}/instruments?_facet=type_id",
        "raw": f"/{name}/instruments/1?_row=1",
        "sql": f"/{name}?sql=select+uid,+title+from+instruments",
        "russian": "/?_lang=ru",
        "kazakh": f"/{name}/-/country/KZ?_lang=kk",
    }
    return paths[kind]
