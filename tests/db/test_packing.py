"""Whatever bytes are put into the archive come out again, once each, also when others are forgotten."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from ingest_db import archive_schema
from ingest_db.packing import Bodies
from replica import articles

SHARED = b"<html><head><style>" + bytes(range(256)) * 20 + b"</style></head>"
BODIES = st.lists(
    st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda end: SHARED + end)), max_size=12
)


def archive() -> Bodies:
    database = Database(memory=True)
    archive_schema.archive.apply(database)
    return Bodies(database.conn)


@settings(max_examples=60, deadline=None)
@given(BODIES, st.sampled_from(["en", "ru"]), st.randoms())
def test_what_goes_in_comes_out_and_what_is_forgotten_is_gone(
    bodies: list[bytes], language: str, chance: object
) -> None:
    store = archive()
    digests = {store.put(body, "s", language): body for body in bodies}
    assert {digest: store.get(digest) for digest in digests} == digests
    assert all(hashlib.sha256(body).hexdigest() == digest for digest, body in digests.items())
    while digests:
        gone = chance.choice(sorted(digests))  # type: ignore[attr-defined]
        store.forget(gone)
        del digests[gone]
        with pytest.raises(LookupError):
            store.get(gone)
        assert {digest: store.get(digest) for digest in digests} == digests


def rows(store: Bodies, sql: str) -> list[tuple[object, ...]]:
    return store._connection.execute(sql).fetchall()


def test_pages_of_an_edition_are_packed_against_one_of_them() -> None:
    store = archive()
    for one in articles(20, layouts=("G3",)):
        store.put(one.page().encode(), "s", "en")
    assert rows(store, "SELECT count(*) FROM bodies WHERE base IS NULL") == [(1,)]
    ((size, packed),) = rows(store, "SELECT sum(size), sum(length(data)) FROM bodies")
    assert int(str(packed)) * 8 < int(str(size))


def test_a_tiny_page_does_not_stay_the_base() -> None:
    store = archive()
    tiny = store.put(b"<html>gone</html>", "s", "en")
    for one in articles(6, layouts=("G3",)):
        store.put(one.page().encode(), "s", "en")
    assert rows(store, f"SELECT count(*) FROM bodies WHERE base = '{tiny}'") == [(0,)]
    assert rows(store, "SELECT count(*) FROM bodies WHERE base IS NOT NULL") == [(5,)]


def test_damaged_data_is_told() -> None:
    store = archive()
    digest = store.put(b"some bytes", "s", "en")
    store._connection.execute("UPDATE bodies SET data = x'00'")
    with pytest.raises(ValueError, match="damaged"):
        store.get(digest)
