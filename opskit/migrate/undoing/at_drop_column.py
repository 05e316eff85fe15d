"""ALTER TABLE … DROP COLUMN, ALTER TYPE … DROP ATTRIBUTE: what goes with it comes back as migrate/definitions says it;
the column itself as the last of its table, for PostgreSQL has no other place, and without its values. Columns dropped
by one statement come back at once: an index may be over both."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible, Loss
from opskit.core.step import Reader
from opskit.migrate.column_before import added_beside
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import restored
from opskit.migrate.flow import command_kind
from opskit.migrate.named import Address
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import LATER, Undo
from opskit.value import replace


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(before: Before) -> Undo | Irreversible:
        if not dropped(clause, db, before, clause.node.name):
            known = clause.node.missing_ok or clause.node.name in added_beside(clause)
            return Undo() if known else LATER
        commands = [each.alter_table_cmd for each in clause.whole.cmds]
        names = [each.name for each in commands if command_kind(each) == "at_drop_column"]
        if names[0] != clause.node.name:
            return Undo((), Loss.OLD_DATA)  # with the first of them, whose undo runs last
        found = restored(db, [address for name in names for address in dropped(clause, db, before, name)])
        return replace(found, loss=Loss.OLD_DATA) if isinstance(found, Undo) else found

    return of_relation(clause, db, back)


def dropped(clause: Clause, db: Reader, before: Before, name: str) -> list[Address]:
    """The column, and those that inherit it."""
    rows = db.rows(fact("undo_dropped_columns"), oid=before.oid, column=name, heirs=clause.whole.relation.inh)
    return [Address(row["class"], row["oid"], row["sub"]) for row in rows]
