"""The last line of a migration's record: it is applied, or undone."""

from __future__ import annotations

import json

from opskit.catalog.facts import record
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.fingerprint import SchemaFingerprint
from opskit.core.step import Reader
from opskit.steps import observing
from opskit.value import Value

_RECORD = Irreversible("a record")


class Seen(Value):
    state: str
    schema: SchemaFingerprint | None


class CloseRevision(Value):
    """`state` is `applied`, or `undone`, which also settles the records of its statements."""

    revision: str
    state: str
    run: str

    @property
    def name(self) -> str:
        return f"{self.revision}: record it as {self.state}"

    def observe(self, db: Reader) -> Seen:
        """The schema is read for what is about to be applied: by it a rollback tells what others have changed since."""
        state = {row["revision"]: str(row["state"]) for row in observing.revisions(db)}.get(self.revision, "")
        closes = (state, self.state) == ("applying", "applied")
        return Seen(state, observing.schema(db) if closes else None)

    def plan(self, seen: Seen) -> list[Change]:
        if seen.state == self.state:
            return []
        params = {"revision": self.revision, "run": self.run}
        if self.state == "applied":
            objects = json.dumps(dict(seen.schema.objects)) if seen.schema else None
            close = Statement(record("close_revision"), alone=True, params={**params, "objects": objects})
            return [Change(self.name, close, _RECORD)]
        settle = Statement(record("settle_statements"), alone=True, params=params)
        undone = Statement(record("undone_revision"), alone=True, params=params)
        return [
            Change(f"{self.revision}: settle its statements", settle, _RECORD),
            Change(self.name, undone, _RECORD),
        ]
