"""The documentation agrees with the code: hooks, records, tables, JSON, help texts and the included example.

A block that is out of date is refreshed and the test fails, so that someone looks at it before it is committed.
"""

from __future__ import annotations

import inspect
import re
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

from ingest import errors, hookspecs, records
from ingest.cli import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
Command = Callable[..., subprocess.CompletedProcess[str]]
HOOKS = [hook for _, hook in inspect.getmembers(hookspecs, inspect.isfunction) if hasattr(hook, "ingest_spec")]
RECORDS = [record for _, record in inspect.getmembers(records, is_dataclass)]
ERRORS = [name for name, error in inspect.getmembers(errors, inspect.isclass) if issubclass(error, Exception)]
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
BLOCK = re.compile(
    r"(?P<mark><!-- (?P<kind>include|help): ?(?P<what>[^>]*?) ?-->)\n+```(?P<language>\w*)\n(?P<body>.*?)```", re.DOTALL
)


def reference(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook.__name__))
def test_every_hook_is_documented_with_its_signature(hook: Callable[..., object]) -> None:
    arguments = ", ".join(inspect.signature(hook).parameters)
    assert f"## {hook.__name__}({arguments})" in reference("hooks.md")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.__name__))
def test_every_record_is_documented_with_its_fields(record: type) -> None:
    section = re.search(rf"^## {record.__name__}\n(.*?)(?=^## |\Z)", reference("records.md"), re.MULTILINE | re.DOTALL)
    assert section is not None
    missing = [field.name for field in fields(record) if f"`{field.name}`" not in section[1]]
    assert missing == []


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_is_documented(name: str) -> None:
    assert f"`{name}`" in reference("errors.md")


def test_every_table_and_column_is_documented(ingest: Command, tmp_path: Path) -> None:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    page = reference("database.md")
    missing = []
    for file in ("sample.db", "sample.archive.db"):
        connection = sqlite3.connect(tmp_path / file)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in names:
            if "_fts" in table or table.startswith("_"):
                continue
            sections = re.findall(rf"^##+ {table}\n(.*?)(?=^##+ |\Z)", page, re.MULTILINE | re.DOTALL)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info('{table}')")]
            missing += [f"{table}.{column}" for column in columns if not any(f"`{column}`" in s for s in sections)]
    assert missing == []


def test_the_export_is_documented(ingest: Command, tmp_path: Path) -> None:
    page = reference("json.md")
    assert [field.name for field in fields(records.Communique) if f'"{field.name}"' not in page] == []


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_its_help_in_the_reference(name: str) -> None:
    assert f"<!-- help: {name} -->" in reference("command-line.md")


def wanted(kind: str, what: str) -> str:
    if kind == "include":
        return (ROOT / what).read_text(encoding="utf-8")
    command = cli.commands[what] if what else cli
    context = click.Context(command, info_name=f"ingest {what}".strip(), max_content_width=100, terminal_width=100)
    context.auto_envvar_prefix = None
    return command.get_help(context) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_included_blocks_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    def fresh(match: re.Match[str]) -> str:
        return f"{match['mark']}\n```{match['language']}\n{wanted(match['kind'], match['what'])}```"

    refreshed = BLOCK.sub(fresh, text)
    if refreshed != text:
        page.write_text(refreshed, encoding="utf-8")
        pytest.fail(f"{page.relative_to(ROOT)} was refreshed: look at it, then run again")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_how_to_includes_the_tested_example() -> None:
    assert "ingest_example/__init__.py -->" in (DOCS / "how-to" / "write-a-source.md").read_text(encoding="utf-8")


def test_every_question_in_the_documentation_runs(ingest: Command, tmp_path: Path) -> None:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    connection = sqlite3.connect(tmp_path / "sample.db")
    questions = [
        sql for page in PAGES for sql in re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(questions) >= 7
    for sql in questions:
        connection.execute(sql).fetchall()


def test_the_tutorial_counts_what_the_samples_hold(ingest: Command, tmp_path: Path) -> None:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    connection = sqlite3.connect(tmp_path / "sample.db")
    tutorial = (DOCS / "tutorial" / "first-questions.md").read_text(encoding="utf-8")
    (instruments,) = connection.execute("SELECT count(*) FROM instruments").fetchone()
    (problems,) = connection.execute("SELECT count(*) FROM problems").fetchone()
    start, end = connection.execute(
        "SELECT start, \"end\" FROM instruments WHERE title LIKE '%pharmaceuticals'"
    ).fetchone()
    assert f"and {instruments} instruments were found" in tutorial
    assert f"Characters {start} to {end} of this text" in tutorial
    assert problems == 2
    assert "The sample has two rows" in tutorial
