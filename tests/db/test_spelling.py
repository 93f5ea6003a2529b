"""One person under every spelling of a name, and no two people as one."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_db.files import FACTS_ID, open_file
from ingest_db.schema import facts
from ingest_db.shared import uid
from ingest_db.spelling import sound_of_name

Command = Callable[..., subprocess.CompletedProcess[str]]
TOKAYEV = {"Kassym-Jomart Tokayev", "Касым-Жомарт Токаев", "Қасым-Жомарт Тоқаев"}


@pytest.mark.parametrize(
    "spellings",
    [
        ["Қасым-Жомарт Тоқаев", "Касым-Жомарт Токаев", "Kassym-Jomart Tokayev", "Kassym-Zhomart Tokaev"],
        ["Садыр Жапаров", "Sadyr Japarov", "Sadyr Zhaparov"],
        ["Шавкат Мирзиёев", "Шавкат Мирзиеев", "Shavkat Mirziyoyev"],
        ["Мұхтар Тілеуберді", "Мухтар Тлеуберди", "Mukhtar Tileuberdi"],
        ["Сергей Лавров", "Sergey Lavrov", "Sergei Lavrov"],
        ["Гурбангулы Бердымухамедов", "Gurbanguly Berdimuhamedov", "Gurbanguly Berdymukhamedov"],
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: list[str]) -> None:
    assert len({sound_of_name(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Игорь Иванов", "Ольга Иванова"),
        ("Аслан Саров", "Салан Саров"),
        ("Ли Цян", "Ли Кэцян"),
        ("Али Асадов", "Али Асад"),
        ("Нурлан Нигматулин", "Нурлан Байбазаров"),
        ("Wang Yi", "Wang Yao"),
        ("Dana", "Dina Dinova"),
    ],
)
def test_names_of_two_people_differ(one: str, other: str) -> None:
    assert sound_of_name(one) != sound_of_name(other)


@given(st.text())
def test_any_text_has_a_sound_that_capitals_and_accents_do_not_change(text: str) -> None:
    assert sound_of_name(text) == sound_of_name(text.casefold())


def test_an_older_database_finds_its_people_together(ingest: Command, tmp_path: Path) -> None:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    path = tmp_path / "sample.db"
    with sqlite3.connect(path) as connection:  # as it was before: one row for each spelling
        took_part = connection.execute("SELECT person_id, count(*) FROM event_people GROUP BY 1 ORDER BY 1").fetchall()
        names = connection.execute("SELECT person_id, name, language FROM person_names ORDER BY id").fetchall()
        connection.execute("DROP TABLE person_names")
        for person, name, language in names:
            country = connection.execute("SELECT country_id FROM people WHERE id = ?", [person]).fetchone()[0]
            made = connection.execute(
                "INSERT INTO people (uid, name, country_id) VALUES (?, ?, ?)", [uid(name, language), name, country]
            ).lastrowid
            connection.execute(
                "UPDATE event_people SET person_id = ? WHERE person_id = ? AND document_id IN "
                "(SELECT id FROM documents WHERE language = ?)",
                [made, person, language],
            )
        connection.execute("DELETE FROM people WHERE id NOT IN (SELECT person_id FROM event_people)")
        connection.execute("UPDATE bodies SET search_text = ''")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm005_names'")
    connection.close()
    upgraded = open_file(path, FACTS_ID, facts)
    (person,) = upgraded.query("SELECT person_id FROM person_names WHERE name = 'Касым-Жомарт Токаев'")
    assert {
        one["name"]
        for one in upgraded.query("SELECT name FROM person_names WHERE person_id = ?", [person["person_id"]])
    } == TOKAYEV
    assert sorted(n for _, n in took_part) == sorted(
        one["n"] for one in upgraded.query("SELECT count(*) AS n FROM event_people GROUP BY person_id")
    )
    assert not list(upgraded.query("SELECT 1 FROM people WHERE search_text = ''"))
    assert list(upgraded.query("SELECT 1 FROM bodies_fts WHERE bodies_fts MATCH 'серб'")), (
        "found by a name in any language"
    )
    upgraded.conn.close()
