"""What a database holds, as a table: the end of ``ingest run --sample``."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest_db import schema
from ingest_db.files import FACTS_ID, open_reading

SQL = """
SELECT d.published_on, d.language, d.layout, d.title, d.instrument_count, group_concat(DISTINCT t.label),
  d.problem_count
FROM documents d LEFT JOIN instruments i ON i.document_id = d.id LEFT JOIN instrument_types t ON t.id = i.type_id
GROUP BY d.id ORDER BY d.published_at
"""


def overview(path: Path) -> None:
    """Print what was found and the line that opens it."""
    table = Table(title=f"What {path} holds", title_justify="left")
    for name in ("published", "lang", "layout"):
        table.add_column(name, no_wrap=True)
    table.add_column("document", ratio=3)
    table.add_column("found", justify="right", no_wrap=True)
    table.add_column("types", ratio=2)
    table.add_column("problems", justify="right", no_wrap=True)
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection:
        for when, language, layout, title, count, types, problems in connection.execute(SQL):
            kinds = (types or "").replace(",", ", ")
            table.add_row(when or "", language, layout, escape(title), str(count), kinds, str(problems or ""))
    console = Console(highlight=False)
    console.print(table)
    console.print(f"Open it in a browser:  {_program()} serve --db {path} --open   (or: make serve)", soft_wrap=True)


def _program() -> str:
    """How this program is called: by its name alone where the shell finds it."""
    return "ingest" if shutil.which("ingest") else str(Path(sys.argv[0]))
