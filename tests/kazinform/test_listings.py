"""Discovery: feeds, then news lines; a listing that lists nothing fails, one past its end stops."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import ingest_kazinform
from ingest import Context, NotFound, Response
from ingest.disk.mirror import Mirror
from ingest_kazinform.discovery import NEWS_LINES, discover

PAGES = Path(__file__).parent / "pages"
SAMPLES = Path(ingest_kazinform.__file__).parent / "samples"
CARD = '<div class="news-category__item"><a href="/ru/{slug}" class="news-card"><time class="meta-date">{when}</time><h3 class="card-title">{slug}</h3></a></div>'


def context(
    pages: dict[str, str], since: date | None = None, languages: tuple[str, ...] = ("ru",)
) -> tuple[Context, list[str]]:
    asked: list[str] = []

    def get(url: str) -> Response:
        asked.append(url)
        if url not in pages:
            raise NotFound(url)
        return Response(
            url=url, body=pages[url].encode(), media_type="text/html", status=200, fetched_at=datetime.now(UTC)
        )

    return Context(source=ingest_kazinform.INFO, get=get, since=since, languages=languages), asked


def page(number: int, *slugs: str, when: str = "10:00, 12 Мая 2026") -> str:
    cards = "".join(CARD.format(slug=slug, when=when) for slug in slugs)
    return f'<html><body>{cards}<ul><li class="page-item active">{number}</li></ul></body></html>'


def test_the_samples_feed_gives_titles_and_times() -> None:
    ctx = Context(source=ingest_kazinform.INFO, get=Mirror(SAMPLES).get, languages=("en",))
    refs = list(discover(ctx))
    assert len(refs) == 5
    assert all(ref.title and ref.listed_at for ref in refs)
    assert all(datetime.fromisoformat(str(ref.listed_at)).tzinfo for ref in refs)


def test_without_a_feed_the_news_line_is_read_page_by_page_until_everything_is_older() -> None:
    line = NEWS_LINES["ru"][0]
    ctx, asked = context(
        {
            line: page(1, "a-1a2b3c4d", "b-1a2b3c4d"),
            f"{line}/?page=2": page(2, "c-1a2b3c4d"),
            f"{line}/?page=3": page(3, "d-1a2b3c4d", when="10:00, 01 Мая 2026"),
            f"{line}/?page=4": page(4, "e-1a2b3c4d", when="10:00, 01 Апреля 2026"),
        },
        since=date(2026, 5, 10),
    )
    assert [ref.key for ref in discover(ctx)] == ["ru/a-1a2b3c4d", "ru/b-1a2b3c4d", "ru/c-1a2b3c4d", "ru/d-1a2b3c4d"]
    assert f"{line}/?page=4" not in asked


@pytest.mark.parametrize("second", [page(1, "a-1a2b3c4d"), page(2, "a-1a2b3c4d")])
def test_a_page_that_repeats_another_ends_the_line(second: str) -> None:
    line = NEWS_LINES["ru"][0]
    ctx, asked = context({line: page(1, "a-1a2b3c4d"), f"{line}/?page=2": second}, since=date(2020, 1, 1))
    assert [ref.key for ref in discover(ctx)] == ["ru/a-1a2b3c4d"]
    assert [url for url in asked if "lenta" in url and "start_date" not in url] == [line, f"{line}/?page=2"]


def test_a_listing_that_lists_nothing_raises() -> None:
    ctx, _ = context({NEWS_LINES["ru"][0]: page(1)})
    with pytest.raises(ValueError, match="lists nothing"):
        list(discover(ctx))


def test_no_listing_at_all_is_not_found() -> None:
    ctx, _ = context({})
    with pytest.raises(NotFound):
        list(discover(ctx))
