"""What pages show, on whatever address, in whatever form, beside whatever other database."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from pyarrow import parquet

from publish.conftest import INGEST, served
from publish.kinds import KINDS, address

ATOM = "{http://www.w3.org/2005/Atom}"


def links(html: str) -> set[str]:
    return {link.replace("&amp;", "&") for link in re.findall(r'href="([^"#]+)', html)}


def steady(html: str) -> str:
    """A page without the port of its server and the time that a query took."""
    return re.sub(r"127\.0\.0\.1:\d+|\d+\.\d+ms", "", html)


def test_no_link_leads_nowhere(site: str) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    with httpx.Client(base_url=site, timeout=30) as client:
        while waiting and len(seen) < 220:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            answer = client.get(path)
            assert answer.status_code == 200, path
            if "/-/" in path or path == "/":
                waiting += [link for link in sorted(links(answer.text)) if link.startswith("/") and "csv" not in link]
    assert len(seen) == 220


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_its_language_and_says_that_these_are_samples(site: str, made: Path, kind: str) -> None:
    page = httpx.get(site + address(kind, made))
    language = {"russian": "ru", "kazakh": "kk"}.get(kind, "en")
    assert f'<html lang="{language}">' in page.text
    assert {"en": "SAMPLES", "ru": "ОБРАЗЦЫ", "kk": "ҮЛГІЛЕР"}[language] in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_browser_language_is_followed(site: str) -> None:
    assert "Последние подписания" in httpx.get(site, headers={"accept-language": "ru-RU,ru;q=0.9"}).text


def test_the_exact_words_are_marked_in_the_text(site: str, made: Path) -> None:
    page = httpx.get(site + address("instrument", made)).text
    assert re.search(
        r'<mark class="instrument party"[^>]*>Ministry of Health of the Republic of Kazakhstan</mark>', page
    )
    assert "A less formal instrument" in page
    assert "State visit, Astana, 2025-08-27" in page


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("соглашению о сообщении", "воздушном сообщении"),
        ("казакстан азербайжан", "Қазақстан"),
        ("меморандумы сербии", "Меморандум"),
        ("memorandums pharmaceutical", "Memorandum of Cooperation"),
    ],
)
def test_search_finds_words_in_any_form(site: str, words: str, title: str) -> None:
    page = httpx.get(f"{site}/sample/-/search", params={"q": words, "in": "documents"}).text
    found = re.findall(r"<li><span class=\"when\">.*?</li>", page, re.DOTALL)
    assert any(title in re.sub(r"</?mark>", "", row) for row in found), page


def test_filters_narrow_a_search_and_stand_in_its_address(site: str) -> None:
    every = httpx.get(f"{site}/sample/-/search.json", params={"country": "JO"}).json()
    some = httpx.get(
        f"{site}/sample/-/search.json", params={"country": "JO", "type": "memorandum", "year": "2025"}
    ).json()
    assert (every["total"], some["total"]) == (5, 2)
    assert {row["type"] for row in some["rows"]} == {"memorandum"}


def test_a_search_is_read_by_other_programs(site: str) -> None:
    asked = {"country": "JO"}
    feed = ET.fromstring(httpx.get(f"{site}/sample/-/search.atom", params=asked).text)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 5
    assert all(httpx.get(str(entry.findtext(f"{ATOM}id"))).status_code == 200 for entry in entries)
    items = httpx.get(f"{site}/sample/-/search.jsonfeed", params=asked).json()["items"]
    assert {item["id"] for item in items} == {entry.findtext(f"{ATOM}id") for entry in entries}
    rows = list(csv.DictReader(io.StringIO(httpx.get(f"{site}/sample/-/search.csv", params=asked).text)))
    assert {row["title"] for row in rows} == {item["title"] for item in items}
    columns = parquet.read_table(io.BytesIO(httpx.get(f"{site}/sample/-/search.parquet", params=asked).content))
    assert columns.column("title").to_pylist() == [row["title"] for row in rows]
    assert columns.column("in_main_event").to_pylist() == [True] * 5


def test_a_document_is_cited_and_linked(site: str, made: Path) -> None:
    path = site + address("instrument", made)
    assert httpx.get(f"{path}.bib").text.startswith("@misc{communique-")
    ris = httpx.get(f"{path}.ris").text.splitlines()
    assert (ris[0], ris[-1]) == ("TY  - GEN", "ER  - ")
    data = httpx.get(f"{path}.jsonld").json()
    assert data["@context"] == "https://schema.org"
    assert len(data["contributor"]) == 2
    assert data["dateCreated"] == "2025-08-27"
    assert httpx.get(f"{path}.json").json()["row"]["quote"].startswith("Memorandum of Cooperation")


def test_events_are_a_calendar(site: str) -> None:
    lines = httpx.get(f"{site}/sample/-/events.ics").content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines.count(b"BEGIN:VEVENT") >= 5
    assert all(len(line) <= 75 for line in lines)


def test_totals_agree_with_the_lists_they_stand_over(site: str, made: Path) -> None:
    page = httpx.get(f"{site}/sample/-/country/KZ").text
    with sqlite3.connect(made) as connection:
        (counted,) = connection.execute(
            "SELECT count(DISTINCT i.id) FROM instruments i JOIN instrument_parties p ON p.instrument_id = i.id "
            "JOIN countries c ON c.id = p.country_id WHERE c.code = 'KZ' AND i.counted"
        ).fetchone()
    assert f"<strong>{counted}</strong>" in page
    assert httpx.get(f"{site}/sample/-/search.json", params={"country": "KZ"}).json()["total"] == counted


@pytest.mark.parametrize("path", ["/sample/-/instrument/0000", "/sample/-/country/XX", "/sample/-/pair/KZ-KZ", "/nothing/-/front", "/sample/-/front.pdf", "/sample/-/questions/why"])  # fmt: skip
def test_what_does_not_exist_is_not_found(site: str, path: str) -> None:
    assert httpx.get(site + path).status_code == 404


@pytest.mark.parametrize("query", ['"', "AND", "a* OR", "-", "(", "\x00", "ё" * 3000, "labels : x", "NEAR(a b)"])
def test_any_words_may_be_searched(site: str, query: str) -> None:
    for kind in ("documents", "articles", "parties", "people"):
        assert httpx.get(f"{site}/sample/-/search", params={"q": query, "in": kind}).status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 5000, "٣", "²"])
def test_any_number_may_be_asked_for(site: str, number: str) -> None:
    for form in ("search", "search.json", "search.csv", "country/KZ", "questions/visit"):
        asked = {"page": number, "size": number, "country": "KZ", "year": number}
        assert httpx.get(f"{site}/sample/-/{form}", params=asked).status_code == 200, form


def test_pages_are_only_read_and_have_one_address(site: str) -> None:
    assert httpx.post(f"{site}/sample/-/search.json").status_code == 405
    assert httpx.get(f"{site}/sample/-/search/anything").status_code == 404
    assert "access-control-allow-origin" not in httpx.get(f"{site}/sample/-/search.json").headers


def test_one_odd_date_does_not_break_the_calendar(sample: Path) -> None:
    with sqlite3.connect(sample) as connection:
        connection.execute("UPDATE events SET ends_on = '--05-14' WHERE id = 1")
        connection.execute("UPDATE events SET starts_on = '9999-12-31' WHERE id = 2")
        connection.execute(
            "UPDATE activity SET month = '0202-99' WHERE scope = 'all' AND month = (SELECT max(month) FROM activity)"
        )
    connection.close()
    with served(sample) as site:
        assert httpx.get(f"{site}/sample/-/events.ics").text.count("BEGIN:VEVENT") >= 5
        assert httpx.get(site).status_code == 200


def test_pages_below_a_path_link_below_it(made: Path) -> None:
    with served(made, "--setting", "base_url", "/data/") as address_:
        for path in ("/data/", "/data/sample/-/country/KZ", "/data/sample/-/search?q=jordan"):
            page = httpx.get(address_ + path)
            assert page.status_code == 200
            assert [link for link in links(page.text) if link.startswith("/") and not link.startswith("/data/")] == []
            assert "default-src 'none'" in page.headers["content-security-policy"]


TABLES = ("sample", "sample/instruments?_size=2&_facet=type_id", "sample/instruments/1", "sample/events?_sort=kind")
"""Datasette's own pages of our tables."""


