"""One communiqué in three languages is one story; bodies are one row across languages; what differs stays visible."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.records import Party
from ingest_db.bodies import alike, resolve

Command = Callable[..., subprocess.CompletedProcess[str]]
URLS = {
    "en": "https://qazinform.com/news/kazakhstan-serbia-sign-documents-1a2b3c",
    "ru": "https://www.inform.kz/ru/kazahstan-i-serbiya-podpisali-dokumenty-4d5e6f",
    "kk": "https://kaz.inform.kz/news/kazakstan-men-serbiya-kuzhattarga-kol-koydi-7a8b9c/",
}
TEXTS = {
    "en": """Kazakhstan and Serbia sign documents
Kassym-Jomart Tokayev and Aleksandar Vucic held talks in Astana on Wednesday, Kazinform News Agency cites Akorda.
The following documents were signed:
1. Agreement between the Government of the Republic of Kazakhstan and the Government of the Republic of Serbia on air services;
2. Memorandum of Understanding between the Ministry of Agriculture of Kazakhstan and the Ministry of Agriculture of Serbia;
3. Programme of cooperation between the Ministry of Culture of Kazakhstan and the Ministry of Culture of Serbia for 2026-2028.
""",
    "ru": """Казахстан и Сербия подписали документы
Касым-Жомарт Токаев и Александр Вучич провели переговоры в Астане в среду, передает Kazinform со ссылкой на Акорду.
Были подписаны следующие документы:
1. Соглашение между Правительством Республики Казахстан и Правительством Республики Сербия о воздушном сообщении;
2. Меморандум о взаимопонимании между Министерством сельского хозяйства Казахстана и Министерством сельского хозяйства Сербии;
3. Программа сотрудничества между Министерством культуры Казахстана и Министерством культуры Сербии на 2026-2028 годы.
""",
    "kk": """Қазақстан мен Сербия құжаттарға қол қойды
