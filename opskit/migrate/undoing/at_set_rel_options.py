"""ALTER TABLE, INDEX, VIEW … SET (…)."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.options_before import given_back, pairs, written
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(before: Before) -> str:
        kept = {"": pairs(before.row["options"]), "toast": pairs(before.row["toast_options"])}
        return ", ".join(given_back(written(clause.node), kept))

    return of_relation(clause, db, back)
