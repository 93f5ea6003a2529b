"""Get data out: one communiqué a line as JSON, one row per instrument and party as CSV or Parquet, archived pages as WARC."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import IO

from ingest.disk.warc import write_warc
from ingest.records import Communique
from ingest_db import schema
from ingest_db.archive import archived_pages
from ingest_db.files import FACTS_ID, open_reading, plainly
from ingest_db.parquet import write_parquet

COLUMNS = (
    "document_url",
    "document_title",
    "language",
    "published_at",
    "event",
    "event_city",
    "event_country",
    "event_start",
    "event_end",
    "ordinal",
    "type",
    "subtype",
    "title",
    "subject",
    "period",
    "mode",
    "in_main_event",
    "confidence",
    "party",
    "party_kind",
    "party_country",
    "party_implied",
    "quote",
)
CSV_SQL = """
SELECT d.url, d.title, d.language, d.published_at, e.kind, e.city, ec.code, e.starts_on, e.ends_on, i.ordinal, t.slug,
  i.subtype, i.title, i.subject, i.period, i.mode, i.in_main_event, i.confidence, p.name, p.kind, pc.code, p.implied, i.quote
FROM instruments i JOIN documents d ON d.id = i.document_id JOIN instrument_types t ON t.id = i.type_id
LEFT JOIN events e ON e.document_id = d.id AND e.main LEFT JOIN countries ec ON ec.id = e.country_id
LEFT JOIN instrument_parties p ON p.instrument_id = i.id LEFT JOIN countries pc ON pc.id = p.country_id
ORDER BY d.published_at, d.uid, i.ordinal, p.id
"""


def write_jsonl(path: Path, out: IO[str]) -> None:
    """Every current document, in order of publication; keys in the order of the record's fields."""
    out.writelines(f"{line}\n" for line in _jsonl(path))


def _jsonl(path: Path) -> Iterator[str]:
    names = [field.name for field in fields(Communique)]
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection, plainly(path):
        for text, reading in connection.execute(
            "SELECT text, json FROM documents JOIN readings ON document_id = documents.id ORDER BY published_at, uid"
        ):
            values = json.loads(reading) | {"text": text}
            yield json.dumps({name: values[name] for name in names}, ensure_ascii=False)


def write_csv(path: Path, out: IO[str]) -> None:
    """One row per instrument and party; an instrument nobody is named for has one row."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection, plainly(path):
        writer.writerows(connection.execute(CSV_SQL))


def export_parquet(path: Path, out: IO[bytes]) -> None:
    """The rows and columns of the CSV, typed."""
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection, plainly(path):
        write_parquet(COLUMNS, connection.execute(CSV_SQL), out)


def export_warc(path: Path, out: IO[bytes]) -> int:
    """Every page that was ever fetched, in order of time; give their number."""
    return write_warc(out, archived_pages(path))
