"""What the pages need of the schema: the two steps of the migrations that index, count and name what is stored."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from ingest.extraction import place
from ingest_db.coordinates import coordinates
from ingest_db.files import statements
from ingest_db.folding import search_words
from ingest_db.indexing import index_document
from ingest_db.reference import write_reference_data
from ingest_db.shared import Shared
from ingest_db.tally import Tally

PUBLISHING = """
ALTER TABLE instrument_types ADD COLUMN label_ru TEXT NOT NULL DEFAULT '';
ALTER TABLE instrument_types ADD COLUMN label_kk TEXT NOT NULL DEFAULT '';
ALTER TABLE instrument_types ADD COLUMN definition_ru TEXT NOT NULL DEFAULT '';
ALTER TABLE instrument_types ADD COLUMN definition_kk TEXT NOT NULL DEFAULT '';
CREATE TABLE topics (
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT NOT NULL, label_ru TEXT NOT NULL, label_kk TEXT NOT NULL,
  eurovoc_domain TEXT NOT NULL, instruments INTEGER NOT NULL DEFAULT 0);
CREATE TABLE instrument_topics (
  id INTEGER PRIMARY KEY, instrument_id INTEGER NOT NULL REFERENCES instruments(id) ON DELETE CASCADE,
  topic_id INTEGER NOT NULL REFERENCES topics(id), UNIQUE (instrument_id, topic_id));
CREATE INDEX instrument_topics_topic ON instrument_topics(topic_id);
ALTER TABLE instruments ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE instruments ADD COLUMN labels TEXT NOT NULL DEFAULT '';
ALTER TABLE instruments ADD COLUMN position INTEGER;
CREATE UNIQUE INDEX instruments_position ON instruments(position);
DROP INDEX instruments_type;
CREATE INDEX instruments_type ON instruments(type_id, signed_on);
CREATE INDEX instruments_type_language ON instruments(type_id, language);
CREATE INDEX instruments_language ON instruments(language, signed_on);
CREATE INDEX instruments_language_type ON instruments(language, type_id);
DROP INDEX documents_language;
CREATE INDEX documents_language ON documents(language, published_on);
CREATE INDEX documents_language_source ON documents(language, source_id);
DROP INDEX documents_source;
CREATE INDEX documents_source ON documents(source_id, published_on);
CREATE INDEX documents_source_language ON documents(source_id, language);
ALTER TABLE documents ADD COLUMN labels TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN position INTEGER;
CREATE UNIQUE INDEX documents_position ON documents(position);
CREATE INDEX documents_sample ON documents(sample);
ALTER TABLE bodies ADD COLUMN instruments INTEGER NOT NULL DEFAULT 0;
CREATE INDEX bodies_instruments ON bodies(instruments);
ALTER TABLE countries ADD COLUMN instruments INTEGER NOT NULL DEFAULT 0;
CREATE INDEX party_pairs_instruments ON party_pairs(instruments);
CREATE INDEX party_pairs_other ON party_pairs(country_b_id);
ALTER TABLE people ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
ALTER TABLE cities ADD COLUMN latitude REAL;
ALTER TABLE cities ADD COLUMN longitude REAL;
CREATE INDEX events_starts_all ON events(starts_on);
CREATE INDEX events_main ON events(main);
CREATE INDEX documents_layout ON documents(layout);
CREATE INDEX parties_kind ON instrument_parties(kind);
CREATE INDEX attributions_name ON attributions(name);
CREATE INDEX claims_kind ON claims(kind);
CREATE INDEX problems_severity ON problems(severity);
CREATE INDEX problems_stage ON problems(stage);
CREATE INDEX problems_concerns ON problems(concerns);
CREATE TABLE activity (
  scope TEXT NOT NULL, subject_id INTEGER NOT NULL, month TEXT NOT NULL, type_id INTEGER NOT NULL REFERENCES instrument_types(id),
  instruments INTEGER NOT NULL, PRIMARY KEY (scope, subject_id, month, type_id)) WITHOUT ROWID;
CREATE TABLE coverage (
  source_id INTEGER NOT NULL REFERENCES sources(id), language TEXT NOT NULL, day TEXT NOT NULL, documents INTEGER NOT NULL,
  PRIMARY KEY (source_id, language, day)) WITHOUT ROWID;
