"""Whatever a page says: no crash, no span outside the text, the same facts twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction.dates import find_dates
from ingest.extraction.facts import facts
from ingest.extraction.text import skeleton, split_sentences
from ingest.records import Block, Document

PIECES = st.sampled_from(
    [
        "Presidents", "Kassym-Jomart Tokayev", "and", "signed", "a", "the", "Joint Statement", "memorandum of understanding",
        "between", "Kazakhstan", "Kazakh and Omani Governments", "Ministry of Energy", "on", "agreements on A, B and C", ",",
        ";", ".", "was signed", "by", "in Astana", "November 11-12", "during the visit", "Kazinform cites Akorda", "“", "”",
        "- ", "1. ", "(", ")", "Decree", "plans to sign", "Earlier,", "last year", "10 documents", "of", "for 2026-2030", ":",
    ]
)  # fmt: skip
SENTENCES = st.lists(PIECES, min_size=1, max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=6), st.sampled_from(["", "2025-11-12"]))
def test_facts_point_into_the_text(lines: list[str], published: str) -> None:
    blocks = tuple(Block(kind="paragraph", text=" ".join(line.split())) for line in lines if line.strip())
    document = Document(title="Headline", published="", blocks=blocks, layout="x", language="en")
    if not document.text:
        return
    read = facts(document, "https://x.example/sign-3-documents", published)
    assert read == facts(document, "https://x.example/sign-3-documents", published)
    for instrument in read.instruments:
        assert instrument.spans
        for span in instrument.spans:
            assert 0 <= span.start < span.end <= len(document.text)
        if not instrument.title_composed:
            assert document.text[instrument.spans[0].start : instrument.spans[0].end] == instrument.title


@given(st.text())
def test_a_skeleton_has_the_length_of_its_text(text: str) -> None:
    assert len(skeleton(text)) == len(text)


@given(st.text())
def test_sentences_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for start, end in split_sentences(skeleton(text)):
        assert last <= start <= end <= len(text)
        last = end


@given(st.text(alphabet="0123456789 -MayJuneApril,thof", max_size=60))
def test_dates_are_dates(text: str) -> None:
    for found in find_dates(text, "en", None):
        assert 0 <= found.begin < found.stop <= len(text)
        assert found.start[:2] == "--" or len(found.start) == 10
