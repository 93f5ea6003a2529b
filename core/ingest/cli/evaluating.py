"""``ingest evaluate``: how well labelled articles are read."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.evaluation import Score, confidence_table, load, predicted, score


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="List so many differences besides.")
@click.option("--json", "as_json", is_flag=True, help="The table as JSON.")
def evaluate(folder: Path, errors: int, as_json: bool) -> None:
    """Score a folder of labelled articles: articles/NNN.json with the texts, gold/NNN.json with the labels.

    Prints precision, recall and F1 per language, and how often a reading is right by its confidence.
    """
    scores = score([(one, predicted(one)) for one in load(folder)])
    if as_json:
        figures = {language: one.table() for language, one in scores.items()}
        levels = [
            dict(zip(("confidence", "documents", "share", "right"), row, strict=True))
            for row in confidence_table(scores["ALL"])
        ]
        click.echo(json.dumps({**figures, "confidence": levels}, indent=2))
    else:
        _show(scores)
    for name, what, text in scores["ALL"].differences[:errors]:
        click.echo(f"{name}\t{what}\t{text}", err=as_json)


def _show(scores: dict[str, Score]) -> None:
    tables = {language: one.table() for language, one in scores.items()}
    click.echo(f"{'metric':26}" + "".join(f"{language:>9}" for language in tables))
    for metric in tables["ALL"]:
        cells = "".join(_cell(table[metric]) for table in tables.values())
        click.echo(f"{metric:26}{cells}")
    table = Table("confidence", "documents", "share of all", "right", box=None)
    for level, count, share, right in confidence_table(scores["ALL"]):
        table.add_row(escape(level), str(count), _percent(share), _percent(right))
    Console().print()
    Console().print(table)


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'-':>9}"
    return f"{value:9d}" if isinstance(value, int) else f"{value:9.3f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
