"""Nothing that a site lists is missed, and no page is asked for twice without need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from replica import Crawl, articles, faults
from replica.articles import NEWEST


def lines_asked(crawl: Crawl) -> list[str]:
    return [path for path in crawl.site.paths() if "lenta" in path]


def test_everything_on_the_news_line_is_read_though_the_feed_is_short(crawl: Crawl) -> None:
    crawl.site.articles, crawl.site.feed_size = articles(60), 5
    assert crawl.run()["new"] == 60
    # Three pages, and one past the end, which repeats the third.
    assert len(lines_asked(crawl)) == 4


def test_a_second_run_asks_for_listings_and_asks_conditionally_and_changes_no_row(crawl: Crawl) -> None:
    crawl.site.articles = articles(120)
    crawl.run()
    before = {
        table: crawl.facts(f"SELECT * FROM {table}") for table in ("documents", "instruments", "revisions", "problems")
    }
    refs = crawl.archive("SELECT key, state, attempts, settled FROM refs ORDER BY key")
    crawl.site.forget()
    summary = crawl.run()
    assert (summary["new"], summary["changed"], summary["unchanged"]) == (0, 0, 120)
    assert all(asked.conditional and asked.status == 304 for asked in crawl.site.pages_asked())
    assert before == {table: crawl.facts(f"SELECT * FROM {table}") for table in before}
    assert refs == crawl.archive("SELECT key, state, attempts, settled FROM refs ORDER BY key")


def test_the_news_line_is_left_one_page_after_the_first_known_one(crawl: Crawl) -> None:
    crawl.site.articles = articles(240)
    crawl.run()
    crawl.site.forget()
    crawl.run()
    assert [path.partition("lenta")[2] for path in lines_asked(crawl)] == ["", "/?page=2"]


def test_a_late_item_among_older_ones_is_caught(crawl: Crawl) -> None:
    every = articles(120)
    late = every[40]
    crawl.site.articles, crawl.site.feed_size = [one for one in every if one is not late], 10
    crawl.site.with_sitemap = False
    crawl.run()
    crawl.site.articles = every
    assert crawl.run()["new"] == 1
    assert late.key in crawl.stored()


def test_a_run_that_was_cut_short_is_taken_up_where_the_listing_was_left(crawl: Crawl) -> None:
    crawl.site.articles, crawl.site.feed_size, crawl.site.with_sitemap = articles(100), 5, False
    assert crawl.run("--limit", "30")["new"] == 30
    assert crawl.run()["new"] == 70


def test_an_edit_is_found_though_the_listing_does_not_tell(crawl: Crawl) -> None:
    crawl.site.articles = articles(3)
    crawl.run()
    crawl.site.articles[1].paragraphs[0] += " The document was signed by the ministers."
    assert crawl.run()["changed"] == 1
    assert crawl.facts("SELECT max(number) FROM revisions") == [(2,)]


def test_a_page_without_validators_is_fetched_again_only_when_its_listing_changes(crawl: Crawl) -> None:
    crawl.site.articles, crawl.site.validators = articles(3), False
    crawl.run()
    crawl.site.forget()
    assert crawl.run()["unchanged"] == 3
    assert crawl.site.pages_asked() == []
    crawl.site.articles[0].title += " (updated)"
    assert crawl.run()["changed"] == 1
    assert len(crawl.site.pages_asked()) == 1


def test_bytes_that_differ_at_every_answer_make_no_new_version(crawl: Crawl) -> None:
    crawl.site.articles = articles(2)
    crawl.site.articles[0].token = "2026-10-20 10:00:00"
    crawl.run()
    crawl.site.articles[0].token = "2026-10-20 10:00:05"
    assert crawl.run()["unchanged"] == 2
    assert crawl.facts("SELECT count(*) FROM revisions") == [(2,)]
    assert crawl.archive("SELECT count(*) FROM fetches") == [(3,)]


def test_an_item_that_vanishes_stays_stored_and_is_told(crawl: Crawl) -> None:
    crawl.site.articles = articles(30)
    crawl.run()
    gone = crawl.site.articles[3]
    crawl.site.fault(gone, faults.status(410))
    summary = crawl.run()
    assert [(step["key"], step["kind"]) for step in summary["failures"]] == [(gone.key, "gone")]
    assert gone.key in crawl.stored()
    assert crawl.facts("SELECT kind FROM problems") == [("gone",)]
    crawl.site.fault(gone, None)
    crawl.run()
    assert crawl.facts("SELECT count(*) FROM problems") == [(0,)]


def test_an_empty_listing_is_an_error_and_the_other_editions_go_on(crawl: Crawl) -> None:
    crawl.site.articles, crawl.site.empty = articles(3), {"ru"}
    summary = crawl.run(code=1)
    assert summary["new"] == 3
    assert [(step["key"], step["stage"]) for step in summary["failures"]] == [("listings of ru", "discover")]
    assert "lists nothing" in crawl.facts("SELECT message FROM problems")[0][0]


def test_an_edition_that_is_blocked_does_not_stop_the_others(crawl: Crawl) -> None:
    crawl.site.articles = [*articles(3), *articles(3, "zh")]
    crawl.site.fault("cn.inform.kz/rss/cn.xml", faults.challenge)
    summary = crawl.run(code=4)
    assert summary["new"] == 3
    assert "zh was given up" in summary["stderr"]
    assert crawl.facts("SELECT kind FROM problems WHERE stage = 'discover'") == [("challenge",)]


def test_without_a_feed_and_a_news_line_the_sitemap_and_the_categories_are_read(crawl: Crawl) -> None:
    crawl.site.articles, crawl.site.feed_size = articles(30, "zh"), 10
    crawl.site.with_feed, crawl.site.with_line, crawl.site.with_categories = False, False, True
    assert crawl.run()["new"] == 30


def test_the_news_line_is_looked_for_where_it_was_before(crawl: Crawl) -> None:
    crawl.site.articles, crawl.site.feed_size, crawl.site.with_sitemap = articles(30, "ru", ("G2",)), 5, False
    crawl.site.fault("www.inform.kz/ru/lenta", faults.status(404))
    crawl.site.line_layout = "G2"
    assert crawl.run()["new"] == 30
    assert "www.inform.kz/lenta" in crawl.site.paths()


def test_several_editions_take_turns(crawl: Crawl) -> None:
    crawl.site.articles = [*articles(6), *articles(6, "ru", ("G3",)), *articles(6, "kk", ("G3",))]
    crawl.run()
    hosts = [asked.host for asked in crawl.site.pages_asked()]
    assert len(set(hosts[:3])) == 3


def spread(count: int) -> list[date]:
    return [(NEWEST - timedelta(days=number)).date() for number in range(count)]


def test_days_asked_for_are_read_through_the_window_of_the_news_line(crawl: Crawl) -> None:
    every = [replace(one, when=NEWEST - timedelta(hours=6 * number)) for number, one in enumerate(articles(200))]
    crawl.site.articles, crawl.site.feed_size = every, 4
    since, until = spread(31)[30], spread(21)[20]
    expected = sorted(one.key for one in every if since <= one.when.date() <= until)
    summary = crawl.run("--since", since, "--until", until)
    assert crawl.stored() == expected
    assert summary["new"] == len(expected) == 44
    assert all("start_date" in path for path in lines_asked(crawl))


def test_days_asked_for_are_read_page_by_page_where_the_site_knows_no_window(crawl: Crawl) -> None:
    every = [replace(one, when=NEWEST - timedelta(hours=6 * number)) for number, one in enumerate(articles(200))]
    crawl.site.articles, crawl.site.feed_size, crawl.site.with_windows = every, 4, False
    since, until = spread(31)[30], spread(21)[20]
    crawl.run("--since", since, "--until", until)
    assert crawl.stored() == sorted(one.key for one in every if since <= one.when.date() <= until)
    assert len(lines_asked(crawl)) < 8


def test_the_layouts_of_every_generation_are_read(crawl: Crawl) -> None:
    crawl.site.articles = articles(8, layouts=("G1", "G2", "G3", "AMP"))
    crawl.site.line_layout = "G2"
    crawl.run()
    layouts = dict(crawl.facts("SELECT layout, count(*) FROM documents GROUP BY layout"))
    assert layouts == {"G1": 2, "G2": 2, "G3": 2, "AMP": 2}


def test_health_counts_days_and_lists_gaps(crawl: Crawl) -> None:
    crawl.site.articles = articles(10)
    crawl.site.articles[-1] = replace(crawl.site.articles[-1], when=NEWEST - timedelta(days=3))
    crawl.site.fault(crawl.site.articles[2], faults.soft_not_found)
    crawl.run()
    table = crawl.ingest("health", "--db", "c.db", "--json").stdout.splitlines()
    assert '"day": "2026-10-20", "listed": 9, "fetched": 9, "read": 8, "failed": 1' in table[1]
    gaps = crawl.ingest("health", "--db", "c.db", "--gaps").stdout
    assert f"soft_404: {crawl.site.articles[2].key}" in gaps
    assert "quiet: 2026-10-18 to 2026-10-19" in gaps
