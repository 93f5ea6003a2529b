"""Documents and events as other programs read them: Atom, JSON Feed, CSV, Parquet, iCalendar, JSON-LD, BibTeX and RIS."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from ingest_db.parquet import write_parquet
from ingest_db.publish.pages.reader import Row, weblink
from ingest_db.publish.texts import event_name

ATOM = "http://www.w3.org/2005/Atom"
NO_DAY = "1970-01-01"
"""Feeds must name a moment; a document of unknown day has this one and says so in its text."""
LINE_BYTES = 74
"""The longest line of an iCalendar file, without its end."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CSV_COLUMNS = (
    "uid",
    "title",
    "type",
    "parties",
    "signed_on",
    "mode",
    "city",
    "language",
    "in_main_event",
    "confidence",
    "quote",
    "url",
)


def atom(title: str, home: str, address: str, rows: list[Row], link: Any) -> str:
    """An Atom feed (RFC 4287); ``link`` gives the absolute address of a document."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _text(feed, "id", address)
    _text(feed, "title", title)
    _text(feed, "updated", max((_moment(row) for row in rows), default=f"{NO_DAY}T00:00:00Z"))
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": address})
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": home})
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _text(author, "name", "ingest-communiques")
    for row in rows:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry", {"{http://www.w3.org/XML/1998/namespace}lang": row["language"]})
        _text(entry, "id", link(row["uid"]))
        _text(entry, "title", row["title"])
        _text(entry, "updated", _moment(row))
        ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": link(row["uid"])})
        ET.SubElement(entry, f"{{{ATOM}}}category", {"term": row["type"], "label": row["type_label"]})
        _text(entry, "summary", _summary(row))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode")


def json_feed(title: str, home: str, address: str, rows: list[Row], link: Any) -> dict[str, Any]:
    """A JSON Feed (version 1.1)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": address,
        "items": [
            {
                "id": link(row["uid"]),
                "url": link(row["uid"]),
                "title": row["title"],
                "content_text": _summary(row),
                "date_published": _moment(row),
                "language": row["language"],
                "tags": [row["type"]],
                **({"external_url": row["url"]} if weblink(row["url"]) else {}),
            }
            for row in rows
        ],
    }


def table(rows: Sequence[Row | Mapping[str, Any]], names: Sequence[str] = CSV_COLUMNS) -> str:
    """Rows as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue()


def columns(rows: list[Row]) -> bytes:
    """Documents as Parquet."""
    out = io.BytesIO()
    write_parquet(CSV_COLUMNS, ([row[column] for column in CSV_COLUMNS] for row in rows), out)
    return out.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def calendar(events: list[Row], link: Any) -> str:
    """Events of whole days as iCalendar (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ingest-communiques//EN"]
    for row in events:
        first = _day(row["starts_on"])
        if first is None:
            continue
        last = (_day(row["ends_on"]) or first) + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row['uid']}@ingest-communiques",
            f"DTSTAMP:{first:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{last.strftime('%Y%m%d')}",
            f"SUMMARY:{_escaped(event_name('en', row, most=2))}",
            *([f"LOCATION:{_escaped(row['city'])}"] if row["city"] else []),
            f"URL:{link(row['uid'])}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "\r\n".join(part for line in lines for part in _folded(line)) + "\r\n"


def _day(text: str | None) -> date | None:
    """An ISO date; none for one without a year, or beyond the calendar."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day < date.max else None


def _escaped(text: str) -> str:
    plain = CONTROL.sub("", text).replace("\\", "\\\\").replace("\n", "\\n")
    return plain.replace(",", "\\,").replace(";", "\\;").replace("\r", "")


def _folded(line: str) -> list[str]:
    """A line in pieces of at most 75 bytes, each further one behind a space."""
    pieces, now = [], ""
    for letter in line:
        if len((now + letter).encode()) > LINE_BYTES:
            pieces.append(now)
            now = " "
        now += letter
    return [*pieces, now]


def linked_data(context: dict[str, Any], address: str) -> dict[str, Any]:
    """One document as JSON-LD in the terms of schema.org."""
    row, event = context["row"], context["event"]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": address,
        "name": row["title"],
        "inLanguage": row["language"],
        "genre": row["slug"],
        "about": [topic["label"] for topic in context["topics"]],
        "contributor": [
            {
                "@type": "Country" if party["kind"] == "country" else "Organization",
                "name": party["name"],
                **({"location": {"@type": "Country", "identifier": party["code"]}} if party["code"] else {}),
            }
            for party in context["parties"]
        ],
        "isBasedOn": {"@type": "NewsArticle", "headline": context["document"]["title"], "url": context["url"]},
        "citation": row["quote"],
    }
    if row["signed_on"]:
        found["dateCreated"] = row["signed_on"]
    if event is not None:
        place = {"@type": "Place", "name": event["place"]} if event["place"] else None
        found["recordedAt"] = {
            "@type": "Event",
            "name": event["label"],
            "startDate": event["starts_on"],
            "location": place,
        }
    return found


def plain_citation(row: Row, document: Row, address: str, t: Mapping[str, str]) -> str:
    """One line to put under a text, in the language of the texts ``t``."""
    when, published = row["signed_on"] or t["no_date"], document["published_on"] or t["no_date"]
    return f"{row['title']} ({when}). {t['as_reported']}: “{document['title']}”, {document['source']}, {published}, {row['url']}. {address}"


def bibtex(context: dict[str, Any], address: str) -> str:
    """A BibTeX entry."""
    row, document = context["row"], context["document"]
    values = {
        "title": row["title"],
        "year": (row["signed_on"] or "")[:4].strip("-"),
        "date": row["signed_on"] or "",
        "author": " and ".join(f"{{{_tex(party['name'])}}}" for party in context["parties"]),
        "howpublished": f"As reported in: {document['title']}, {document['source']}, {document['published_on'] or 'no date'}",
        "url": address,
        "note": row["url"],
    }
    inner = ",\n".join(
        f"  {name} = {{{value if name == 'author' else _tex(value)}}}" for name, value in values.items() if value
    )
    return f"@misc{{communique-{row['uid']},\n{inner}\n}}\n"


def _tex(text: str) -> str:
    return re.sub(
        r"([{}%&#$_\\])",
        lambda sign: "\\textbackslash{}" if sign[1] == "\\" else f"\\{sign[1]}",
        text.replace("\n", " "),
    )


def ris(context: dict[str, Any], address: str) -> str:
    """A RIS record."""
    row, document = context["row"], context["document"]
    lines = [("TY", "GEN"), ("TI", row["title"]), *(("AU", party["name"]) for party in context["parties"])]
    lines += [("PY", (row["signed_on"] or "")[:4].strip("-")), ("DA", (row["signed_on"] or "").replace("-", "/"))]
    lines += [
        ("T2", document["title"]),
        ("PB", document["source"]),
        ("UR", address),
        ("L2", row["url"]),
        ("LA", row["language"]),
    ]
    said = "\r\n".join(f"{tag}  - {' '.join(str(value).split())}" for tag, value in lines if value)
    return f"{said}\r\nER  - \r\n"


def _moment(row: Row) -> str:
    day = row["signed_on"] or (row["published_at"] or "")[:10]
    return f"{day if day[:1].isdigit() else NO_DAY}T00:00:00Z"


def _summary(row: Row) -> str:
    said = [
        row["type_label"],
        row["parties"],
        row["signed_on"] or "no date",
        f"“{row['quote']}”" if row["quote"] else "",
    ]
    return CONTROL.sub("", ". ".join(part for part in said if part))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = CONTROL.sub("", text)
