"""ALTER FOREIGN TABLE … OPTIONS (…)."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.options_before import foreign_given_back
from opskit.migrate.relation_before import of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, lambda before: foreign_given_back(clause.node, before.row["foreign_options"]))
