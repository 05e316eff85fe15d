"""A GRANT or REVOKE taken back: what was there and goes is given again, what comes and was not there is taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from opskit.core.step import Reader, Row
from opskit.migrate.definitions.privileges import columns_of, granted, revoked
from opskit.migrate.roles import role_name
from opskit.value import Value

# What ALL is of a column.
_OF_A_COLUMN = ("INSERT", "REFERENCES", "SELECT", "UPDATE")


class Asked(Value):
    """What a statement gives or takes: privileges with the columns they are for (none for the whole), to whom. No
    privileges are all of them."""

    given: bool
    option: bool
    cascade: bool
    privileges: tuple[tuple[str, tuple[str, ...]], ...]
    grantees: tuple[str, ...]

    def names(self, row: Row) -> bool:
        """Whether a REVOKE takes the privilege of a row of undo_privileges away; that of a table takes columns' too."""
        if row["grantee"] not in self.grantees and not self.cascade:
            return False
        named = self.privileges or (("", ()),)
        return any(
            word in ("", row["privilege"]) and (not columns or row["column"] in columns) for word, columns in named
        )


def asked(db: Reader, node: Any) -> Asked:
    """By a GrantStmt."""
    return Asked(
        node.is_grant,
        node.grant_option,
        node.behavior == node.DESCRIPTOR.fields_by_name["behavior"].enum_type.values_by_name["DROP_CASCADE"].number,
        tuple(
            (each.access_priv.priv_name.upper(), columns_of(each.access_priv.cols))
            for each in node.privileges
        ),
        tuple(role_name(db, each.role_spec) for each in node.grantees),
    )  # fmt: skip


def taken_back(wanted: Asked, rows: Sequence[Row]) -> list[str]:
    """`rows` are those of one object, from undo_privileges."""
    if not wanted.given:
        return [sql for row in rows if row["privilege"] and wanted.names(row) for sql in granted(row)]
    had = {
        (row["column"], row["grantee"], row["privilege"]): bool(row["grantable"])
        for row in rows
        if row["grantor"] == row["owner"]
    }
    return list(_revoked(wanted, rows[0], had))


def _revoked(wanted: Asked, row: Row, had: dict[tuple[str, str, str], bool]) -> Iterator[str]:
    for grantee in wanted.grantees:
        for privilege, column in _each(wanted, row):
            place = {**row, "column": column}
            before = had.get((column, grantee, privilege))
            if before is None and grantee != row["owner"]:
                yield revoked(place, grantee, privilege)
            elif before is False and wanted.option and grantee != row["owner"]:
                yield revoked(place, grantee, privilege, "GRANT OPTION FOR ")


def _each(wanted: Asked, row: Row) -> Iterator[tuple[str, str]]:
    """Privilege and column (empty for the whole)."""
    for word, columns in wanted.privileges or (("", ()),):
        whole = [word] if word else row["all_of"]
        if not columns:
            yield from ((each, "") for each in whole)
        for column in columns:
            yield from ((each, column) for each in ([word] if word else _OF_A_COLUMN))