Сәрсенбі күні Астанада Қасым-Жомарт Тоқаев пен Александр Вучич келіссөз жүргізді, деп хабарлайды Kazinform Ақордаға сілтеме жасап.
Мынадай құжаттарға қол қойылды:
1. Қазақстан Республикасының Үкіметі мен Сербия Республикасының Үкіметі арасындағы әуе қатынасы туралы келісім;
2. Қазақстанның Ауыл шаруашылығы министрлігі мен Сербияның Ауыл шаруашылығы министрлігі арасындағы өзара түсіністік туралы меморандум;
3. Қазақстанның Мәдениет министрлігі мен Сербияның Мәдениет министрлігі арасындағы 2026-2028 жылдарға арналған ынтымақтастық бағдарламасы.
""",
}  # fmt: skip


def store(ingest: Command, folder: Path, language: str, text: str, *more: str) -> None:
    page = folder / f"{language}.txt"
    page.write_text(text, encoding="utf-8")
    published = ("--published", "2026-05-13")
    run = ingest("run", "--source", "kazinform", "--from", page, "--url", URLS[language], *published, *more)
    assert run.returncode == 0, run.stderr


def ask(folder: Path, sql: str, name: str = "communiques.db") -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / name) as connection:
        return connection.execute(sql).fetchall()


STORY = """SELECT s.title, s.languages, s.starts_on, s.disagreement_count, s.uid, count(*)
FROM stories s JOIN documents d ON d.story_id = s.id GROUP BY s.id"""
NUMBERED = """SELECT si.number, i.language, t.slug FROM story_instruments si JOIN instruments i ON i.id = si.instrument_id
JOIN instrument_types t ON t.id = i.type_id ORDER BY si.number, i.language"""


def test_three_languages_tell_one_story_whatever_came_first(ingest: Command, tmp_path: Path) -> None:
    told = set()
    for number, order in enumerate(itertools.permutations(TEXTS)):
        name = f"{number}.db"
        for language in order:
            store(ingest, tmp_path, language, TEXTS[language], "--db", name)
        told.add((*ask(tmp_path, STORY, name), *ask(tmp_path, NUMBERED, name)))
    assert len(told) == 1
    ((story, *numbered),) = told
    assert story[:4] == ("Kazakhstan and Serbia sign documents", "en ru kk", "2026-05-13", 0)
    kinds = ["agreement", "memorandum", "programme"]
    assert numbered == [(n, language, kinds[n - 1]) for n in (1, 2, 3) for language in ("en", "kk", "ru")]


def test_a_body_is_one_row_in_all_languages(ingest: Command, tmp_path: Path) -> None:
    for language, text in TEXTS.items():
        store(ingest, tmp_path, language, text)
    names = ask(tmp_path, "SELECT count(DISTINCT body_id), count(DISTINCT language) FROM body_names")
    assert names == [(6, 3)]
    assert ask(tmp_path, "SELECT count(*) FROM body_suggestions") == [(0,)]
    cities = ask(tmp_path, "SELECT c.name, c.name_ru, c.name_kk FROM cities c")
    assert cities == [("Astana", "Астана", "Астана")]


def test_what_the_languages_tell_differently_is_kept(ingest: Command, tmp_path: Path) -> None:
    store(ingest, tmp_path, "en", TEXTS["en"])
    shorter = TEXTS["ru"].replace("3. Программа", "Была достигнута договоренность: программа")
    store(ingest, tmp_path, "ru", shorter.replace("сообщении;", "сообщении."))
    rows = ask(tmp_path, "SELECT concerns, message FROM story_disagreements")
    assert ("instruments", "en: 3; ru: 2") in rows
    ((only,),) = ask(tmp_path, "SELECT message FROM story_disagreements WHERE concerns = 'instrument'")
    assert str(only).startswith("only in en: Programme of cooperation")


def test_a_story_follows_its_documents(ingest: Command, tmp_path: Path) -> None:
    for language in ("en", "ru"):
        store(ingest, tmp_path, language, TEXTS[language])
    assert len(ask(tmp_path, STORY)) == 1
    other = TEXTS["ru"].replace("Сербия", "Грузия").replace("Сербии", "Грузии").replace("Вучич", "Кобахидзе")
    store(ingest, tmp_path, "ru", other)
    assert ask(tmp_path, STORY) == []
    assert ask(tmp_path, "SELECT count(*) FROM stories") == [(0,)]
    store(ingest, tmp_path, "ru", TEXTS["ru"])
    assert len(ask(tmp_path, STORY)) == 1
    assert ingest("forget", URLS["en"]).returncode == 0
    assert ask(tmp_path, "SELECT count(*) FROM stories") == [(0,)]


def test_russian_and_kazakh_forms_are_found_by_their_stems(ingest: Command, tmp_path: Path) -> None:
    for language, text in TEXTS.items():
        store(ingest, tmp_path, language, text)
    for words, language in (
        ("воздушных сообщениях", "ru"), ("соглашениями о сообщениях", "ru"),
        ("министрлигинин ауыл", "kk"), ("Қазақстанда үкіметтің", "kk"), ("air services", "en"),
    ):  # fmt: skip
        found = ingest("search", *words.split(), "--json")
        assert f'"language": "{language}"' in found.stdout, words
    assert ingest("search", "железных", "дорог").stdout == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Ministry of Health of the Republic of Kazakhstan", "en"),
            ("Қазақстанның Денсаулық сақтау министрлігі", "kk"),
        ),
        (("МИД Казахстана", "ru"), ("Foreign Ministry of Kazakhstan", "en")),
        (("АО «НК «Қазақстан темір жолы»", "ru"), ("KTZ", "en")),
        (("Kazakh Invest NC JSC", "en"), ("АО «НК «Kazakh Invest»", "ru")),
        (("«Самұрық-Қазына» қоры", "kk"), ("Samruk-Kazyna JSC", "en")),
    ],
)
def test_names_of_one_body_resolve_to_one_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    keys = [resolve(Party(name=name, kind="ministry", country="KZ"), language).key for name, language in (one, other)]
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Education of Kazakhstan", "Ministry of Science and Higher Education of Kazakhstan"),
        ("Ministry of Trade and Integration of Kazakhstan", "Ministry of Industry and Construction of Kazakhstan"),
        ("Committee for Tourism of Kazakhstan", "Agency for Tourism of Kazakhstan"),
    ],
)
def test_like_names_of_two_bodies_are_never_merged(one: str, other: str) -> None:
    first, second = (resolve(Party(name=name, kind="ministry", country="KZ"), "en") for name in (one, other))
    assert first.key != second.key


def test_the_same_ministry_of_two_countries_is_two() -> None:
    keys = {
        resolve(Party(name="Ministry of Transport", kind="ministry", country=code), "en").key for code in ("KZ", "RU")
    }
    assert len(keys) == 2


def test_bodies_that_may_be_one_are_suggested_not_merged() -> None:
    old, new = (
        resolve(Party(name=name, kind="ministry", country="KZ"), "en")
        for name in ("Ministry of Culture and Sports", "Ministry of Culture and Information")
    )
    assert old.key != new.key
    assert alike(old.meaning, new.meaning)
