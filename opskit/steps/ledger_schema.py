"""The ledger in PostgreSQL: schema opskit_ledger, its one table, its one way in, and the two roles that may use it."""

from __future__ import annotations

from opskit.catalog.facts import ledger
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.value import Value

_KEPT = Irreversible("a record that can be taken away is none")
# What there has to be, in this order: how it is observed, its file in sql/ledger, what it is for.
_PARTS = (
    ("reader", "create_reader", "a group role for those who read it"),
    ("writer", "create_writer", "a group role for those who append to it"),
    ("schema", "create_schema", "the schema of the ledger"),
    ("event", "create_event", "the table of events"),
    ("newest", "create_newest", "an index for the newest event of each kind and subject"),
    ("kind", "create_kind", "an index for the kinds of which every event counts"),
    ("entry", "create_entry", "an index by run and time"),
    ("refuse", "create_refuse", "the function that refuses to edit"),
    ("guarded", "create_guard", "the trigger that refuses update, delete and truncate"),
    ("always_guarded", "guard_always", "the same for sessions that switch triggers off"),
    ("append", "create_append", "the function that numbers, stamps, seals and appends"),
    ("closed", "close_functions", "nobody calls it who was not let in"),
    ("entered", "grant_schema", "both roles may look into the schema"),
    ("readable", "grant_event", "both roles may read"),
    ("writable", "grant_append", "writers may append"),
)
# Functions are compared by their bodies: one that somebody has replaced is put back.
_BODIES = ("refuse", "append")


class LedgerSchema(Value):
    name: str = "the ledger"

    def observe(self, db: Reader) -> Row:
        return db.rows(ledger("exists"))[0]

    def plan(self, seen: Row) -> list[Change]:
        """A function that is new is open to all until it is closed, in the same plan."""
        there = {**seen, "closed": bool(seen["refuse"] and seen["append"] and not seen["open_to_all"])}
        there |= {part: seen[part] == _body(f"create_{part}") for part in _BODIES}
        wanted = [(slug, summary) for part, slug, summary in _PARTS if not there[part]]
        return [Change(summary, Statement(ledger(slug)), _KEPT, obstacles=_obstacles(seen)) for slug, summary in wanted]


def _body(slug: str) -> str:
    return ledger(slug).split("$body$")[1]


def _obstacles(seen: Row) -> tuple[Finding, ...]:
    """What is sealed is UTF-8, and any name or statement may be in it."""
    if seen["encoding"] == "UTF8":
        return ()
    text = f"the database is encoded in {seen['encoding']}: a ledger needs one in UTF8"
    return (Finding("ledger_schema:encoding", Severity.CRITICAL, "the ledger", text),)
