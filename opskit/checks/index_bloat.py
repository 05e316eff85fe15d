"""The estimate of `opskit bloat` for every B-tree."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.bloat_btree import BtreeFact, estimate_btree
from opskit.core.bloat_findings import Params, findings
from opskit.core.bloat_remedy import index_remedy
from opskit.core.step import Row


def refine(rows: Sequence[Row], params: Params) -> list[Row]:
    """`rows`: of the fact bloat_btrees. `statement` rebuilds the index."""
    exclusion = {row["qualified_name"]: row["is_exclusion"] for row in rows}
    return [
        {**found, "statement": index_remedy(found["object"], exclusion[found["object"]], 0).statement}
        if found.get("seen", True)
        else found
        for found in findings(rows, lambda row: estimate_btree(BtreeFact.of(row)), params, "B-trees")
    ]
