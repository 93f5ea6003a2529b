"""One reader's view of one database: rows by name, names in the reader's language, addresses as the pages write them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = sqlite3.Row
PER_PAGE = 25
LAST_PAGE = 400
"""Deeper pages would cost more than they are read; a filter leads there quicker."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A connection, the language of the interface (``en``, ``ru``, ``kk``), and what stands behind the ``?``."""

    connection: sqlite3.Connection
    language: str
    arguments: Mapping[str, list[str]]

    def all(self, sql: str, *values: object) -> list[Row]:
        """Every row of a query."""
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row of a query, or none."""
        row: Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def argument(self, name: str) -> str:
        """The first value of an argument, or empty."""
        return (self.arguments.get(name) or [""])[0].strip()

    @property
    def page(self) -> int:
        """Which page of a list, from 1."""
        return min(max(self.number("page", 1), 1), LAST_PAGE)

    def paging(self, *, more: bool) -> dict[str, Any]:
        """Which page of a list is shown, and which stand before and after it; ``more``: whether rows are left."""
        return {
            "page": self.page,
            "previous": self.page - 1 if self.page > 1 else None,
            "next": self.page + 1 if more and self.page < LAST_PAGE else None,
        }

    def number(self, name: str, otherwise: int) -> int:
        """A whole number of an argument, or another where there is none."""
        asked = self.argument(name)[:9]
        return int(asked) if asked.isascii() and asked.isdigit() else otherwise

    def named(self, table: str, column: str = "name") -> str:
        """SQL for the name of a country, city, type or topic in the reader's language."""
        plain = f"{table}.{column}"
        return plain if self.language == "en" else f"coalesce(nullif({plain}_{self.language}, ''), {plain})"

    @property
    def body(self) -> str:
        """SQL for the name of a body ``b`` in the reader's language, else the one it was first met with.

        A country that signs itself is called as the country is.
        """
        country = f"SELECT {self.named('k')} FROM countries k WHERE k.id = b.country_id"
        return f"coalesce(CASE b.kind WHEN 'country' THEN ({country}) END, {self._called('body', 'b')})"

    @property
    def person(self) -> str:
        """SQL for the name of a person ``p`` in the reader's language, else the one first met."""
        return self._called("person", "p")

    def _called(self, kind: str, table: str) -> str:
        names = f"SELECT name FROM {kind}_names WHERE {kind}_id = {table}.id AND language = '{self.language}'"
        return f"coalesce(({names} ORDER BY id LIMIT 1), {table}.name)"


def weblink(address: str | None) -> str | None:
    """An address that a link may lead to: http and https only."""
    return address if address and address.lower().startswith(("http://", "https://")) else None


def rows(found: list[Row]) -> list[dict[str, Any]]:
    """Rows as dictionaries, for JSON."""
    return [dict(one) for one in found]
