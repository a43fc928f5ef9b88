"""JSON format: one object for one plan, an array for several (rules/schema/report.schema.json)."""

from __future__ import annotations

from typing import IO

from ..batch import Batch


def write(batch: Batch, stream: IO[str]) -> None:
    """Writes the reports as other programs, and `--baseline`, read them."""
    texts = [report.to_json() for report in batch.reports]
    stream.write((texts[0] if batch.single else "[" + ",\n".join(texts) + "]") + "\n")