INSERT INTO coverage SELECT source_id, language, coalesce(published_on, ''), count(*) FROM documents GROUP BY 1, 2, 3;
"""
COVERED = """INSERT INTO coverage VALUES (new.source_id, new.language, coalesce(new.published_on, ''), 1)
  ON CONFLICT DO UPDATE SET documents = documents + 1"""
UNCOVERED = """UPDATE coverage SET documents = documents - 1
  WHERE source_id = old.source_id AND language = old.language AND day = coalesce(old.published_on, '')"""
TRIGGERS = [
    f"CREATE TRIGGER coverage_ai AFTER INSERT ON documents BEGIN {COVERED}; END",
    f"CREATE TRIGGER coverage_ad AFTER DELETE ON documents BEGIN {UNCOVERED}; END",
    "CREATE TRIGGER coverage_au AFTER UPDATE OF source_id, language, published_on ON documents "
    f"BEGIN {UNCOVERED}; {COVERED}; END",
]


def find_by_position(database: Database, table: str, columns: list[str]) -> None:
    """Full-text search over a table whose rows stand in it by ``position``, the newest last; rows without one are not in it."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    put = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.position, {new})"
    take = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.position, {old})"
    for statement in (
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, tokenize=\"unicode61 remove_diacritics 2 tokenchars '_'\", "
        f'content="{table}", content_rowid="position")',
        f"CREATE TRIGGER {table}_ai AFTER INSERT ON {table} WHEN new.position IS NOT NULL BEGIN {put}; END",
        f"CREATE TRIGGER {table}_ad AFTER DELETE ON {table} WHEN old.position IS NOT NULL BEGIN {take}; END",
        f"CREATE TRIGGER {table}_au AFTER UPDATE OF position, {names} ON {table} WHEN new.position IS NOT NULL BEGIN {put}; END",
        f"CREATE TRIGGER {table}_bu BEFORE UPDATE OF position, {names} ON {table} WHEN old.position IS NOT NULL BEGIN {take}; END",
    ):
        database.conn.execute(statement)


def add_publishing(database: Database) -> None:
    """Topics, labels and positions for search, totals by month, covered days and coordinates."""
    for statement in [*statements(PUBLISHING), *TRIGGERS]:
        database.conn.execute(statement)
    for table, columns in (
        ("documents", ["title", "text", "search_text", "labels"]),
        ("instruments", ["title", "search_text", "labels"]),
    ):
        database.table(table).disable_fts()
        find_by_position(database, table, columns)
    database.table("people").enable_fts(
        ["name", "search_text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
    )
    _fill(database.conn)


def _fill(connection: sqlite3.Connection) -> None:
    """Index and count what an older version stored."""
    documents = [row[0] for row in connection.execute("SELECT id FROM documents ORDER BY id")]
    if not documents:
        return
    write_reference_data(connection)
    for row, name in connection.execute("SELECT id, name FROM people").fetchall():
        connection.execute("UPDATE people SET search_text = ? WHERE id = ?", [search_words(name), row])
    for row, name, country in connection.execute(
        "SELECT cities.id, cities.name, code FROM cities LEFT JOIN countries ON countries.id = country_id"
    ).fetchall():
        if (known := place(name, "city", country)) and (where := coordinates(known.key)):
            connection.execute(
                "UPDATE cities SET latitude = ?, longitude = ? WHERE id = ?",
                [where["latitude"], where["longitude"], row],
            )
    connection.execute("DELETE FROM party_pairs")
    for document in documents:
        index_document(connection, document)
    Tally(connection).renew(documents)


NAMES = """
CREATE TABLE person_names (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE, name TEXT NOT NULL,
  language TEXT NOT NULL, UNIQUE (person_id, name, language));
"""


def add_names(database: Database) -> None:
    """Find the people again by the sound of their names; index parties and people under all their names.

    Chinese pages are indexed again, a character a word.
    """
    for statement in statements(NAMES):
        database.conn.execute(statement)
    connection, shared = database.conn, Shared(database.conn)
    before = {row[0] for row in connection.execute("SELECT id FROM people")}
    for person, name, country, language in connection.execute(
        "SELECT DISTINCT p.id, p.name, c.code, d.language FROM event_people x JOIN people p ON p.id = x.person_id "
        "JOIN documents d ON d.id = x.document_id LEFT JOIN countries c ON c.id = p.country_id ORDER BY p.id, d.id"
    ).fetchall():
        found = shared.person(name, country, language)
        connection.execute(
            "UPDATE event_people SET person_id = ? WHERE person_id = ? AND document_id IN "
            "(SELECT id FROM documents WHERE language = ?)",
            [found, person, language],
        )
    shared.drop_unnamed(set(), before)
    for document, title, text in connection.execute(
        "SELECT id, title, text FROM documents WHERE language = 'zh'"
    ).fetchall():
        connection.execute(
            "UPDATE documents SET search_text = ? WHERE id = ?", [search_words(f"{title}\n{text}"), document]
        )
    for body, name in connection.execute("SELECT id, name FROM bodies").fetchall():
        names = [
            row[0] for row in connection.execute("SELECT name FROM body_names WHERE body_id = ? ORDER BY id", [body])
        ]
        connection.execute(
            "UPDATE bodies SET search_text = ? WHERE id = ?", [search_words("\n".join([name, *names])), body]
        )
