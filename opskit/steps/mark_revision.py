"""A migration is on its way back: seen by every operator until it is undone."""

from __future__ import annotations

from opskit.catalog.facts import record
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.step import Reader
from opskit.steps import observing
from opskit.value import Value


class MarkRevision(Value):
    revision: str
    name: str = "mark as undoing"

    def observe(self, db: Reader) -> str:
        return {row["revision"]: str(row["state"]) for row in observing.revisions(db)}.get(self.revision, "")

    def plan(self, seen: str) -> list[Change]:
        if seen in ("undoing", "undone", ""):
            return []
        params = {"revision": self.revision, "state": "undoing"}
        undone = Irreversible("a record")
        return [Change(f"{self.revision}: {self.name}", Statement(record("mark_revision"), params=params), undone)]
