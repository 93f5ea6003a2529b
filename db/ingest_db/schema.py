"""The schema of the database of facts, as numbered migrations; never edit a step that was released."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from ingest_db.files import statements
from ingest_db.publishing_schema import add_names, add_publishing

facts = Migrations("ingest")

FACTS = """
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, title TEXT NOT NULL, home TEXT NOT NULL, languages TEXT NOT NULL,
  time_zone TEXT NOT NULL, owner TEXT NOT NULL, verified_on TEXT);
CREATE TABLE countries (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_ru TEXT, name_kk TEXT);
CREATE TABLE instrument_types (
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT NOT NULL, definition TEXT NOT NULL, eu_resource_type TEXT);
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, published_on TEXT, language TEXT NOT NULL, instrument_count INTEGER NOT NULL,
  problem_count INTEGER NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL, source_id INTEGER NOT NULL REFERENCES sources(id),
  layout TEXT NOT NULL, published_at TEXT NOT NULL, precision TEXT NOT NULL, sample INTEGER NOT NULL, key TEXT NOT NULL,
  uid TEXT NOT NULL UNIQUE, search_text TEXT NOT NULL, UNIQUE (source_id, key));
CREATE TABLE readings (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, sha256 TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  sha256 TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (document_id, number));
CREATE TABLE events (
  id INTEGER PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, city TEXT, country_id INTEGER REFERENCES countries(id),
  starts_on TEXT, ends_on TEXT, main INTEGER NOT NULL, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  quote TEXT, field TEXT, start INTEGER, "end" INTEGER, uid TEXT NOT NULL UNIQUE);
CREATE TABLE instruments (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, type_id INTEGER NOT NULL REFERENCES instrument_types(id), parties TEXT NOT NULL,
  signed_on TEXT, mode TEXT, subject TEXT, period TEXT, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  quote TEXT, event_id INTEGER REFERENCES events(id) ON DELETE CASCADE, in_main_event INTEGER NOT NULL, confidence REAL NOT NULL,
  subtype TEXT, language TEXT NOT NULL, ordinal INTEGER NOT NULL, title_composed INTEGER NOT NULL, field TEXT, start INTEGER,
  "end" INTEGER, url TEXT NOT NULL, uid TEXT NOT NULL UNIQUE, search_text TEXT NOT NULL);
CREATE TABLE bodies (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country_id INTEGER REFERENCES countries(id),
  uid TEXT NOT NULL UNIQUE, search_text TEXT NOT NULL);
CREATE TABLE body_names (
  id INTEGER PRIMARY KEY, body_id INTEGER NOT NULL REFERENCES bodies(id) ON DELETE CASCADE, name TEXT NOT NULL,
  language TEXT NOT NULL, UNIQUE (body_id, name, language));
CREATE TABLE instrument_parties (
  id INTEGER PRIMARY KEY, body_id INTEGER NOT NULL REFERENCES bodies(id),
  instrument_id INTEGER NOT NULL REFERENCES instruments(id) ON DELETE CASCADE, country_id INTEGER REFERENCES countries(id),
  name TEXT NOT NULL, kind TEXT NOT NULL, implied INTEGER NOT NULL, signed_on TEXT,
  document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, quote TEXT, field TEXT, start INTEGER, "end" INTEGER);
CREATE TABLE people (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, country_id INTEGER REFERENCES countries(id));
CREATE TABLE event_people (
  id INTEGER PRIMARY KEY, event_id INTEGER REFERENCES events(id) ON DELETE CASCADE,
  document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, person_id INTEGER NOT NULL REFERENCES people(id),
  role TEXT, in_main_event INTEGER NOT NULL, field TEXT, start INTEGER, "end" INTEGER, quote TEXT);
CREATE TABLE attributions (
  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, name TEXT NOT NULL,
  field TEXT, start INTEGER, "end" INTEGER, quote TEXT);
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL,
  value INTEGER, field TEXT, start INTEGER, "end" INTEGER, quote TEXT);
CREATE TABLE problems (
  id INTEGER PRIMARY KEY, message TEXT NOT NULL, severity TEXT NOT NULL, concerns TEXT NOT NULL, stage TEXT NOT NULL,
  document_id INTEGER REFERENCES documents(id) ON DELETE CASCADE, quote TEXT, url TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources(id), key TEXT NOT NULL, field TEXT, start INTEGER, "end" INTEGER,
  uid TEXT NOT NULL UNIQUE);
CREATE TABLE party_pairs (
  id INTEGER PRIMARY KEY, country_a_id INTEGER NOT NULL REFERENCES countries(id),
  country_b_id INTEGER NOT NULL REFERENCES countries(id), instruments INTEGER NOT NULL, first_on TEXT, last_on TEXT,
  UNIQUE (country_a_id, country_b_id));
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources(id), started_at TEXT NOT NULL, finished_at TEXT,
  version TEXT NOT NULL, seen INTEGER, new INTEGER, changed INTEGER, unchanged INTEGER, skipped INTEGER, failed INTEGER,
  instruments INTEGER, ended TEXT);