def test_tables_below_a_path_link_below_it_once(made: Path) -> None:
    with served(made, "--setting", "base_url", "/data/") as address_:
        for path in TABLES:
            page = httpx.get(f"{address_}/data/{path}")
            assert page.status_code == 200
            found = [link for link in links(page.text) if link.startswith("/")]
            assert [link for link in found if not link.startswith("/data/") or link.startswith("/data/data/")] == []


def test_a_path_may_be_called_as_the_database_is(made: Path) -> None:
    with served(made, "--setting", "base_url", "/sample/") as address_:
        for path in ("", *TABLES, "sample/-/country/KZ"):
            assert httpx.get(f"{address_}/sample/{path}").status_code == 200


def test_a_country_is_found_by_its_code_in_small_letters(made: Path) -> None:
    with served(made) as site:
        page = httpx.get(f"{site}/sample/-/search?country=kz").text
        assert "No document here has this" not in page
        assert httpx.get(f"{site}/sample/-/country/kz").status_code == 200


@pytest.mark.parametrize("path", ["nope", "nope/x", "nope.json", "search.xml", "instrument/zzz", "instrument/zzz.json"])
def test_an_address_that_nobody_answers_is_a_page_that_says_so(made: Path, path: str) -> None:
    with served(made) as site:
        answer = httpx.get(f"{site}/sample/-/{path}")
        assert answer.status_code == 404
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        if path.endswith((".json", ".xml")) and path != "nope.json":
            assert answer.json()["status"] == 404
        else:
            assert 'href="/sample/-/search"' in answer.text


