"""opskit's own record in the database it changes: schema opskit with two tables."""

from __future__ import annotations

from opskit.catalog.facts import record
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.step import Reader, Row
from opskit.value import Value

_KEPT = Irreversible("the record of what was done stays")


class RecordSchema(Value):
    name: str = "opskit's record"

    def observe(self, db: Reader) -> Row:
        return db.rows(record("exists"))[0]

    def plan(self, seen: Row) -> list[Change]:
        wanted = [("schema", "create_schema"), ("revision", "create_revision"), ("statement", "create_statement")]
        missing = [
            Change(f"create opskit's own {part}", Statement(record(slug)), _KEPT)
            for part, slug in wanted
            if not seen[part]
        ]
        if not seen["revision"] or seen["objects_after"]:
            return missing
        return [*missing, Change("add to opskit's own revision", Statement(record("add_objects_after")), _KEPT)]
