"""An index that a constraint takes over with USING INDEX, given back to itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.catalog.facts import fact
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.migrate.naming import chosen
from opskit.migrate.parser import deparse, parse
from opskit.migrate.relation_before import Before
from opskit.migrate.spelled_out import spelled_out


def index(db: Reader, before: Before, name: str) -> Row | None:
    """The row of the fact undo_index; None where it is not there yet."""
    with spelled_out(db):
        rows = db.rows(fact("undo_index"), oid=before.oid, name=name)
    return rows[0] if rows else None


def given_back(before: Before, row: Row, dropped: Sequence[str]) -> Iterator[str]:
    """The constraint takes its index along. Another is built beside it first, while reads and writes go on, so that
    uniqueness holds all the time; `dropped` are the statements that drop the constraint."""
    passing = chosen(row["name"], (), "opskit_back")
    place = f"{row['schema']}.{ident(passing)}"
    yield f"DROP INDEX CONCURRENTLY IF EXISTS {place}"
    yield _built(row, passing)
    if row["replica_identity"]:
        yield before.alter(f"REPLICA IDENTITY USING INDEX {ident(passing)}")
    yield from dropped
    yield f"ALTER INDEX {place} RENAME TO {ident(row['name'])}"
    if row["clustered"]:
        yield before.alter(f"CLUSTER ON {ident(row['name'])}")
    if row["comment"]:
        yield f"COMMENT ON INDEX {row['schema']}.{ident(row['name'])} IS {row['comment']}"


def _built(row: Row, name: str) -> str:
    node = parse(row["definition"])[0].node
    node.idxname, node.concurrent, node.table_space = name, True, row["tablespace"]
    return deparse("index_stmt", node)