def test_a_foreign_database_beside_ours_stays_as_it_was(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "instruments.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE instruments (id INTEGER PRIMARY KEY, uid TEXT)")
        connection.execute("INSERT INTO instruments (uid) VALUES ('x')")
    connection.close()
    paths = ("/instruments", "/instruments/instruments", "/instruments/instruments/1")
    with served(other) as alone:
        before = [httpx.get(alone + path) for path in paths]
        assert "communiqué" not in httpx.get(alone).text
    with served(other, made) as together:
        after = [httpx.get(together + path) for path in paths]
        assert 'href="/instruments"' in httpx.get(together).text
        assert httpx.get(f"{together}/instruments/-/front").status_code == 404
    for one, two in zip(before, after, strict=True):
        assert "content-security-policy" not in two.headers
        assert steady(one.text) == steady(two.text)


def test_an_archive_is_not_served(made: Path) -> None:
    with served(made, made.with_name("sample.archive.db")) as address_:
        assert httpx.get(f"{address_}/sample~2Earchive").status_code == 404
        assert "sample.archive" not in httpx.get(f"{address_}/-/databases.json").text


def test_pages_are_read_while_a_run_writes(sample: Path) -> None:
    statuses: list[int] = []
    stop = threading.Event()
    with served(sample) as site:

        def read() -> None:
            with httpx.Client(base_url=site, timeout=60) as client:
                while not stop.is_set():
                    statuses.extend(
                        client.get(path).status_code
                        for path in ("/", "/sample/-/country/KZ", "/sample/-/search?q=jordan")
                    )

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(2):
            subprocess.run([INGEST, "forget", "--db", sample, "https://qazinform.com/news/kazakhstan-and-jordan-sign-five-documents-in-astana-3fa9d2"], capture_output=True, check=False)  # fmt: skip
            subprocess.run(
                [INGEST, "run", "--source", "kazinform", "--sample", "--db", sample], capture_output=True, check=False
            )
        stop.set()
        reader.join()
        assert set(statuses) == {200}
        assert len(statuses) > 5


def test_the_edit_of_an_article_is_shown_word_by_word(sample: Path) -> None:
    with sqlite3.connect(sample) as connection:
        uid, row, title, text = connection.execute(
            "SELECT uid, id, title, text FROM documents WHERE instrument_count > 3 LIMIT 1"
        ).fetchone()
        connection.execute(
            "INSERT INTO revisions (document_id, number, sha256, title, text) VALUES (?, 2, 'x', ?, ?)",
            [row, title, f"{text} Moreover."],
        )
    connection.close()
    with served(sample) as site:
        assert re.search(r"<ins>\s*Moreover\.?</ins>", httpx.get(f"{site}/sample/-/document/{uid}").text)


def test_the_plugin_is_told_from_sources(site: str) -> None:
    names = {plugin["name"] for plugin in httpx.get(f"{site}/-/plugins.json").json()}
    assert "ingest-communiques" in names, sys.executable


@pytest.mark.parametrize("denied", [{"allow": False}, {"tables": {"documents": {"allow": False}}}])
def test_who_may_not_see_a_database_sees_nothing_of_it(made: Path, tmp_path: Path, denied: dict[str, object]) -> None:
    denied = {"databases": {"sample": denied}}
    stable = version("datasette").startswith("0.")
    config = tmp_path / ("metadata.json" if stable else "datasette.json")
    config.write_text(json.dumps(denied))
    with served(made, "--metadata" if stable else "--config", config) as site:
        assert "Kazakhstan" not in httpx.get(site).text
        for path in ("-/front", "-/search.json", "-/search.atom", "-/events.ics", "documents/1"):
            assert httpx.get(f"{site}/sample/{path}").status_code == 403, path


