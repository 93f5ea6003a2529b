"""The ``ingest`` command: one module per task, the errors' exit codes in one place."""

from __future__ import annotations

import signal
import sys
import tomllib
from pathlib import Path
from types import FrameType
from typing import Any

import click

from ingest.cli.asking import problems, search
from ingest.cli.evaluating import evaluate
from ingest.cli.inspecting import inspect
from ingest.cli.keeping import forget, health, verify
from ingest.cli.listing import sources
from ingest.cli.publishing import export, serve, snapshot
from ingest.cli.running import run
from ingest.errors import IngestError

INTERRUPTED = 130
SETTINGS = Path("ingest.toml")


def _settings() -> dict[str, Any]:
    """Defaults of every command, from ``ingest.toml`` in the current folder: ``[run] db = "x.db"``.

    What ``ingest run`` writes is what the other commands read, unless their own table says otherwise.
    """
    if not SETTINGS.is_file():
        return {}
    try:
        tables = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{SETTINGS}: {error}") from error
    settings = {command: _by_parameter(command, values) for command, values in tables.items()}
    if written := settings.get("run", {}).get("db"):
        for name, command in cli.commands.items():
            if any(option.name == "db" for option in _options(command)):
                settings.setdefault(name, {}).setdefault("db", written)
    return settings


def _by_parameter(command: str, values: object) -> dict[str, Any]:
    """The values of a table by click's names. Raises UsageError for a command or an option that does not exist."""
    if command not in cli.commands or not isinstance(values, dict):
        raise click.UsageError(f"{SETTINGS}: there is no command [{command}]")
    names = {_long_name(option): str(option.name) for option in _options(cli.commands[command])}
    for name in values:
        if name not in names:
            raise click.UsageError(f"{SETTINGS}: ingest {command} has no option --{name}")
    return {names[name]: value for name, value in values.items()}


def _options(command: click.Command) -> list[click.Option]:
    return [option for option in command.params if isinstance(option, click.Option)]


def _long_name(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ingest-communiques", prog_name="ingest")
@click.pass_context
def cli(context: click.Context) -> None:
    """Read official communiqués: who signed what with whom, when and where, and which sentence says so.

    \b
    Start here:
      ingest run --source kazinform --sample     read the pages that ship with the source, into sample.db
      ingest serve --db sample.db --open         look at the result in a browser
      ingest run --source kazinform              read the live site, into communiques.db
      ingest inspect page.html                   show what would be read from one page, with its evidence

    Exit codes: 0 done, also when nothing was new; 1 pages could not be read; 2 wrong usage or database;
    3 a plugin broke the interface; 4 the source was not available; 130 interrupted.
    """  # noqa: D301 - click's mark for lines that are not joined
    context.default_map = _settings()


for command in (run, inspect, sources, health, verify, export, snapshot, serve, search, problems, forget, evaluate):
    cli.add_command(command)
    for option in _options(command):
        option.envvar = f"INGEST_{command.name}_{_long_name(option)}".upper().replace("-", "_")


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Run the command and end with its exit code; errors are one line on standard error."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = cli.main(standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("interrupted; what was committed stays, the next run continues", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except IngestError as error:
        click.echo(f"error: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    sys.exit(code or 0)
