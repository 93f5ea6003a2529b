"""What a run shows: a bar and a table for people, JSON lines for programs."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import Lock
from typing import Literal, Self

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from ingest.outcome import Outcome, Step

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
    """Shows the steps of a run on standard error and its summaries on standard output; threads share one."""

    def __init__(self, log_format: LogFormat, *, quiet: bool = False, verbose: bool = False) -> None:
        self._format = log_format
        self._quiet = quiet
        self._verbose = verbose
        self._console = Console(stderr=True, highlight=False)
        self._lock = Lock()
        self._tasks: dict[str, TaskID] = {}
        self._handler = _Lines(log_format, self._console)
        self._handler.setLevel(logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed} pages"),
            console=self._console,
            transient=True,
            disable=log_format == "json" or quiet or not self._console.is_terminal,
        )

    def __enter__(self) -> Self:
        logger = logging.getLogger("ingest")
        logger.addHandler(self._handler)
        logger.setLevel(self._handler.level)
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()
        logging.getLogger("ingest").removeHandler(self._handler)

    @contextmanager
    def task(self, source: str, title: str) -> Iterator[None]:
        """Show a moving line while a source is read, on a terminal."""
        self._tasks[source] = self._progress.add_task(f"reading {title}", total=None)
        try:
            yield
        finally:
            self._progress.remove_task(self._tasks.pop(source))

    def step(self, source: str, step: Step) -> None:
        """Show one step: everything as JSON, only what needs attention as text (all of it with -v)."""
        if source in self._tasks:
            self._progress.advance(self._tasks[source])
        if self._quiet and step.result != "failed":
            return
        if self._format == "json":
            line = {"source": source} | asdict(step)
            click.echo(json.dumps(line, ensure_ascii=False), err=True)
        elif step.result == "failed":
            self._console.print(
                f"[red]failed[/red] {escape(step.key)} ({step.stage}, {step.kind}): {escape(step.detail)}",
                soft_wrap=True,
            )
        elif self._verbose:
            self._console.print(f"{step.result} {escape(step.key)} {escape(step.detail)}".rstrip(), soft_wrap=True)

    def summary(self, outcome: Outcome) -> None:
        """Say what a run did: seen, new, changed, unchanged, skipped and failed with reasons."""
        with self._lock:
            if self._format == "json":
                click.echo(json.dumps(_as_json(outcome), ensure_ascii=False))
            else:
                _table(outcome)


class _Lines(logging.Handler):
    """What the client logs, in the format of the rest."""

    def __init__(self, log_format: LogFormat, console: Console) -> None:
        super().__init__()
        self._format = log_format
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        level, message = record.levelname.lower(), record.getMessage()
        if self._format == "json":
            click.echo(json.dumps({"level": level, "message": message}, ensure_ascii=False), err=True)
        else:
            self._console.print(f"[yellow]{level}[/yellow] {escape(message)}", soft_wrap=True)


def _as_json(outcome: Outcome) -> dict[str, object]:
    return _counts(outcome) | {
        "skipped_reasons": _reasons(outcome.skipped),
        "failures": [asdict(step) for step in outcome.failed],
        "given_up": outcome.given_up,
    }


def _table(outcome: Outcome) -> None:
    console = Console(highlight=False)
    table = Table(title=f"{outcome.source}: {outcome.seen} seen", title_justify="left")
    for name in ("new", "changed", "unchanged", "skipped", "failed", "instruments"):
        table.add_column(name, justify="right")
    counts = _counts(outcome)
    table.add_row(*(str(counts[name]) for name in ("new", "changed", "unchanged", "skipped", "failed", "instruments")))
    console.print(table)
    reasons = list(_reasons(outcome.skipped).items())
    for reason, count in reasons[:SHOWN]:
        console.print(f"  skipped {count}: {escape(reason)}", soft_wrap=True)
    if len(reasons) > SHOWN:
        console.print(f"  … and {len(reasons) - SHOWN} more reasons")
    for step in outcome.failed[:SHOWN]:
        console.print(
            f"  failed at {step.stage} ({step.kind}): {escape(step.key)}: {escape(step.detail)}", soft_wrap=True
        )
    if len(outcome.failed) > SHOWN:
        console.print(f"  … and {len(outcome.failed) - SHOWN} more: ingest health --gaps")


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