def test_an_article_of_any_length_with_any_number_of_facts_is_shown(sample: Path) -> None:
    with sqlite3.connect(sample) as connection:
        uid, row = connection.execute("SELECT uid, id FROM documents WHERE instrument_count > 3 LIMIT 1").fetchone()
        connection.execute("UPDATE documents SET text = text || ? WHERE id = ?", ["\nword word, word." * 20_000, row])
        connection.executemany(
            'INSERT INTO claims (document_id, kind, value, field, start, "end", quote) '
            "SELECT id, 'count', 1, 'text', ?1, ?1 + 4, substr(text, ?1 + 1, 4) FROM documents WHERE id = ?2",
            [(3000 + at * 7, row) for at in range(1500)],
        )
    connection.close()
    with served(sample) as site:
        page = httpx.get(f"{site}/sample/-/document/{uid}", timeout=60)
        assert page.status_code == 200
        assert page.text.count("<mark") > 1000


def test_an_edit_of_any_length_is_shown(sample: Path) -> None:
    words = [f"word{number} and" for number in range(12_000)]
    with sqlite3.connect(sample) as connection:
        uid, row = connection.execute("SELECT uid, id FROM documents LIMIT 1").fetchone()
        for number, text in enumerate((" ".join(words), " ".join(reversed(words)), "\n\n".join(words)), start=2):
            connection.execute(
                "INSERT INTO revisions (document_id, number, sha256, title, text) VALUES (?, ?, ?, 't', ?)",
                [row, number, str(number), text],
            )
    connection.close()
    with served(sample) as site:
        assert httpx.get(f"{site}/sample/-/document/{uid}", timeout=20).text.count("<summary>") == 3


def test_a_page_that_is_not_there_is_still_a_page(site: str) -> None:
    page = httpx.get(f"{site}/sample/-/instrument/none")
    assert page.status_code == 404
    assert '<form class="finder"' in page.text
    assert "There is no instrument none" in page.text


@pytest.mark.parametrize("wrong", [("country", "XX"), ("body", "nobody"), ("year", "1066"), ("type", "spell")])
def test_a_filter_that_no_document_has_is_named(site: str, wrong: tuple[str, str]) -> None:
    page = httpx.get(f"{site}/sample/-/search", params=dict([wrong])).text
    assert re.search(rf"No document here has this</strong>: \w+ = {wrong[1]}", page)
    assert "No document here has this" not in httpx.get(f"{site}/sample/-/search?country=KZ").text


@pytest.mark.parametrize("page", ["search?q=memorandum&", "country/KZ?", "people?"])
def test_a_page_past_the_end_leads_back(site: str, page: str) -> None:
    text = httpx.get(f"{site}/sample/-/{page}page=99").text
    assert "The list ends before this page." in text
    first = re.search(r'<a href="([^"]*)">First page</a>', text)
    assert first
    assert "page=" not in first[1]


@pytest.mark.parametrize(
    ("index", "name", "leads_to"),
    [("countries", "Jordan", "country/JO"), ("topics", "Energy", "topic/energy"), ("people", "Tokayev", "person/")],
)
def test_everything_of_a_kind_is_listed(site: str, index: str, name: str, leads_to: str) -> None:
    page = httpx.get(f"{site}/sample/-/{index}").text
    assert re.search(rf'href="/sample/-/{leads_to}[^"]*">[^<]*{name}', page)


def test_parties_are_listed_with_most_documents_first(site: str) -> None:
    page = httpx.get(f"{site}/sample/-/parties").text
    numbers = [int(number) for number in re.findall(r'<span class="n">(\d+)</span>', page.split("<main", 1)[1])]
    assert len(numbers) > 20
    assert numbers == sorted(numbers, reverse=True)


def test_a_party_is_called_as_its_readers_call_it(site: str) -> None:
    assert "Ministry of Health of Serbia" not in httpx.get(f"{site}/sample/-/country/RS?_lang=ru").text
    assert re.search(
        r"-/body/[^>]*>Правительство Республики Сербия<", httpx.get(f"{site}/sample/-/parties?_lang=ru").text
    )


