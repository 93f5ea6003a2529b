"""Golden pages: what is read from every sample, to the letter.

A golden that is missing is written and the test fails, so that someone looks at it before it is committed.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ingest_kazinform
from ingest import Blocked, Document, Listing, SoftNotFound, soup
from ingest.disk.files import answer
from ingest.disk.mirror import Mirror
from ingest.reader import page_at_hand, stages_of
from ingest.serialise import to_json

SAMPLES = Path(ingest_kazinform.__file__).parent / "samples"
GOLDEN = Path(__file__).parents[1] / "golden"
PAGES = Path(__file__).parent / "pages"
STAGES = stages_of("kazinform")
MIRROR = Mirror(SAMPLES)
REFS = {file.url: STAGES.identify(file.url) for file in MIRROR.stored() if file.url}
ARTICLES = {url: ref for url, ref in REFS.items() if ref is not None}


def read(name: str) -> Document:
    response = answer((PAGES / name).read_bytes(), "text/html", datetime(2026, 1, 1, tzinfo=UTC))
    stages, page = page_at_hand(response, [STAGES])
    return stages.parse(page)


@pytest.mark.parametrize("url", sorted(ARTICLES))
def test_a_sample_reads_as_its_golden_says(url: str) -> None:
    ref = ARTICLES[url]
    page = MIRROR.get(url).as_page(ref)
    document = STAGES.parse(page)
    reading = {"layout": document.layout, "dropped": list(document.dropped), "tags": list(document.tags)}
    reading |= to_json(STAGES.normalise(page, document))
    path = GOLDEN / f"{ref.key.replace('/', '_')}.json"
    text = json.dumps(reading, ensure_ascii=False, indent=1) + "\n"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written: look at it, then run again")
    assert json.loads(text) == json.loads(path.read_text(encoding="utf-8"))


def test_every_golden_has_its_sample() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {ref.key.replace("/", "_") for ref in ARTICLES.values()}


def test_the_samples_show_every_layout_and_language() -> None:
    layouts, languages = Counter[str](), Counter[str]()
    for url, ref in ARTICLES.items():
        document = STAGES.parse(MIRROR.get(url).as_page(ref))
        layouts[document.layout] += 1
        languages[document.language] += 1
    assert len(ARTICLES) >= 10
    assert set(layouts) == {"G1", "G2", "G3", "AMP", "AMP-G1"}
    assert set(languages) == {"en", "ru", "kk", "kk-Latn", "zh"}


@pytest.mark.parametrize("url", sorted(ARTICLES))
def test_noise_stays_out_of_the_text(url: str) -> None:
    text = STAGES.parse(MIRROR.get(url).as_page(ARTICLES[url])).text
    for noise in ("adfox", "function(", "Photo credit", "Go to the main site", "\nNone\n", "<", "Фото:"):
        assert noise not in text


def test_what_is_dropped_is_named() -> None:
    url = next(url for url in ARTICLES if "ulaanbaatar" in url)
    reasons = {entry.split(":")[0] for entry in STAGES.parse(MIRROR.get(url).as_page(ARTICLES[url])).dropped}
    assert "caption" in reasons


def test_an_html_list_becomes_list_items() -> None:
    url = next(url for url in ARTICLES if "jordan" in url)
    kinds = Counter(block.kind for block in STAGES.parse(MIRROR.get(url).as_page(ARTICLES[url])).blocks)
    assert kinds["list_item"] == 5


def test_the_amp_form_says_what_the_desktop_page_says() -> None:
    url = next(url for url in ARTICLES if "jordan" in url)
    desktop = STAGES.parse(MIRROR.get(url).as_page(ARTICLES[url]))
    amp = read("amp-of-sample.html")
    assert amp.layout == "AMP"
    assert sorted(b.text for b in amp.blocks) == sorted(b.text for b in desktop.blocks)


def test_a_challenge_page_is_blocked() -> None:
    with pytest.raises(Blocked):
        read("challenge.html")


def test_a_not_found_page_is_told_from_an_article() -> None:
    with pytest.raises(SoftNotFound, match="not-found"):
        read("not-found.html")


def test_a_listing_is_a_listing() -> None:
    with pytest.raises(Listing, match="4 links"):
        read("listing-g2.html")


@pytest.mark.parametrize(
    ("name", "word"), [("unknown-layout.html", "no known Kazinform layout"), ("empty-body.html", "empty")]
)
def test_a_page_that_differs_is_told_loudly(name: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        read(name)


def test_the_old_news_line_host_is_read() -> None:
    assert read("lenta-g1.html").layout == "G1-lenta"


def test_two_times_that_differ_are_a_problem() -> None:
    response = answer((PAGES / "conflicting-dates.html").read_bytes(), "text/html", datetime(2026, 1, 1, tzinfo=UTC))
    page = page_at_hand(response, [STAGES])[1]
    problems = STAGES.normalise(page, STAGES.parse(page)).problems
    assert any("differ" in problem.message for problem in problems if problem.field == "published_at")


CONTAINERS = {"G1": "div.article_news_body", "G2": "div.article__body-text", "G3": "div.article__content"}


@pytest.mark.parametrize("url", sorted(ARTICLES))
def test_every_visible_letter_of_the_container_is_kept_or_dropped_by_name(url: str) -> None:
    page = MIRROR.get(url).as_page(ARTICLES[url])
    document = STAGES.parse(page)
    selector = CONTAINERS.get(document.layout)
    if selector is None:
        pytest.skip("an AMP page has no container of its own")
    container = soup(page, selector).select_one(selector)
    assert container is not None
    for silent in container.select("script, style, noscript, template"):
        silent.decompose()
    visible = Counter("".join(container.get_text().split()))
    accounted = Counter("".join([document.text, *document.dropped]))
    assert visible - accounted == Counter()


def test_a_meta_element_without_content_is_no_time() -> None:
    text = (PAGES / "conflicting-dates.html").read_text(encoding="utf-8")
    broken = text.replace('name="article:published_time" content=', 'name="article:published_time" data-x=')
    assert broken != text
    page = page_at_hand(answer(broken.encode(), "text/html", datetime(2026, 1, 1, tzinfo=UTC)), [STAGES])[1]
    assert STAGES.parse(page).published == ""
