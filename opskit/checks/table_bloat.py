"""The estimate of `opskit bloat` for every table, its TOAST counted with it."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.bloat_findings import Params, findings
from opskit.core.bloat_heap import HeapFact, estimate_table
from opskit.core.step import Row


def refine(rows: Sequence[Row], params: Params) -> list[Row]:
    """`rows`: of the fact bloat_tables."""
    return findings(rows, lambda row: estimate_table(HeapFact.of(row)), params, "tables")
