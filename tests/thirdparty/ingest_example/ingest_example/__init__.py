"""The Ministry of Examples: one listing, one layout."""

import re
from collections.abc import Iterator
from datetime import date

from ingest import Context, Document, Page, Ref, SourceInfo, blocks, fold_space, hookimpl, soup

HOME = "https://news.example.org/en/"
ARTICLE = re.compile(r"https://news\.example\.org/en/(?P<slug>[a-z0-9-]+-\d+)/?")


@hookimpl
def source() -> SourceInfo:
    return SourceInfo(
        name="example",
        title="Ministry of Examples",
        home=HOME,
        hosts=("news.example.org",),
        languages=("en",),
        time_zone="Asia/Almaty",
        owner="you",
        verified_on=date(2026, 11, 24),
        expect_per_day=(0, 5),
    )


@hookimpl
def identify(url: str) -> Ref | None:
    match = ARTICLE.fullmatch(url)
    return Ref(key=match["slug"], url=f"{HOME}{match['slug']}", language="en") if match else None


@hookimpl
def discover(ctx: Context) -> Iterator[Ref]:
    cards = soup(ctx.get(HOME), "a.card[href]").select("a.card")
    if not cards:
        raise ValueError("the listing lists nothing")
    for card in cards:
        if ref := identify(f"https://news.example.org{card['href']}"):
            yield ref


@hookimpl
def parse(page: Page) -> Document:
    tree = soup(page, "h1", "time[datetime]", "div.text")
    title, when, text = tree.select_one("h1"), tree.select_one("time"), tree.select_one("div.text")
    if title is None or when is None or text is None:
        raise ValueError("no h1, no time or no div.text: has the layout changed?")
    found, dropped = blocks(text, {"caption": "figcaption", "share buttons": ".share"})
    return Document(
        title=fold_space(title.get_text(" ")),
        published=str(when["datetime"]),
        blocks=found,
        layout="2026",
        language="en",
        dropped=dropped,
    )
