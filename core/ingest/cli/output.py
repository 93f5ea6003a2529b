"""What a run shows: a bar and a table for people, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Literal

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from ingest.run import Outcome, Step

LogFormat = Literal["text", "json"]
SHOWN = 12


def log_option(command: click.decorators.FC) -> click.decorators.FC:
    """The option every command that logs shares."""
    return click.option(
        "--log-format",
        type=click.Choice(["auto", "text", "json"]),
        default="auto",
        show_default=True,
        help="Progress and logs as text or as JSON lines; auto: text on a terminal, JSON lines otherwise.",
    )(command)


def chosen(log_format: str) -> LogFormat:
    """Settle ``auto``."""
    if log_format == "auto":
        return "text" if sys.stderr.isatty() else "json"
    return "json" if log_format == "json" else "text"


class Reporter:
    """Shows the steps of a run on standard error."""

    def __init__(self, log_format: LogFormat, *, quiet: bool = False, verbose: bool = False) -> None:
        self._format = log_format
        self._quiet = quiet
        self._verbose = verbose
        self._console = Console(stderr=True, highlight=False)
        self._progress: Progress | None = None

    @contextmanager
    def progress(self, source: str) -> Iterator[None]:
        """Show a moving line while a source is read, on a terminal."""
        if self._format == "json" or self._quiet or not self._console.is_terminal:
            yield
            return
        bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed} pages"),
            console=self._console,
            transient=True,
        )
        with bar:
            self._progress = bar
            bar.add_task(f"reading {source}", total=None)
            yield
        self._progress = None

    def step(self, step: Step) -> None:
        """Show one step: everything as JSON, only what needs attention as text (all of it with -v)."""
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0])
        if self._quiet and step.result != "failed":
            return
        if self._format == "json":
            click.echo(json.dumps(asdict(step), ensure_ascii=False), err=True)
        elif step.result == "failed":
            self._console.print(
                f"[red]failed[/red] {escape(step.key)} ({step.stage}): {escape(step.detail)}", soft_wrap=True
            )
        elif self._verbose:
            self._console.print(f"{step.result} {escape(step.key)} {escape(step.detail)}".rstrip(), soft_wrap=True)


def summary(outcome: Outcome, log_format: LogFormat) -> None:
    """Say on standard output what a run did: seen, new, changed, unchanged, skipped and failed with reasons."""
    if log_format == "json":
        click.echo(
            json.dumps(
                _counts(outcome)
                | {
                    "skipped_reasons": _reasons(outcome.skipped),
                    "failures": [asdict(s) for s in outcome.failed],
                },
                ensure_ascii=False,
            )
        )
        return
    console = Console(highlight=False)
    table = Table(title=f"{outcome.source}: {outcome.seen} seen", title_justify="left")
    for name in ("new", "changed", "unchanged", "skipped", "failed", "instruments"):
        table.add_column(name, justify="right")
    counts = _counts(outcome)
    table.add_row(*(str(counts[name]) for name in ("new", "changed", "unchanged", "skipped", "failed", "instruments")))
    console.print(table)
    for reason, count in _reasons(outcome.skipped).items():
        console.print(f"  skipped {count}: {escape(reason)}", soft_wrap=True)
    for step in outcome.failed[:SHOWN]:
        console.print(f"  failed at {step.stage}: {escape(step.key)}: {escape(step.detail)}", soft_wrap=True)
    if len(outcome.failed) > SHOWN:
        console.print(f"  … and {len(outcome.failed) - SHOWN} more")
    if outcome.seen == 0:
        console.print("  nothing was found: neither a listing nor a page gave a document")


def _counts(outcome: Outcome) -> dict[str, object]:
    return {
        "source": outcome.source,
        "seen": outcome.seen,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "skipped": len(outcome.skipped),
        "failed": len(outcome.failed),
        "instruments": outcome.instruments,
    }


def _reasons(skipped: list[Step]) -> dict[str, int]:
    return dict(Counter(step.detail for step in skipped).most_common())
