"""The schema of the archive, as numbered migrations; never edit a step that was released."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from ingest_db.files import statements

archive = Migrations("ingest_archive")

ARCHIVE = """
CREATE TABLE refs (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, title TEXT,
  listed_at TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, fetched_title TEXT, fetched_listed_at TEXT,
  UNIQUE (source, key));
CREATE TABLE bodies (
  sha256 TEXT PRIMARY KEY, codec TEXT NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY, ref_id INTEGER NOT NULL REFERENCES refs(id), url TEXT NOT NULL, fetched_at TEXT NOT NULL,
  last_at TEXT NOT NULL, status INTEGER NOT NULL, media_type TEXT NOT NULL, headers TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES bodies(sha256));
CREATE INDEX fetches_ref ON fetches(ref_id, id);
"""

FRONTIER = """
ALTER TABLE refs ADD COLUMN state TEXT NOT NULL DEFAULT 'listed';
ALTER TABLE refs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refs ADD COLUMN next_attempt TEXT;
ALTER TABLE refs ADD COLUMN kind TEXT;
ALTER TABLE refs ADD COLUMN detail TEXT;
ALTER TABLE refs ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
UPDATE refs SET state = 'fetched' WHERE id IN (SELECT ref_id FROM fetches);
ALTER TABLE fetches ADD COLUMN served_at TEXT;
ALTER TABLE fetches ADD COLUMN robots TEXT NOT NULL DEFAULT '';
ALTER TABLE bodies ADD COLUMN base TEXT REFERENCES bodies(sha256);
CREATE TABLE bases (
  source TEXT NOT NULL, language TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES bodies(sha256),
  PRIMARY KEY (source, language)) WITHOUT ROWID;
CREATE TABLE tombstones (
  source TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, forgotten_at TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE INDEX refs_state ON refs(source, state);
CREATE INDEX fetches_url ON fetches(url);
CREATE INDEX fetches_body ON fetches(sha256);
CREATE INDEX bodies_base ON bodies(base);
"""


@archive()
def m001_archive(database: Database) -> None:
    """Refs, fetches and compressed bytes."""
    for statement in statements(ARCHIVE):
        database.conn.execute(statement)


@archive()
def m002_frontier(database: Database) -> None:
    """What became of every ref, bytes compressed against others of their edition, and tombstones."""
    for statement in statements(FRONTIER):
        database.conn.execute(statement)
