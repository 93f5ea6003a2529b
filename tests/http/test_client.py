"""The client is polite, safe and plain about what went wrong: against the replica, over real sockets."""

from __future__ import annotations

import resource
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
import trustme
import zstandard

from ingest.errors import (
    Blocked,
    Challenge,
    Damaged,
    Disallowed,
    IngestError,
    Moved,
    NotFound,
    NotModified,
    SoftNotFound,
    TooLarge,
    Unreachable,
    UnsafeAddress,
    UsageError,
)
from ingest.http import Client, Hosts, Network
from ingest_kazinform import INFO
from replica import Article, Replica, articles, faults

ARTICLE = articles(1)[0]
URL = ARTICLE.url
Make = Callable[..., Client]


@pytest.fixture
def site() -> Iterator[Replica]:
    with Replica(articles(3)) as site:
        yield site


class Clock:
    """Waits nobody has to wait for."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.waits.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(site: Replica, clock: Clock) -> Iterator[Make]:
    """Make a client of the replica that sleeps by the clock above."""
    made: list[Client] = []

    def client(**settings: object) -> Client:
        network = Network(**{"gateway": site.url, "delay": 0.0, "timeout": 1.0} | settings)  # type: ignore[arg-type]
        made.append(Client(INFO, network, Hosts(clock.sleep)))
        return made[-1]

    yield client
    for one in made:
        one.close()


def error_at(make: Make, site: Replica, fault: faults.Fault, kind: type[IngestError]) -> IngestError:
    site.fault(ARTICLE, fault)
    with pytest.raises(kind) as caught:
        make().get(URL)
    assert type(caught.value) is kind
    return caught.value


# --- polite --------------------------------------------------------------------------------------------------------


def test_a_page_comes_unpacked_with_its_headers_and_the_decision_of_robots_txt(site: Replica, make: Make) -> None:
    answer = make(contact="you@example.org").get(URL)
    assert answer.body.decode() == ARTICLE.page()
    assert (answer.status, answer.url, answer.headers["content-encoding"]) == (200, URL, "gzip")
    assert answer.robots == "allowed: no robots.txt (404)"
    assert site.paths() == ["qazinform.com/robots.txt", f"qazinform.com{ARTICLE.path}"]
    agent = site.asked[0].headers["user-agent"]
    assert agent.startswith("ingest-communiques/")
    assert agent.endswith("(+you@example.org)")


def test_robots_txt_is_obeyed_for_our_own_name_too(site: Replica, make: Make) -> None:
    site.robots["qazinform.com"] = "User-agent: *\nAllow: /\n\nUser-agent: ingest-communiques\nDisallow: /news/\n"
    with pytest.raises(Disallowed, match=r"robots\.txt"):
        make().get(URL)
    assert site.paths() == ["qazinform.com/robots.txt"]


@pytest.mark.parametrize("rule", ["Crawl-delay: 7", "Request-rate: 1/7"])
def test_the_pace_that_robots_txt_asks_for_is_kept(site: Replica, make: Make, clock: Clock, rule: str) -> None:
    site.robots["qazinform.com"] = f"User-agent: *\n{rule}\n"
    client = make()
    assert "7 s between requests" in client.get(URL).robots
    client.get(URL)
    assert len(clock.waits) == 2
    assert all(6 < wait <= 7 for wait in clock.waits)


def test_a_robots_txt_that_cannot_be_read_disallows_everything(site: Replica, make: Make) -> None:
    site.fault("qazinform.com/robots.txt", faults.status(503))
    with pytest.raises(Unreachable, match="503"):
        make().get(URL)
    assert set(site.paths()) == {"qazinform.com/robots.txt"}


def test_requests_to_one_host_keep_the_delay_whoever_asks(site: Replica) -> None:
    hosts = Hosts()
    network = Network(gateway=site.url, delay=0.15)
    clients = [Client(INFO, network, hosts) for _ in range(2)]
    for client in (*clients, *clients):
        client.get(URL)
    for client in clients:
        client.close()
    gaps = site.gaps()["qazinform.com"]
    assert len(gaps) == 5
    assert min(gaps) >= 0.14


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_honoured_in_both_forms(site: Replica, make: Make, clock: Clock, as_date: bool) -> None:
    site.fault(ARTICLE, faults.busy(30, as_date=as_date), None)
    assert make().get(URL).status == 200
    assert len(clock.waits) == 1
    assert 27 < clock.waits[0] <= 30


def test_a_site_that_asks_for_a_very_long_pause_is_left_alone(site: Replica, make: Make, clock: Clock) -> None:
    site.fault(ARTICLE, faults.busy(100_000, code=503))
    client = make()
    with pytest.raises(Blocked, match="asks not to be asked again before"):
        client.get(URL)
    with pytest.raises(Blocked, match="asks not to be asked again before"):
        client.get(articles(2)[1].url)
    assert len(site.pages_asked()) == 1
    assert clock.waits == []


def test_a_server_that_heals_is_asked_again_with_growing_pauses(site: Replica, make: Make, clock: Clock) -> None:
    site.fault(ARTICLE, faults.status(500), faults.hang_up, faults.status(503), None)
    assert make().get(URL).status == 200
    assert len(clock.waits) == 3
    assert all(0.9 < wait <= limit for wait, limit in zip(clock.waits, (1, 2, 4), strict=True))


def test_a_server_that_does_not_heal_is_left(site: Replica, make: Make) -> None:
    assert "500" in str(error_at(make, site, faults.status(500), Unreachable))
    assert len(site.pages_asked()) == 4


def test_a_conditional_request_is_answered_without_a_body(site: Replica, make: Make) -> None:
    client = make()
    tag = client.get(URL).headers["etag"]
    client.validators = lambda url: {"If-None-Match": tag} if url == URL else {}
    with pytest.raises(NotModified):
        client.get(URL)
    assert site.asked[-1].status == 304


def test_not_modified_without_a_condition_is_a_fault(site: Replica, make: Make) -> None:
    error_at(make, site, faults.not_modified, Damaged)


# --- typed outcomes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind", "word"),
    [
        (faults.status(404), NotFound, "not there"),
        (faults.status(410), NotFound, "not there"),
        (faults.status(401), Blocked, "ask the site's operator"),
        (faults.status(403), Blocked, "ask the site's operator"),
        (faults.busy(0), Blocked, "longer --delay"),
        (faults.challenge, Challenge, "challenge page"),
        (faults.challenge_403, Challenge, "challenge page"),
        (faults.status(418), Unreachable, "418"),
        (faults.redirect("/"), SoftNotFound, "not there any more"),
        (faults.redirect("/news/"), SoftNotFound, "not there any more"),
        (faults.redirect(ARTICLE.path), Moved, "redirected more than"),
        (faults.reset, Damaged, "broke off"),
        (faults.long, Damaged, "broke off"),
        (faults.damaged, Damaged, "cannot be unpacked"),
        (faults.hang_up, Unreachable, "gave no answer"),
        (faults.stall(2.0), Damaged, "broke off"),
        (faults.drip, Damaged, "broke off"),
        (faults.large_headers, TooLarge, "headers"),
        (faults.endless, TooLarge, "larger than"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_every_fault_has_its_kind_and_says_what_to_do(
    site: Replica, make: Make, fault: faults.Fault, kind: type[IngestError], word: str
) -> None:
    assert word in str(error_at(make, site, fault, kind))


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_is_refused_while_it_is_small(site: Replica, make: Make, encoding: str) -> None:
    make().get(URL)
    site.fault(ARTICLE, faults.bomb(encoding))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge, match="unpacks to more than"):
        make().get(URL)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


def test_each_of_the_encodings_that_are_asked_for_is_read(site: Replica, make: Make) -> None:
    body = ARTICLE.page().encode() * 3
    for encoding, packed in (("br", brotli.compress(body)), ("zstd", zstandard.compress(body)), ("identity", body)):
        site.fault(ARTICLE, faults.served(packed, Content_Encoding=encoding))
        assert make().get(URL).body == body


# --- safe --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:8001/",
        "http://[::1]/",
        "file:///etc/passwd",
        "ftp://qazinform.com/x",
        "https://qazinform.com:8443/news/x-1a2b3c",
        "https://user:secret@qazinform.com/news/x-1a2b3c",
        "https://example.org/",
        "//example.org/",
        "https://[broken/",
    ],
)
def test_a_redirect_away_from_the_source_is_not_followed(site: Replica, make: Make, target: str) -> None:
    site.fault(ARTICLE, faults.redirect(target))
    with pytest.raises(Moved, match="is redirected to"):
        make().get(URL)
    assert site.paths() == ["qazinform.com/robots.txt", f"qazinform.com{ARTICLE.path}"]


def test_a_redirect_inside_the_source_is_followed_through_the_gateway(site: Replica, make: Make) -> None:
    second = articles(2)[1]
    for target in (second.path, second.url, f"{site.url}/qazinform.com{second.path}"):
        site.fault(ARTICLE, faults.redirect(target, 301))
        assert make().get(URL).url == second.url


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "file:///etc/passwd", "https://example.org/", "https://qazinform.com:22/", "no address"],
)
def test_an_address_that_is_not_the_sources_is_not_asked(site: Replica, make: Make, url: str) -> None:
    with pytest.raises(UnsafeAddress):
        make().get(url)
    assert site.asked == []


def test_a_host_that_leads_to_an_inner_address_is_not_connected_to(site: Replica) -> None:
    port = int(site.url.rpartition(":")[2])
    info = replace(INFO, hosts=("localhost",))
    client = Client(info, Network(delay=0.0))
    assert port
    with pytest.raises(UnsafeAddress, match="no public address"):
        client.get("http://localhost/news/x-1a2b3c")
    client.close()
    assert site.asked == []


def test_no_proxy_is_taken_from_the_environment(site: Replica, monkeypatch: pytest.MonkeyPatch, make: Make) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert make().get(URL).status == 200


def test_a_bundle_of_certificates_that_cannot_be_read_is_named(make: Make) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.pem"):
        make(ca_bundle="nowhere.pem")


def test_certificates_are_verified_always() -> None:
    assert Network().trust().verify_mode == ssl.CERT_REQUIRED
    assert Network().trust().check_hostname


def test_a_certificate_of_an_unknown_authority_is_refused_and_a_bundle_mends_it(tmp_path: Path) -> None:
    authority, bundle = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Replica(articles(1), context) as site:
        network = Network(gateway=site.url, delay=0.0)
        client = Client(INFO, network, Hosts(lambda _: None))
        with pytest.raises(Unreachable, match="certificate verify failed"):
            client.get(URL)
        client.close()
        assert site.asked == []
        for source, settings in (
            (INFO, replace(network, ca_bundle=str(bundle))),
            (replace(INFO, ca_bundle=str(bundle)), network),
        ):
            client = Client(source, settings, Hosts(lambda _: None))
            assert client.get(URL).status == 200
            client.close()


def test_an_answer_never_takes_longer_than_three_silences(site: Replica, make: Make) -> None:
    site.fault(ARTICLE, faults.drip)
    began = time.monotonic()
    with pytest.raises(Damaged):
        make(timeout=0.3).get(URL)
    assert time.monotonic() - began < 4 * (3 * 0.3 + 1)


def test_articles_have_no_fault_by_default(site: Replica, make: Make) -> None:
    client = make()
    assert [client.get(one.url).body.decode() for one in site.articles] == [one.page() for one in site.articles]
    assert isinstance(site.articles[0], Article)
