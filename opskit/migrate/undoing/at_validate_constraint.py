"""ALTER TABLE … VALIDATE CONSTRAINT: NOT VALID again where it was. Of one that is proved everywhere there is nothing to
take back."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.constraint_before import of_constraint, unproven_again
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_constraint(clause, db, clause.node.name, lambda _, rows: Undo(tuple(unproven_again(rows))))
