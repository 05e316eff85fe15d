"""SELECT, VALUES and TABLE: nothing, unless what they call or hold writes."""

from __future__ import annotations

from typing import Any

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible, Loss
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.created import made_relation
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo

_WRITES = ("insert_stmt", "update_stmt", "delete_stmt", "merge_stmt")
_ROWS = Irreversible("the rows that a WITH clause changed are not kept; bring them back from a copy taken before")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if clause.node.HasField("into_clause"):
        return made_relation(db, clause.node.into_clause.rel, "TABLE", Loss.NEW_DATA)
    if _changes_rows(clause.node):
        return _ROWS
    called = volatile(db, clause.node)
    if called:
        return Irreversible(f"what {called} did besides its answer is not known; write a down.sql that takes it back")
    return Undo()


def volatile(db: Reader, node: Any) -> str:
    """The first function that a statement calls and that may write, or empty."""
    names = sorted(_called(node))
    rows = db.rows(fact("world_functions"), named=names) if names else []
    return next((str(row["written"]) for row in rows if row["volatility"] == "v"), "")


def _called(node: Any) -> set[str]:
    found = set()
    if node.DESCRIPTOR.name == "FuncCall":
        found.add(qualified(*(each.string.sval for each in node.funcname)))
    for each in _below(node):
        found |= _called(each)
    return found


def _changes_rows(node: Any) -> bool:
    return any(each.DESCRIPTOR.name == "Node" and each.WhichOneof("node") in _WRITES for each in _below(node)) or any(
        _changes_rows(each) for each in _below(node)
    )


def _below(node: Any) -> list[Any]:
    found = [(each, value) for each, value in node.ListFields() if each.message_type]
    return [one for each, value in found for one in (value if each.is_repeated else [value])]
