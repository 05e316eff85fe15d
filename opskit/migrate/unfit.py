"""What an index must be to serve a constraint."""

from __future__ import annotations

from opskit.migrate.world import Index, Relation


def unfit(index: Index) -> str | None:
    """The error of ADD CONSTRAINT … USING INDEX."""
    if not index.valid:
        return f"55000: index {index.name} is not valid"
    if index.constraint:
        return f"55000: index {index.name} is already associated with a constraint"
    if not index.unique:
        return f"42809: {index.name} is not a unique index"
    if index.partial:
        return f"42809: index {index.name} is a partial index"
    return f"42809: index {index.name} contains expressions" if index.expressions else None


def without_key(parent: Relation | None, columns: tuple[str, ...]) -> str | None:
    """The error of a foreign key to columns that no unique index is on, or to a table without a primary key."""
    if parent is None or not parent.whole:
        return None
    if not columns:
        has = any(each.kind == "p" for each in parent.constraints.values())
        return None if has else f"42704: there is no primary key for referenced table {parent.name}"
    missing = next((name for name in columns if name not in parent.columns), "")
    if missing:
        return f'42703: column "{missing}" referenced in foreign key constraint does not exist'
    fits = any(
        each.unique and each.valid and not each.partial and set(each.columns) == set(columns)
        for each in parent.indexes.values()
    )
    return None if fits else f"42830: there is no unique constraint matching given keys for {parent.name}"
