"""What the replica publishes: short communiqués written for it, and their pages in each layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from html import escape
from itertools import cycle, islice

ASTANA = timezone(timedelta(hours=5))
NEWEST = datetime(2026, 10, 20, 18, 0, tzinfo=ASTANA)
HOSTS = {
    "en": "qazinform.com",
    "ru": "www.inform.kz",
    "kk": "kaz.inform.kz",
    "kk-Latn": "qz.inform.kz",
    "zh": "cn.inform.kz",
}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ru": [
        "Января",
        "Февраля",
        "Марта",
        "Апреля",
        "Мая",
        "Июня",
        "Июля",
        "Августа",
        "Сентября",
        "Октября",
        "Ноября",
        "Декабря",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    "kk-Latn": [
        "Qańtar",
        "Aqpan",
        "Naýryz",
        "Sáýir",
        "Mamyr",
        "Maýsym",
        "Shilde",
        "Tamyz",
        "Qyrkúıek",
        "Qazan",
        "Qarasha",
        "Jeltoqsan",
    ],
    "zh": [f"{number}月" for number in range(1, 13)],
}
COUNTRIES = ["Oman", "Finland", "Jordan", "Serbia", "Mongolia", "Estonia", "Vietnam", "Slovenia"]
SUBJECTS = ["air services", "plant quarantine", "higher education", "customs", "rail freight", "tourism"]


@dataclass(slots=True)
class Article:
    """One story. ``layout`` is G1, G2, G3 or AMP; ``listed`` false keeps it out of every listing."""

    edition: str
    slug: str
    title: str
    when: datetime
    paragraphs: list[str]
    layout: str = "G3"
    items: list[str] = field(default_factory=list)
    listed: bool = True
    token: str = ""

    @property
    def path(self) -> str:
        """Its path on its host."""
        if self.edition == "ru":
            return f"/ru/{self.slug}"
        return f"/news/{self.slug}" + ("" if self.edition == "en" else "/")

    @property
    def url(self) -> str:
        """Its address on the site."""
        return f"https://{HOSTS[self.edition]}{self.path}"

    @property
    def key(self) -> str:
        """Its identity."""
        return f"{self.edition}/{self.slug}"

    @property
    def printed(self) -> str:
        """Its time as printed on pages and cards."""
        return f"{self.when:%H:%M, %d} {MONTHS[self.edition][self.when.month - 1]} {self.when.year}"

    def page(self) -> str:
        """Its page."""
        return {"G1": _g1, "G2": _g2, "G3": _g3, "AMP": _amp}[self.layout](self)


def articles(count: int, edition: str = "en", layouts: tuple[str, ...] = ("G3", "G2")) -> list[Article]:
    """So many stories, newest first, ten minutes apart, their layouts in turn."""
    found = []
    for number, layout in enumerate(islice(cycle(layouts), count)):
        country, subject = COUNTRIES[number % len(COUNTRIES)], SUBJECTS[number // len(COUNTRIES) % len(SUBJECTS)]
        title = f"Kazakhstan and {country} sign agreement on {subject}, record {number}"
        found.append(
            Article(
                edition=edition,
                slug=f"kazakhstan-and-{country.lower()}-sign-agreement-{number}-{number:06x}",
                title=title,
                when=NEWEST - timedelta(minutes=10 * number),
                layout=layout,
                paragraphs=[
                    f"Kazakhstan and {country} signed an Agreement on {subject} in Astana, Kazinform News Agency cites the "
                    "Akorda press service.",
                    f"The Presidents of Kazakhstan and {country} held talks in an extended format. They discussed trade, "
                    f"transport links and the work of the intergovernmental commission, whose meeting number {number} is due.",
                    "The sides noted that mutual trade has grown by a fifth in a year and agreed to keep up the pace.",
                ],
                items=[
                    f"- Memorandum of Understanding between the Ministry of Education of Kazakhstan and the Ministry of "
                    f"Education of {country} on cooperation in the field of {subject}"
                ],
            )
        )
    return found


def _lines(article: Article) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in [*article.paragraphs, *article.items])


def _head(article: Article) -> str:
    token = f'<meta name="csrf-token" content="{article.token}">' if article.token else ""
    return f"""<head><meta charset="utf-8"><title>{escape(article.title)} | Kazinform</title>
<link rel="canonical" href="{article.url}">{token}
<meta property="og:title" content="{escape(article.title)} | Kazinform">
<meta property="og:description" content="{escape(article.paragraphs[0])}">
<meta name="article:published_time" content="{article.when.isoformat()}"><meta name="author" content="">
<style>.article {{ margin: 0 auto; max-width: 60rem }} .menu a {{ padding: 1rem }}</style></head>"""


def _around(article: Article, inner: str) -> str:
    menu = "".join(f'<a href="/category/section_s{number}">Section {number}</a>' for number in range(24))
    cards = "".join(
        f'<div class="lastCard"><a href="/news/other-story-{number}-abc{number:03x}"><div class="lastCard__title">Another '
        f'story {number}</div><div class="lastCard__time">{article.printed}</div></a></div>'
        for number in range(8)
    )
    stamp = f"<!-- {article.token} -->" if article.token else ""
    return f"""<!DOCTYPE html><html lang="{article.edition}">{_head(article)}<body>
<header><nav class="menu">{menu}</nav></header><main>{inner}</main><aside>{cards}</aside>
<footer>Kazinform International News Agency</footer></body></html>{stamp}"""


def _g3(article: Article) -> str:
    return _around(
        article,
        f"""<div class="article"><h1 class="article__title">{escape(article.title)}</h1><time>{article.printed}</time>
<figure><img src="https://img.inform.kz/x.webp" alt=""><figcaption>Photo credit: Akorda</figcaption></figure>
<div class="article__content">{_lines(article)}<span id="adfox_1"></span></div></div>
<div class="article__tags"><a href="/tag/akorda_t2">Akorda</a></div>""",
    )


def _g2(article: Article) -> str:
    return _around(
        article,
        f"""<section class="article"><div class="article__body"><div class="article__body-main"><div class="article__head">
<h1 class="article__title">{escape(article.title)}</h1></div><div class="article__time">{article.printed}</div>
<div class="article__description"><p>{escape(article.paragraphs[0])}</p></div>
<div class="article__body-text">{_lines(article)}<figure><figcaption>None</figcaption></figure></div>
<div class="article__tags"><a href="/tag/akorda_t2/">Akorda</a></div></div></div></section>""",
    )


def _g1(article: Article) -> str:
    return _around(
        article,
        f"""<div class="article_title"><h1>{escape(article.title)}</h1></div><div class="date_public_art">{article.printed}</div>
<div class="article_news_body">{_lines(article)}<div class="frame_news_article"><a href="/en/other_a4000000">Other</a></div>
<p class="name_p">An Author</p></div><div class="keyword_art">#Akorda #Top Story</div>""",
    )


def _amp(article: Article) -> str:
    return f"""<!doctype html><html amp lang="{article.edition}"><head><meta charset="utf-8">
<link rel="canonical" href="{article.url}"></head><body><h1>{escape(article.title)}</h1><time>{article.printed}</time>
<div>Photo: None</div>{_lines(article)}<div>Akorda</div></body></html>"""
