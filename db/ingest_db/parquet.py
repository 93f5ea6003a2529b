"""Rows as Parquet, where pyarrow is installed (the extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import IO, Any

from ingest.errors import UsageError

GROUP = 50_000
"""Rows of a row group."""
NUMBERS = {"ordinal": "int64", "in_main_event": "bool_", "party_implied": "bool_", "confidence": "float64"}
"""Columns that are no text, with the name of their Arrow type."""


def available() -> bool:
    """Say whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


def write_parquet(columns: Sequence[str], rows: Iterable[Sequence[Any]], out: IO[bytes]) -> None:
    """Write rows in groups. Raises UsageError where pyarrow is missing."""
    if not available():
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'ingest-communiques[parquet]'")
    import pyarrow as pa  # noqa: PLC0415 - optional, and slow to load
    from pyarrow import parquet  # noqa: PLC0415

    schema = pa.schema([(name, getattr(pa, NUMBERS.get(name, "string"))()) for name in columns])
    waiting = iter(rows)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while group := list(islice(waiting, GROUP)):
            arrays = [
                pa.array([_typed(name, row[at]) for row in group], schema.field(name).type)
                for at, name in enumerate(columns)
            ]
            writer.write_table(pa.table(arrays, schema=schema))


def _typed(name: str, value: Any) -> Any:
    return bool(value) if NUMBERS.get(name) == "bool_" and value is not None else value