def test_an_answer_is_read_by_other_programs(site: str) -> None:
    asked = {"one": "KZ", "other": "JO"}
    answer = httpx.get(f"{site}/sample/-/questions/between.json", params=asked).json()
    assert sum(row["documents"] for row in answer) == 5
    rows = list(csv.DictReader(io.StringIO(httpx.get(f"{site}/sample/-/questions/between.csv", params=asked).text)))
    assert [row["type"] for row in rows] == [row["type"] for row in answer]
    page = httpx.get(f"{site}/sample/-/questions/between", params=asked).text
    assert "questions/between.csv?one=KZ&amp;other=JO" in page


def test_the_titles_of_a_sites_owner_stay(made: Path, tmp_path: Path) -> None:
    own = tmp_path / "metadata.json"
    own.write_text(json.dumps({"title": "Our site", "databases": {"sample": {"title": "Our database"}}}))
    with served(made, "--metadata", own) as site:
        assert "Our database" in httpx.get(f"{site}/sample").text


@pytest.mark.parametrize("words", ["Serbia", "сербии", "Сербиямен"])
def test_a_country_is_found_by_its_name_in_any_language(site: str, words: str) -> None:
    assert "/sample/-/country/RS" in links(httpx.get(f"{site}/sample/-/search", params={"q": words}).text)


def test_a_visit_is_found_from_either_side(site: str) -> None:
    for country in ("KZ", "JO"):
        page = httpx.get(f"{site}/sample/-/questions/visit", params={"country": country, "year": "2025"}).text
        assert "pharmaceuticals" in page, country


def test_a_person_stands_above_the_documents_of_a_search(site: str) -> None:
    assert re.search(r'/-/person/\w+">Kassym-Jomart Tokayev', httpx.get(f"{site}/sample/-/search?q=Tokayev").text)


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Kassym-Jomart Tokayev"), ("ru", "Касым-Жомарт Токаев"), ("kk", "Қасым-Жомарт Тоқаев")],
)
def test_a_person_has_one_page_under_every_spelling(site: str, language: str, name: str) -> None:
    found = {
        link
        for words in ("Tokayev", "Токаев", "Тоқаев")
        for link in links(httpx.get(f"{site}/sample/-/search", params={"q": words, "_lang": language}).text)
        if "/-/person/" in link
    }
    assert len(found) == 1
    page = httpx.get(site + found.pop()).text
    assert f"<h1>{name}</h1>" in page
    assert all(
        f">{one}</li>" in page for one in ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев", "Қасым-Жомарт Тоқаев")
    )


def test_a_party_is_found_by_its_name_in_any_language(site: str) -> None:
    found = [
        {link for link in links(httpx.get(f"{site}/sample/-/search", params={"q": words}).text) if "/-/body/" in link}
        for words in ("Government Serbia", "Правительство Сербия")
    ]
    assert found[0] & found[1]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_column_is_told_of_in_the_readers_language(site: str, language: str) -> None:
    page = httpx.get(f"{site}/sample/-/dictionary?_lang={language}").text
    told = re.findall(r'<th scope="row">([^<]+)</th><td>[^<]*</td><td>(.*?)</td>', page)
    assert len(told) > 150
    untold = [column for column, text in told if not re.sub(r"→ <a[^>]*>[^<]*</a>", "", text).strip()]
    assert untold == []
    assert bool(re.search("[а-я]", " ".join(text for _, text in told))) == (language != "en")


def test_words_of_a_headline_are_marked_above_the_text(tmp_path: Path) -> None:
    article = "Kazakhstan and Austria sign agreement on night trains\nThe capitals will be linked next summer, the ministers of Kazakhstan and Austria told reporters in Vienna."
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    facts = tmp_path / "facts.db"
    address = "https://qazinform.com/news/kazakhstan-austria-trains-3fa9d2"
    arguments = ["run", "--source", "kazinform", "--from", "article.txt", "--url", address, "--db", str(facts)]
    subprocess.run([INGEST, *arguments], cwd=tmp_path, check=True, capture_output=True)
    with sqlite3.connect(facts) as connection:
        (uid,) = connection.execute("SELECT uid FROM instruments").fetchone()
    with served(facts) as site:
        page = httpx.get(f"{site}/facts/-/instrument/{uid}").text
    assert re.search(
        r"<p>Kazakhstan and Austria sign .*<mark class=\"instrument\"[^>]*>agreement on night trains</mark>", page
    )
