"""ALTER DOMAIN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo

_OID = "select pg_catalog.to_regtype(%(type)s)::pg_catalog.oid::pg_catalog.int8 as oid"


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    row = _domain(db, qualified(*(each.string.sval for each in clause.node.type_name)))
    if row is None:
        return LATER
    named = clause.node.subtype in ("X", "V")
    if named and clause.node.name not in row["constraints"]:
        return Undo() if clause.node.missing_ok else LATER
    commands = _COMMANDS[clause.node.subtype](clause.node, row)
    return Undo(
        tuple(each if each.startswith("COMMENT") else f"ALTER DOMAIN {row['domain']} {each}" for each in commands)
    )


def _domain(db: Reader, name: str) -> Row | None:
    found = [row["oid"] for row in db.rows(_OID, type=name) if row["oid"]]
    with spelled_out(db):
        rows = db.rows(fact("undo_domain"), oid=found[0]) if found else ()
    return rows[0] if rows else None


def _default(node: Any, row: Row) -> Iterator[str]:
    yield f"SET DEFAULT {row['default']}" if row["default"] else "DROP DEFAULT"


def _demanded(node: Any, row: Row) -> Iterator[str]:
    """From 17 on NOT NULL has a name."""
    if row["not_null"]:
        named = [each for each in row["constraints"].values() if each["type"] == "n"]
        yield from (f"ADD CONSTRAINT {each['name']} NOT NULL" for each in named)
        if not named:
            yield "SET NOT NULL"


def _waived(node: Any, row: Row) -> Iterator[str]:
    if not row["not_null"]:
        yield "DROP NOT NULL"


def _without(node: Any, row: Row) -> Iterator[str]:
    constraint = getattr(node, "def").constraint
    if enum_word(constraint, "contype") == "CONSTR_NOTNULL":
        yield from _waived(node, row)
        return
    name = constraint.conname or chosen(row["name"], (), "check", row["names_taken"])
    yield f"DROP CONSTRAINT IF EXISTS {ident(name)}"


def _with(node: Any, row: Row) -> Iterator[str]:
    constraint = row["constraints"][node.name]
    yield f"ADD CONSTRAINT {constraint['name']} {constraint['definition']}"
    yield from _remarked(row, constraint)


def _unproven(node: Any, row: Row) -> Iterator[str]:
    """NOT VALID again: PostgreSQL has no other way than to drop it and add it so."""
    if not row["constraints"][node.name]["validated"]:
        yield f"DROP CONSTRAINT {ident(node.name)}"
        yield from _with(node, row)


def _remarked(row: Row, constraint: Mapping[str, Any]) -> Iterator[str]:
    if constraint["comment"]:
        yield f"COMMENT ON CONSTRAINT {constraint['name']} ON DOMAIN {row['domain']} IS {constraint['comment']}"


# AlterDomainStmt.subtype.
_COMMANDS = {"T": _default, "N": _demanded, "O": _waived, "C": _without, "X": _with, "V": _unproven}
