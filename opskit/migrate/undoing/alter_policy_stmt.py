"""ALTER POLICY: an expression it had none of cannot be taken from it, so it is made anew."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import remade
from opskit.migrate.named import Name, find
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    table = clause.node.table
    relation = qualified(table.schemaname, table.relname)
    found = find(db, Name("policy", relation=relation, name=clause.node.policy_name))
    return remade(db, found) if found else LATER
