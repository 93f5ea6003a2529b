"""The plugin interface is safe to get wrong: every trap of pluggy is closed, with the plugin and the hook named."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import EntryPoint

import pytest

from ingest import Block, Communique, Context, Document, Page, Ref, Response, Skip, SourceInfo, Span, hookimpl, registry
from ingest.errors import ContractError, StageError, UsageError
from ingest.outcome import Outcome
from ingest.records import Person
from ingest.run import Run
from ingest.stages import Stages
from ingest.storage import Entry, Saved, State

NOW = datetime(2026, 1, 1, tzinfo=UTC)
INFO = SourceInfo(
    name="s", title="S", home="https://s.example/", hosts=("s.example",), languages=("en",), time_zone="UTC"
)


class Memory:
    """An archive and a store that forget everything with the test."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.documents: dict[str, Communique] = {}
        self.failures: list[StageError] = []

    def seen(self, ref: Ref) -> Entry:
        return Entry(state="listed")

    def keep(self, page: Page) -> None:
        self.pages[page.ref.key] = page

    def page(self, ref: Ref) -> Page | None:
        return self.pages.get(ref.key)

    def has(self, key: str) -> bool:
        return key in self.documents

    def save(self, communique: Communique, document: Document) -> Saved:
        self.documents[communique.key] = communique
        return "new"

    def not_modified(self, ref: Ref) -> None: ...

    def failed(self, ref: Ref, kind: str, detail: str) -> None: ...

    def settle(self, done: Mapping[str, tuple[State, str]]) -> None: ...

    def listed_to_the_end(self, language: str) -> None: ...

    def recovered(self, key: str) -> None: ...

    def fail(self, ref: Ref, error: StageError) -> None:
        self.failures.append(error)

    def flush(self) -> None:
        pass


class Base:
    """A complete source; the tests break one hook at a time."""

    @hookimpl
    def source(self) -> SourceInfo:
        return INFO

    @hookimpl
    def identify(self, url: str) -> Ref | None:
        return Ref(key=url[-1], url=url, language="en")

    @hookimpl
    def discover(self, ctx: Context) -> Iterator[Ref]:
        for key in ("1", "2"):
            yield Ref(key=key, url=f"https://s.example/{key}", language="en")

    @hookimpl
    def parse(self, page: Page) -> Document:
        return Document(
            title="t", published="2026-01-01", blocks=(Block(kind="paragraph", text="b"),), layout="x", language="en"
        )


def go(source: object, *wrappers: object) -> tuple[Memory, Outcome]:
    pm = registry.manager("s", source, {type(w).__name__: w for w in wrappers})
    stages, memory = Stages(pm, registry.describe(pm, "s")), Memory()

    def get(url: str) -> Response:
        return Response(url=url, body=url.encode(), media_type="text/html", status=200, fetched_at=NOW)

    ctx = Context(source=INFO, get=get)
    return memory, Run(stages, ctx, memory, memory).go(stages.discover(ctx))


def failures(outcome: Outcome) -> list[str]:
    return [f"{step.stage}:{step.key}:{step.detail}" for step in outcome.failed]


def test_the_default_fetch_and_normalise_serve_a_source_that_has_none() -> None:
    memory, outcome = go(Base())
    assert list(memory.documents) == ["1", "2"]
    assert (outcome.new, outcome.exit_code) == (2, 0)


def test_a_source_may_answer_normalise_itself() -> None:
    class Own(Base):
        @hookimpl
        def normalise(self, page: Page, document: Document) -> Communique:
            return Communique(
                source="s", key=page.ref.key, language="en", url=page.ref.url, title="own", published_at="",
                precision="none", text=document.text,
            )  # fmt: skip

    assert [c.title for c in go(Own())[0].documents.values()] == ["own", "own"]


def test_the_page_is_archived_before_it_is_read() -> None:
    class Unreadable(Base):
        @hookimpl
        def parse(self, page: Page) -> Document:
            raise LookupError("no title")

    memory, outcome = go(Unreadable())
    assert list(memory.pages) == ["1", "2"]
    assert failures(outcome) == ["parse:1:LookupError: no title", "parse:2:LookupError: no title"]
    assert [error.stage for error in memory.failures] == ["parse", "parse"]
    assert outcome.exit_code == 1


def test_one_bad_page_does_not_end_the_run() -> None:
    class Bad(Base):
        @hookimpl
        def parse(self, page: Page) -> Document:
            if page.ref.key == "1":
                raise LookupError("no title")
            return super().parse(page)

    memory, outcome = go(Bad())
    assert list(memory.documents) == ["2"]
    assert len(outcome.failed) == 1
    assert outcome.exit_code == 0


def test_a_wrapper_sees_every_page() -> None:
    seen: list[str] = []

    class Watch:
        @hookimpl(wrapper=True)
        def fetch(self, ctx: Context, ref: Ref) -> Generator[None, Page, Page]:
            page = yield
            seen.append(ref.key)
            return page

    go(Base(), Watch())
    assert seen == ["1", "2"]


