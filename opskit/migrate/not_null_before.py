"""Whether a column is NOT NULL before a statement changes that, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.step import Row
from opskit.migrate.column_before import each_its_own, own
from opskit.migrate.naming import chosen, parts
from opskit.migrate.relation_before import altered


def demanded(rows: Sequence[Row]) -> Iterator[str]:
    """NOT NULL again where it was. From 18 on it is a constraint that what inherits has too, and has a name and more to
    say, which is said where it is not what SET NOT NULL makes of it."""
    first = rows[0]
    if first["not_null_constraint"]:
        added = f"ADD CONSTRAINT {first['not_null_constraint']}" if _special(first) else _set(first)
        yield altered(first["kind"], first["relation"], added)
        return
    yield from each_its_own(rows, lambda row: _set(row) if row["not_null"] else "")


def waived(rows: Sequence[Row]) -> Iterator[str]:
    """Not demanded any more where it was not. Up to 17 a partition loses its own with that of its parent, and gets it
    back."""
    first = rows[0]
    if first["kind"] != "p":
        yield from each_its_own(rows, lambda row: "" if row["not_null"] else _drop(row))
    elif not first["not_null"]:
        yield altered(first["kind"], first["relation"], _drop(first))
        yield from (own(row, _set(row)) for row in rows if row["not_null"] and not row["not_null_constraint"])


def waived_below(rows: Sequence[Row]) -> Iterator[str]:
    """Children that had none of their own keep what was handed down to them, and lose it one by one."""
    yield from (own(row, _drop(row)) for row in rows[1:] if not row["not_null"])


def _special(row: Row) -> bool:
    """Whether its constraint is not the one that SET NOT NULL makes."""
    said = str(row["not_null_constraint"])
    name = chosen(parts(row["relation"])[1], [parts(row["column"])[1]], "not_null")
    given = parts(said.partition(" NOT NULL ")[0])[1]
    return given != name or said.endswith((" NOT VALID", " NO INHERIT"))


def _set(row: Row) -> str:
    return f"ALTER COLUMN {row['column']} SET NOT NULL"


def _drop(row: Row) -> str:
    return f"ALTER COLUMN {row['column']} DROP NOT NULL"
