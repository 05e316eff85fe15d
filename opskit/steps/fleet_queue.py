"""The queue of a fleet, beside the ledger: schema opskit_fleet, what procrastinate makes in it, and the answers."""

from __future__ import annotations

from opskit.catalog.facts import fleet
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.step import Reader, Row
from opskit.value import Value

_KEPT = Irreversible("drop schema opskit_fleet cascade takes all of it away; nothing in it lasts")
# How each is observed, its file in sql/fleet, what it is for. The queue itself has no file.
_PARTS = (
    ("schema", "create_schema", "the schema of the queue"),
    ("queue", "", "its tables and functions, as {version} makes them"),
    ("outcome", "create_outcome", "the table of the workers' answers"),
    ("entered", "grant_schema", "writers of the ledger may look into the schema"),
    ("writable", "grant_tables", "they may hand in, take and answer"),
    ("numbered", "grant_sequences", "and number what they hand in"),
)


class FleetQueue(Value):
    """`script` makes what procrastinate of this `version` needs."""

    script: str
    version: str
    name: str = "the queue of the fleet"

    def observe(self, db: Reader) -> Row:
        return db.rows(fleet("exists"))[0]

    def plan(self, seen: Row) -> list[Change]:
        missing = [(slug, summary) for part, slug, summary in _PARTS if not seen[part]]
        return [self._change(slug, summary) for slug, summary in missing]

    def _change(self, slug: str, summary: str) -> Change:
        sql = fleet(slug) if slug else self.script
        return Change(summary.format(version=self.version), Statement(sql), _KEPT)
