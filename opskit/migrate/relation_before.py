"""The relation of an ALTER TABLE as it is before the statement, and the way back to that."""

from __future__ import annotations

from collections.abc import Callable

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import LATER, Undo
from opskit.value import Value

# pg_class.relkind where ALTER TABLE is not what changes it.
_KEYWORDS = {
    "v": "VIEW",
    "m": "MATERIALIZED VIEW",
    "i": "INDEX",
    "I": "INDEX",
    "S": "SEQUENCE",
    "f": "FOREIGN TABLE",
    "c": "TYPE",
}
_HAVE_HEIRS = ("r", "p", "f")


class Before(Value):
    """`row` is that of the fact undo_relation."""

    row: Row

    @property
    def relation(self) -> str:
        return str(self.row["relation"])

    @property
    def oid(self) -> int:
        return int(self.row["oid"])

    def alter(self, command: str) -> str:
        return altered(self.row["kind"], self.relation, command)


def altered(kind: str, relation: str, command: str) -> str:
    return f"ALTER {_KEYWORDS.get(kind, 'TABLE')} {relation} {command}"


def altered_only(kind: str, relation: str, command: str) -> str:
    """Not what inherits from it."""
    only = "ONLY " * (kind in _HAVE_HEIRS)
    return altered(kind, only + relation, command)


def of_relation(clause: Clause, db: Reader, back: Callable[[Before], Undo | Irreversible | str]) -> Undo | Irreversible:
    """`back` says the command that makes it what it was, empty where nothing is to be done, or the whole undo. A
    temporary relation is gone with its session."""
    rows = db.rows(fact("undo_relation"), relation=clause.relation)
    if not rows:
        return absent(clause)
    before = Before(rows[0])
    if before.row["persistence"] == "t":
        return Undo()
    found = back(before)
    if not isinstance(found, str):
        return found
    return Undo((before.alter(found),)) if found else Undo()


def absent(clause: Clause) -> Undo | Irreversible:
    return Undo() if clause.whole.missing_ok else LATER
