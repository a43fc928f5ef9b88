"""Columns: the findings as `findings.parquet`, for programs that read tables by columns."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from .lines import rows
from .season import Season

if TYPE_CHECKING:
    from .results import Records

_GROUP = 1_000  # rows held in memory at a time
SCHEMA = pa.schema(
    [pa.field("counts", pa.bool_()) if name == "counts" else pa.field(name, pa.string())
     for name in ("unit", "file", "counts", "number", "issuer", "rule", "severity", "outcome",
                  "message", "place", "excerpt", "expected", "actual", "basis", "advice",
                  "obligation", "waived")]
)  # fmt: skip


def write(season: Season, records: Records, file: Path) -> None:
    """Writes the table, a group of rows at a time."""
    found = rows(season, records)
    with pq.ParquetWriter(str(file), SCHEMA, compression="zstd") as writer:
        while group := list(islice(found, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=SCHEMA))
