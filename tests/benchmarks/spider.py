"""What a user of Scrapy would write for the same job: news line, archive, title, time and paragraphs, SQLite with search."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

import ingest


class Store:
    """Archives the bytes and stores the item, committed every hundred pages."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(sys.argv[2])
        self.connection.executescript("""
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, data BLOB);
            CREATE TABLE documents (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, published TEXT, text TEXT);
            CREATE TABLE instruments (document_id INTEGER, title TEXT, type TEXT, parties TEXT);
            CREATE VIRTUAL TABLE documents_fts USING fts5 (title, text, content='documents', content_rowid='id');
            CREATE TRIGGER documents_ai AFTER INSERT ON documents BEGIN
              INSERT INTO documents_fts (rowid, title, text) VALUES (new.id, new.title, new.text); END;
        """)
        self.count = 0

    def process_item(self, item: dict[str, object]) -> dict[str, object]:
        """Store one page."""
        body = item["body"]
        assert isinstance(body, bytes)
        self.connection.execute(
            "INSERT OR IGNORE INTO bodies VALUES (?, ?)", [hashlib.sha256(body).hexdigest(), gzip.compress(body, 6)]
        )
        cursor = self.connection.execute(
            "INSERT OR IGNORE INTO documents (url, title, published, text) VALUES (?, ?, ?, ?)",
            [item["url"], item["title"], item["published"], item["text"]],
        )
        for row in item["facts"]:  # type: ignore[attr-defined]
            self.connection.execute("INSERT INTO instruments VALUES (?, ?, ?, ?)", [cursor.lastrowid, *row])
        self.count += 1
        if self.count % 100 == 0:
            self.connection.commit()
        return item

    def close_spider(self) -> None:
        """Commit the rest."""
        self.connection.commit()
        self.connection.close()


class News(scrapy.Spider):
    """Page after page of the news line, until one repeats another."""

    name = "news"

    async def start(self) -> AsyncIterator[Any]:
        yield scrapy.Request(f"{sys.argv[1]}/qazinform.com/lenta", self.parse)

    def parse(self, response: Response, number: int = 1) -> Iterator[Any]:
        """Read the cards of one page."""
        if response.css("li.page-item.active a::text").get() != str(number):
            return
        for link in response.css("a.news-card::attr(href)").getall():
            yield scrapy.Request(f"{sys.argv[1]}/qazinform.com{link}", self.article)
        following = f"{sys.argv[1]}/qazinform.com/lenta/?page={number + 1}"
        yield scrapy.Request(following, self.parse, cb_kwargs={"number": number + 1})

    def article(self, response: Response) -> Iterator[Any]:
        """Read one article."""
        text = response.css("div.article__content p, div.article__body-text p").xpath("string()").getall()
        facts: list[list[str]] = []
        if sys.argv[3] == "facts":
            url = response.url.replace(f"{sys.argv[1]}/", "https://")
            read = ingest.read(response.body, source="kazinform", url=url)
            facts = [[one.title, one.type, " · ".join(p.name for p in one.parties)] for one in read.instruments]
        yield {
            "url": response.url,
            "title": response.css("h1.article__title::text").get(),
            "published": response.css("meta[name='article:published_time']::attr(content)").get(),
            "text": "\n".join(text),
            "body": response.body,
            "facts": facts,
        }


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "ITEM_PIPELINES": {Store: 1},
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(News)
    process.start()
