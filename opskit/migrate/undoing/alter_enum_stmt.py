"""ALTER TYPE … ADD VALUE and RENAME VALUE of an enum."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.identifier import literal, qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import LATER, Undo

KEPT = Irreversible(
    "PostgreSQL cannot take a label of an enum away; one that no row has does no harm: leave it, or make a new type"
    " without it and change the columns to that"
)


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    rows = db.rows(fact("undo_enum"), type=qualified(*(each.string.sval for each in node.type_name)))
    if not node.old_val:
        there = bool(rows) and node.new_val in rows[0]["labels"]
        return Undo() if there and node.skip_if_new_val_exists else KEPT
    if not rows:
        return LATER
    return Undo((f"ALTER TYPE {rows[0]['type']} RENAME VALUE {literal(node.new_val)} TO {literal(node.old_val)}",))
