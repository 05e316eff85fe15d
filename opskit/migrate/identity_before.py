"""An identity column as it is before a statement, and the commands that make it that."""

from __future__ import annotations

from opskit.core.step import Row

_WORDS = {"a": "ALWAYS", "d": "BY DEFAULT"}


def generated(row: Row) -> str:
    """GENERATED … AS IDENTITY with the sequence it had."""
    options = " ".join(row["sequence_options"])
    return f"GENERATED {_WORDS[row['identity']]} AS IDENTITY (SEQUENCE NAME {row['sequence']} {options})"


def set_back(row: Row) -> str:
    """All that ALTER COLUMN … SET can say of it."""
    options = " ".join(f"SET {each}" for each in row["sequence_options"])
    return f"ALTER COLUMN {row['column']} SET GENERATED {_WORDS[row['identity']]} {options}"
