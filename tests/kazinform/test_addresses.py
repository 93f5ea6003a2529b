"""Identity is edition and whole slug; AMP, moved hosts, ``/kz/`` and slashes fold; nothing is cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_kazinform.addresses import EDITIONS, identify


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.inform.kz/ru/prezident-podpisal-1a2b3c4d", "ru/prezident-podpisal-1a2b3c4d"),
        ("https://www.inform.kz/amp/prezident-podpisal-1a2b3c4d", "ru/prezident-podpisal-1a2b3c4d"),
        ("https://kaz.inform.kz/news/memleket-basshysy-fbf80170/", "kk/memleket-basshysy-fbf80170"),
        ("https://www.inform.kz/kz/memleket-basshysy_a3999999", "kk/memleket-basshysy_a3999999"),
        ("https://qz.inform.kz/news/memleket-1a2b3c/", "kk-Latn/memleket-1a2b3c"),
        ("https://cn.inform.kz/news/zongtong-0d05cc14/", "zh/zongtong-0d05cc14"),
        ("https://en.inform.kz/news/sitting-began_a2514576/", "en/sitting-began_a2514576"),
        ("https://www.inform.kz/en/sitting-began_a2514576/amp", "en/sitting-began_a2514576"),
        ("https://en.inform.kz/amp/sitting-began_a2514576/", "en/sitting-began_a2514576"),
        ("https://qazinform.com/news/a-story-without-any-suffix", "en/a-story-without-any-suffix"),
        ("http://qazinform.com/news/a-story-b311a7?utm_source=x#top", "en/a-story-b311a7"),
        ("https://lenta.inform.kz/ru/novost_a3588611", "ru/novost_a3588611"),
    ],
)
def test_articles(url: str, key: str) -> None:
    ref = identify(url)
    assert ref is not None
    assert ref.key == key
    again = identify(ref.url)
    assert again == ref


@pytest.mark.parametrize(
    "url",
    [
        "https://www.inform.kz/ru/lenta",
        "https://www.inform.kz/lenta/?page=2",
        "https://www.inform.kz/ru/archive/2?date=01.02.2020",
        "https://www.inform.kz/category/ekonomika_s1",
        "https://www.inform.kz/tag/logistika_t11100/",
        "https://qazinform.com/rss/en.xml",
        "https://qazinform.com/",
        "https://media.inform.kz/en/video/12",
        "https://akorda.kz/en/story-1525938",
        "urn:sha256:00",
        "",
    ],
)
def test_what_is_no_article(url: str) -> None:
    assert identify(url) is None


@given(
    st.sampled_from(sorted(EDITIONS)),
    st.from_regex(r"[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,8}){1,5}(_a[0-9]{7})?", fullmatch=True),
)
def test_the_slug_is_never_cut(edition: str, slug: str) -> None:
    ref = identify(EDITIONS[edition].format(slug=slug))
    assert ref is not None
    assert ref.key == f"{edition}/{slug}"


@given(st.text())
def test_any_text_is_an_article_or_not(text: str) -> None:
    identify(f"https://www.inform.kz/{text}".replace("[", "").replace("]", ""))
