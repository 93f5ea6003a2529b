"""Find installed sources without importing them; build the plugin manager of one run."""

from __future__ import annotations

import difflib
import importlib.util
import inspect
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pluggy

from ingest import hookspecs
from ingest.defaults import Defaults
from ingest.errors import ContractError, UsageError
from ingest.records import SourceInfo

SOURCES = "ingest.sources"
WRAPPERS = "ingest.wrappers"
REQUIRED = ("source", "identify", "discover", "parse")


def installed(entries: Iterable[EntryPoint] | None = None, group: str = SOURCES) -> dict[str, EntryPoint]:
    """Map source name to entry point, importing nothing. Two distributions may not share a name."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=group) if entries is None else entries:
        first = found.setdefault(entry.name, entry)
        if first.value != entry.value:
            raise UsageError(f"two plugins are called {entry.name!r}: {first.value} and {entry.value}")
    return dict(sorted(found.items()))


def load(name: str, entries: Iterable[EntryPoint] | None = None) -> object:
    """Import one source. A broken plugin harms nobody else's run.

    Raises UsageError for a name that is not installed and ContractError for a plugin that cannot be imported.
    """
    sources = installed(entries)
    if name not in sources:
        near = difflib.get_close_matches(name, sources, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"no source is called {name!r}. {hint}Installed: {', '.join(sources) or 'none'}.")
    return _import(sources[name])


def wrappers(entries: Iterable[EntryPoint] | None = None) -> dict[str, object]:
    """Import every cross-cutting plugin."""
    return {name: _import(entry) for name, entry in installed(entries, WRAPPERS).items()}


def load_file(path: Path) -> object:
    """Import a source that is not installed, from one Python file."""
    if not path.is_file():
        raise UsageError(f"no plugin file at {path}")
    spec = importlib.util.spec_from_file_location(f"ingest_plugin_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ContractError(f"plugin {path} cannot be imported: {type(error).__name__}: {error}") from error
    return module


def manager(name: str, source: object, extra: Mapping[str, object] | None = None) -> pluggy.PluginManager:
    """Build the plugin manager of one run: the core's defaults, one source, the wrappers.

    Raises ContractError, naming plugin and hook, for everything pluggy would accept in silence.
    """
    pm = pluggy.PluginManager("ingest")
    pm.add_hookspecs(hookspecs)
    try:
        pm.register(source, name=name)
        for wrapper_name, wrapper in (extra or {}).items():
            pm.register(wrapper, name=wrapper_name)
        pm.check_pending()
    except pluggy.PluginValidationError as error:
        raise ContractError(f"plugin {name!r}: {error}") from error
    _check(pm, name)
    pm.register(Defaults(describe(pm, name)), name="ingest.defaults")
    return pm


def describe(pm: pluggy.PluginManager, name: str) -> SourceInfo:
    """Ask the source who it is."""
    try:
        info = pm.hook.source()
    except Exception as error:
        raise ContractError(f"plugin {name!r}: source() raised {type(error).__name__}: {error}") from error
    if not isinstance(info, SourceInfo):
        raise ContractError(f"plugin {name!r}: source() must give a SourceInfo, not {type(info).__name__}")
    return info


def _check(pm: pluggy.PluginManager, name: str) -> None:
    """Refuse what pluggy accepts: async hooks, missing hooks, wrappers that answer for a source."""
    answered: set[str] = set()
    for hook in vars(pm.hook).values():
        for impl in hook.get_hookimpls():
            label = f"{impl.plugin_name}.{hook.name}"
            function = impl.function
            if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
                raise ContractError(f"hooks are plain functions, but {label} is async")
            if impl.wrapper or impl.hookwrapper:
                continue
            if impl.plugin_name != name:
                raise ContractError(f"only the source may answer a hook; make {label} a wrapper")
            answered.add(hook.name)
    if missing := [hook for hook in REQUIRED if hook not in answered]:
        raise ContractError(f"source {name!r} does not implement: {', '.join(missing)}")


def _import(entry: EntryPoint) -> object:
    try:
        plugin: object = entry.load()
    except Exception as error:
        raise ContractError(
            f"plugin {entry.name!r} ({entry.value}) cannot be imported: {type(error).__name__}: {error}"
        ) from error
    return plugin