def test_a_wrapper_may_not_answer_for_the_source() -> None:
    class Hijack:
        @hookimpl
        def parse(self, page: Page) -> Document:
            raise NotImplementedError

    with pytest.raises(ContractError, match=r"make Hijack\.parse a wrapper"):
        go(Base(), Hijack())


def test_a_misspelt_hook_is_refused() -> None:
    class Typo(Base):
        @hookimpl
        def normalize(self, page: Page) -> None: ...

    with pytest.raises(ContractError, match="normalize"):
        go(Typo())


def test_a_hook_with_an_unknown_argument_is_refused() -> None:
    class Extra(Base):
        @hookimpl
        def parse(self, page: Page, session: object) -> Document:  # type: ignore[override]
            raise NotImplementedError

    with pytest.raises(ContractError, match="session"):
        go(Extra())


def test_a_missing_hook_is_found_before_the_first_request() -> None:
    class Half:
        @hookimpl
        def source(self) -> SourceInfo:
            return INFO

    with pytest.raises(ContractError, match="does not implement: identify, discover, parse"):
        go(Half())


def test_an_async_hook_is_refused_by_name() -> None:
    class Async(Base):
        @hookimpl
        async def parse(self, page: Page) -> Document:  # type: ignore[override]
            raise NotImplementedError

    with pytest.raises(ContractError, match=r"s\.parse is async"):
        go(Async())


@pytest.mark.parametrize("value", [None, {"title": "t"}, "text"])
def test_what_parse_gives_is_checked(value: object) -> None:
    class Wrong(Base):
        @hookimpl
        def parse(self, page: Page) -> Document:
            return value  # type: ignore[return-value]

    with pytest.raises(ContractError, match=r"s\.parse must give a Document"):
        go(Wrong())


def test_discover_must_give_refs() -> None:
    class Wrong(Base):
        @hookimpl
        def discover(self, ctx: Context) -> Iterator[Ref]:
            yield "https://s.example/1"  # type: ignore[misc]

    with pytest.raises(ContractError, match=r"s\.discover must give a Ref, not str"):
        go(Wrong())


def test_a_span_outside_the_text_is_refused() -> None:
    class Wrong(Base):
        @hookimpl
        def normalise(self, page: Page, document: Document) -> Communique:
            person = Person(name="A B", span=Span(field="text", start=0, end=99))
            return Communique(
                source="s", key="1", language="en", url="u", title="t", published_at="", precision="none", text="b",
                people=(person,),
            )  # fmt: skip

    with pytest.raises(ContractError, match="outside its field"):
        go(Wrong())


def test_a_block_with_a_line_break_is_refused() -> None:
    class Wrong(Base):
        @hookimpl
        def parse(self, page: Page) -> Document:
            block = Block(kind="paragraph", text="a\nb")
            return Document(title="t", published="", blocks=(block,), layout="x", language="en")

    with pytest.raises(ContractError, match="line break"):
        go(Wrong())


def test_skip_carries_its_reason() -> None:
    class Picky(Base):
        @hookimpl
        def parse(self, page: Page) -> Document:
            raise Skip("photo report")

    outcome = go(Picky())[1]
    assert [step.detail for step in outcome.skipped] == ["photo report", "photo report"]
    assert outcome.failed == []


def test_discovery_that_breaks_midway_keeps_what_was_stored_and_says_so() -> None:
    class Broken(Base):
        @hookimpl
        def discover(self, ctx: Context) -> Iterator[Ref]:
            yield Ref(key="1", url="https://s.example/1", language="en")
            raise TimeoutError("page 2 of the listing")

    memory, outcome = go(Broken())
    assert list(memory.documents) == ["1"]
    assert failures(outcome) == ["discover:s:TimeoutError: page 2 of the listing"]


def test_a_run_that_finds_nothing_fails() -> None:
    class Empty(Base):
        @hookimpl
        def discover(self, ctx: Context) -> Iterator[Ref]:
            yield from ()

    assert go(Empty())[1].exit_code == 1


def test_two_sources_in_two_managers_do_not_meet() -> None:
    one, other = registry.manager("a", Base()), registry.manager("b", Base())
    assert one.get_plugin("b") is None
    assert other.get_plugin("a") is None


def test_two_distributions_may_not_share_a_name() -> None:
    entries = [EntryPoint("same", "one", registry.SOURCES), EntryPoint("same", "two", registry.SOURCES)]
    with pytest.raises(UsageError, match="one and two"):
        registry.installed(entries)


def test_listing_sources_imports_none_of_them() -> None:
    broken = EntryPoint("broken", "no_such_module", registry.SOURCES)
    assert registry.installed([broken]) == {"broken": broken}
    with pytest.raises(ContractError, match=r"'broken' .* cannot be imported"):
        registry.load("broken", [broken])