CREATE INDEX documents_published ON documents(published_on);
CREATE INDEX documents_language ON documents(language);
CREATE INDEX documents_source ON documents(source_id);
CREATE INDEX events_document ON events(document_id);
CREATE INDEX events_kind ON events(kind);
CREATE INDEX events_country ON events(country_id);
CREATE INDEX instruments_document ON instruments(document_id);
CREATE INDEX instruments_event ON instruments(event_id);
CREATE INDEX instruments_type ON instruments(type_id);
CREATE INDEX instruments_mode ON instruments(mode);
CREATE INDEX instruments_signed ON instruments(signed_on);
CREATE INDEX bodies_country ON bodies(country_id);
CREATE INDEX bodies_kind ON bodies(kind);
CREATE INDEX parties_instrument ON instrument_parties(instrument_id);
CREATE INDEX parties_document ON instrument_parties(document_id);
CREATE INDEX parties_body ON instrument_parties(body_id, signed_on DESC, instrument_id);
CREATE INDEX parties_country ON instrument_parties(country_id, instrument_id);
CREATE INDEX event_people_event ON event_people(event_id);
CREATE INDEX event_people_document ON event_people(document_id);
CREATE INDEX event_people_person ON event_people(person_id);
CREATE INDEX people_country ON people(country_id);
CREATE INDEX attributions_document ON attributions(document_id);
CREATE INDEX claims_document ON claims(document_id);
CREATE INDEX problems_document ON problems(document_id);
CREATE INDEX problems_source_key ON problems(source_id, key);
"""


@facts()
def m001_facts(database: Database) -> None:
    """Documents, facts with their spans, and full-text search with folded text."""
    for statement in statements(FACTS):
        database.conn.execute(statement)
    tokenize = "unicode61 remove_diacritics 2"
    for table, columns in (
        ("documents", ["title", "text", "search_text"]),
        ("instruments", ["title", "search_text"]),
        ("bodies", ["name", "search_text"]),
    ):
        database.table(table).enable_fts(columns, tokenize=tokenize, create_triggers=True)


@facts()
def m002_kinds(database: Database) -> None:
    """The kind of fault of a page that could not be read."""
    database.conn.execute("ALTER TABLE problems ADD COLUMN kind TEXT")


STORIES = """
ALTER TABLE bodies ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bodies ADD COLUMN meaning TEXT NOT NULL DEFAULT '';
CREATE TABLE body_suggestions (
  id INTEGER PRIMARY KEY, body_id INTEGER NOT NULL REFERENCES bodies(id) ON DELETE CASCADE,
  other_id INTEGER NOT NULL REFERENCES bodies(id) ON DELETE CASCADE, common TEXT NOT NULL, UNIQUE (body_id, other_id));
CREATE INDEX body_suggestions_other ON body_suggestions(other_id);
CREATE TABLE cities (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_ru TEXT, name_kk TEXT, country_id INTEGER REFERENCES countries(id),
  uid TEXT NOT NULL UNIQUE);
CREATE INDEX cities_country ON cities(country_id);
ALTER TABLE events ADD COLUMN city_id INTEGER REFERENCES cities(id);
CREATE INDEX events_city ON events(city_id);
CREATE INDEX events_starts ON events(starts_on) WHERE main;
CREATE TABLE stories (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, languages TEXT NOT NULL, starts_on TEXT, disagreement_count INTEGER NOT NULL,
  uid TEXT NOT NULL UNIQUE);
CREATE INDEX stories_starts ON stories(starts_on);
ALTER TABLE documents ADD COLUMN story_id INTEGER REFERENCES stories(id) ON DELETE SET NULL;
ALTER TABLE documents ADD COLUMN story_due INTEGER NOT NULL DEFAULT 1;
CREATE INDEX documents_story ON documents(story_id);
CREATE INDEX documents_story_due ON documents(story_due) WHERE story_due;
CREATE TABLE story_instruments (
  id INTEGER PRIMARY KEY, story_id INTEGER NOT NULL REFERENCES stories(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  instrument_id INTEGER NOT NULL REFERENCES instruments(id) ON DELETE CASCADE, UNIQUE (story_id, number, instrument_id));
CREATE INDEX story_instruments_instrument ON story_instruments(instrument_id);
CREATE TABLE story_disagreements (
  id INTEGER PRIMARY KEY, story_id INTEGER NOT NULL REFERENCES stories(id) ON DELETE CASCADE, concerns TEXT NOT NULL,
  message TEXT NOT NULL, number INTEGER);
CREATE INDEX story_disagreements_story ON story_disagreements(story_id);
"""


@facts()
def m003_stories(database: Database) -> None:
    """One communiqué in several languages as one story; bodies by meaning, with suggestions; cities with their names."""
    for statement in statements(STORIES):
        database.conn.execute(statement)


@facts()
def m004_publishing(database: Database) -> None:
    """What pages need to be quick: topics, labels and positions for search, totals by month, covered days, coordinates."""
    add_publishing(database)


@facts()
def m005_names(database: Database) -> None:
    """People by the sound of their names, with every spelling; parties and people are found by all their names."""
    add_names(database)
