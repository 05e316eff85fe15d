"""CREATE TRIGGER; OR REPLACE of one that is there puts the old one back, and whether it fires."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader
from opskit.migrate.created import dropped
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import replaced
from opskit.migrate.named import Name, find, present_name
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    relation, name = clause.node.relation, clause.node.trigname
    written = qualified(relation.schemaname, relation.relname)
    there = find(db, Name("trigger", relation=written, name=name)) if clause.node.replace else None
    if there:
        return replaced(db, there)
    return dropped("TRIGGER", f"{ident(name)} ON {present_name(db, relation)}")
