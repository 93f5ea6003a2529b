"""``read_title`` reads the title of one instrument on its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction import read_title

KAZAKH = "Ministry of Energy of Kazakhstan"


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        (
            "3) Memorandum of Understanding between the Ministry of Energy of Kazakhstan and the Ministry of Climate of Norway on hydrogen;",
            "memorandum",
            [KAZAKH, "Ministry of Climate of Norway"],
        ),
        (
            "- Agreement on the mutual protection of investments between the Kazakh and Omani Governments.",
            "agreement",
            ["Government of Kazakhstan", "Government of Oman"],
        ),
        (
            "Letter of intent between Kazakhstan's Nuclear Energy Agency and Finland’s Radiation and Nuclear Safety Authority on training",
            "letter_of_intent",
            ["Kazakhstan's Nuclear Energy Agency", "Finland’s Radiation and Nuclear Safety Authority"],
        ),
        (
            "Roadmap on tourism between the Ministries of Tourism and Sports of Kazakhstan and Georgia for 2026-2028",
            "roadmap",
            ["Ministry of Tourism and Sports of Kazakhstan", "Ministry of Tourism and Sports of Georgia"],
        ),
        (
            "Protocol between Kazakhstan, Uzbekistan and Kyrgyzstan on the joint point of state borders",
            "protocol",
            ["Kazakhstan", "Uzbekistan", "Kyrgyzstan"],
        ),
        (
            "Agreement in the form of an exchange of notes between the Government of the Republic of Kazakhstan and the Government of Malaysia on visas",
            "exchange_of_notes",
            ["Government of the Republic of Kazakhstan", "Government of Malaysia"],
        ),
        ("Memorandum on twinning between the cities of Almaty and Bishkek", "memorandum", ["Almaty", "Bishkek"]),
        (
            "CONVENTION BETWEEN THE GOVERNMENT OF NORWAY AND THE KINGDOM OF BELGIUM FOR THE AVOIDANCE OF DOUBLE TAXATION",
            "convention",
            ["Government of Norway", "Kingdom of Belgium"],
        ),
        (
            "Agreement on integration of the Republic of Kazakhstan and the Russian Federation dated March 28, 1994",
            "agreement",
            ["Kazakhstan", "Russia"],
        ),
        ("Letters of exchange between Tajikistan and China on aid", "exchange_of_notes", ["Tajikistan", "China"]),
        ("Memorandum of Intent to build a school", "letter_of_intent", []),
        ("Five-Year Plan of cooperation in culture", "action_plan", []),
    ],
)  # fmt: skip
def test_type_and_parties(text: str, kind: str, parties: list[str]) -> None:
    instrument = read_title(text, "en")
    assert (instrument.type, [party.name for party in instrument.parties]) == (kind, parties)


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        (
            "2. Меморандум о взаимопонимании между Министерством культуры и информации РК и Министерством культуры Грузии;",
            "memorandum",
            ["Министерство культуры и информации РК", "Министерство культуры Грузии"],
        ),
        (
            "Соглашением между Правительством Республики Казахстан и Правительством Монголии о воздушном сообщении",
            "agreement",
            ["Правительство Республики Казахстан", "Правительство Монголии"],
        ),
        (
            "Меморандум между АО «НК «КТЖ» и Федеральной службой по надзору в сфере транспорта РФ",
            "memorandum",
            ["АО «НК «КТЖ»", "Федеральная служба по надзору в сфере транспорта РФ"],
        ),
        ("Соглашение о сотрудничестве между городами Алматы и Бишкек", "agreement", ["Алматы", "Бишкек"]),
        ("Договор между Казахстаном, Узбекистаном и Таджикистаном о дружбе", "treaty", ["Казахстан", "Узбекистан", "Таджикистан"]),
        ("Протокол о внесении изменений в Соглашение между Республикой Казахстан и Ираном от 5 мая 1999 года", "protocol", ["Республика Казахстан", "Иран"]),
        ("Меморандум о намерениях построить школу", "letter_of_intent", []),
        ("Совместное заявление Казахстана и Финляндии", "joint_statement", ["Казахстан", "Финляндия"]),
    ],
)  # fmt: skip
def test_russian_type_and_parties_in_the_nominative(text: str, kind: str, parties: list[str]) -> None:
    instrument = read_title(text, "ru")
    assert (instrument.type, [party.name for party in instrument.parties]) == (kind, parties)


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        (
            "1. Қазақстанның Көлік министрлігі мен Грузияның Экономика министрлігі арасындағы өзара түсіністік туралы меморандумға;",
            "memorandum",
            ["Қазақстанның Көлік министрлігі", "Грузияның Экономика министрлігі"],
        ),
        (
            "Қазақстан Республикасының Үкiметi мен Моңғолия Үкiметi арасындағы визаларды жою туралы келiсiм",
            "agreement",
            ["Қазақстан Республикасының Үкiметi", "Моңғолия Үкiметi"],
        ),
        ("Алматы мен Бішкек қалалары арасындағы ынтымақтастық туралы келісім", "agreement", ["Алматы", "Бішкек"]),
        (
            "2014 жылғы 14 қарашада Софияда жасалған Қазақстан Республикасы мен Болгария Республикасы арасындағы адамдарды беру туралы шарт",
            "treaty",
            ["Қазақстан Республикасы", "Болгария Республикасы"],
        ),
        (
            "Қазақстан Республикасының Yкiметi мен Ресей Федерациясының Yкiметi арасындағы грант туралы келісім (қор) (жоба)",
            "agreement",
            ["Қазақстан Республикасының Yкiметi", "Ресей Федерациясының Yкiметi"],
        ),
        ("2026-2028 жылдарға арналған жол картасы", "roadmap", []),
        ("«Самұрық-Қазына» қоры мен Airbus арасындағы шарт", "contract", ["«Самұрық-Қазына» қоры", "Airbus"]),
        ("Қазақстан мен Сербияның бірлескен мәлімдемесі", "joint_statement", ["Қазақстан", "Сербия"]),
    ],
)  # fmt: skip
def test_kazakh_titles_end_in_their_type(text: str, kind: str, parties: list[str]) -> None:
    instrument = read_title(text, "kk")
    assert (instrument.type, [party.name for party in instrument.parties]) == (kind, parties)


def test_a_stray_quotation_mark_between_words_is_no_wall() -> None:
    names = [p.name for p in read_title("Agreement between Kazpost and Omani Post”on parcels", "en").parties]
    assert names == ["Kazpost", "Omani Post"]


def test_a_title_in_capitals_stays_as_printed() -> None:
    printed = "AGREEMENT BETWEEN THE GOVERNMENT OF NORWAY AND THE KINGDOM OF BELGIUM ON TRADE"
    assert read_title(printed, "en").title == printed


def test_the_period_is_edtf() -> None:
    assert read_title("Programme of cooperation for 2026/30", "en").period == "2026/2030"


@pytest.mark.parametrize("text", ["Date and venue of the next meeting", "Decree on the appointment of a minister", ""])
def test_what_is_no_title_raises(text: str) -> None:
    with pytest.raises(ValueError, match="no type of document"):
        read_title(text, "en")


def test_a_language_without_a_lexicon_raises() -> None:
    with pytest.raises(LookupError, match="no lexicon"):
        read_title("协定", "zh")


@settings(deadline=None)  # the first call loads the lexicon
@given(st.text(max_size=200))
def test_any_text_gives_spans_inside_it_or_a_plain_error(text: str) -> None:
    try:
        instrument = read_title(f"Agreement between {text} and the Government of Oman on trade", "en")
    except ValueError:
        return
    whole = f"Agreement between {text} and the Government of Oman on trade"
    for party in instrument.parties:
        assert party.span is not None
        assert 0 <= party.span.start < party.span.end <= len(whole)
