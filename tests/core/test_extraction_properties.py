"""Whatever a page says: no crash, no span outside the text, the same facts twice."""

from __future__ import annotations

import pytest
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
RUSSIAN = st.sampled_from(
    [
        "Президенты", "Касым-Жомарт Токаев", "и", "подписали", "Совместное заявление", "меморандум о взаимопонимании", "между",
        "Казахстаном", "Министерством культуры и информации РК", "о", "соглашения о торговле, транспорте и туризме", ",", ";", ".",
        "подписан", "были подписаны", "в Астане", "21-22 августа", "в среду, 12 ноября 2025 года", "Напомним,", "«", "»", "- ", "1. ",
        "Указ", "планируется подписать", "обменялись", "состоялось подписание", "документов", "с компаниями A, B и C", "Ранее", ":",
        "АО «НК «КТЖ»", "подписи под", "поставили", "по", "с", "на 2026-2028 годы", "двух стран", "правительства",
    ]
)  # fmt: skip
KAZAKH = st.sampled_from(
    [
        "Қасым-Жомарт Тоқаев", "пен", "мен", "және", "арасында", "арасындағы", "туралы", "меморандумға", "келісім", "қол қойды",
        "қол қойылды", "қабылдады", "алмасты", "Қазақстанның Көлік министрлігі", "Ресей", "Астанада", "28-29 қазанда", "сейсенбі күні",
        "Бұған дейін", "құжаттармен", "бірлескен мәлімдеме", ",", ";", ".", "«", "»", "- ", "1. ", ":", "жарлыққа", "жоспары", "арналған",
        "2026-2028 жылдарға", "тараптар", "келісімдерге", "Kazakh Invest", "ұйымы", "министрі Марат Қарабаев", "саласындағы",
    ]
)  # fmt: skip
ALPHABETS = {"en": PIECES, "ru": RUSSIAN, "kk": KAZAKH}


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["en", "ru", "kk"]), st.sampled_from(["", "2025-11-12"]))
def test_facts_point_into_the_text(data: st.DataObject, language: str, published: str) -> None:
    sentences = st.lists(ALPHABETS[language], min_size=1, max_size=14).map(" ".join)
    lines = data.draw(st.lists(sentences, min_size=1, max_size=6))
    blocks = tuple(Block(kind="paragraph", text=" ".join(line.split())) for line in lines if line.strip())
    document = Document(title="Headline", published="", blocks=blocks, layout="x", language=language)
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


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (
            "en",
            "QazTrade signed agreements with Samsung on gas and with Hyundai Rotem on trains.",
            {"QazTrade", "Samsung", "Hyundai Rotem"},
        ),
        (
            "kk",
            "Қазақстан Үкіметі мен Дүниежүзілік банк, Азия даму банкі және Еуропа инвестициялық банкі арасында су туралы келісімдерге қол қойылды.",
            {"Қазақстан Үкіметі", "Дүниежүзілік банк", "Азия даму банкі", "Еуропа инвестициялық банкі"},
        ),
    ],
)
def test_a_party_of_a_written_out_title_points_at_its_name(language: str, text: str, names: set[str]) -> None:
    document = Document(
        title="", published="", blocks=(Block(kind="paragraph", text=text),), layout="test", language=language
    )
    parties = [
        party for one in facts(document, "https://news.example/a", "2025-05-06").instruments for party in one.parties
    ]
    assert {party.name for party in parties} == names
    for party in parties:
        assert party.span is not None
        assert text[party.span.start : party.span.end] == party.name
