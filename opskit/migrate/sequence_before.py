"""Where a sequence stands before a statement, and the way back: never behind what it has given since, for a number
given twice is worse than one left out."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.core.identifier import literal
from opskit.core.step import Row


def position_back(row: Row, sequence: str) -> Iterator[str]:
    """Of a sequence that is still there. `row` has its position, None where it has given nothing yet, and its
    increment."""
    if row["position"] is not None:
        further = "GREATEST" if row["increment"] > 0 else "LEAST"
        yield (
            f"SELECT pg_catalog.setval({literal(sequence)}, {further}(s.last_value, {row['position']}))"  # noqa: S608 - a literal and numbers
            f" FROM {sequence} AS s"
        )


def position_set(row: Row, sequence: str) -> Iterator[str]:
    """Of a sequence that the way back makes anew."""
    if row["position"] is not None:
        yield f"SELECT pg_catalog.setval({literal(sequence)}, {row['position']})"
