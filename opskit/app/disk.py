"""The room a plan needs on the server's disk, and the room there is, where that can be known."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.catalog.facts import fact
from opskit.core.change import Change
from opskit.core.estimate import Kind
from opskit.core.finding import Finding
from opskit.core.plan import Plan
from opskit.core.step import Reader
from opskit.core.verdict import Severity
from opskit.core.way import Way
from opskit.migrate.ddl import Source
from opskit.migrate.forms.create_index import create_index
from opskit.migrate.parser import parse
from opskit.pg.disk_space import disk_space
from opskit.value import Value

# An index tuple has 8 bytes of header and 4 of line pointer, its data is aligned to 8 bytes, leaf pages are filled to
# 90 % (PostgreSQL 18, src/include/access/itup.h, nbtree.h). Deduplication only makes it smaller.
TUPLE_BYTES, ALIGN, FILL = 12, 8, 0.9
# A BRIN index has one entry for 128 pages; of other methods the size of the heap is taken, which is rarely exceeded.
BRIN_SHARE = 0.001
# Below that a server's disk is full for practical purposes: WAL and temporary files want some too.
RESERVE = 0.1


class Disk(Value):
    """`need_bytes`: what stays, and the largest temporary copy beside it. `free_bytes` is None where the server is on
    a machine that cannot be asked, or does not tell where its data lies; `total_bytes` is of that file system."""

    need_bytes: int
    free_bytes: int | None
    total_bytes: int | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        if self.free_bytes is None or self.total_bytes is None:
            return ()
        left = self.free_bytes - self.need_bytes
        if self.need_bytes == 0 or left >= RESERVE * self.total_bytes:
            return ()
        severity = Severity.CRITICAL if left < 0 else Severity.WARNING
        text = f"needs about {self.need_bytes:,} bytes of disk; {self.free_bytes:,} of {self.total_bytes:,} are free"
        return (Finding("disk", severity, "data directory", text, {}, "make room first, or plan fewer statements"),)


def disk(plan: Plan, db: Reader, way: Way | None) -> Disk:
    stays, temporary = 0, 0
    for change in plan.changes:
        for kept, beside in _room(change, db):
            stays, temporary = stays + kept, max(temporary, beside)
    free, total = disk_space(db, way)
    return Disk(stays + temporary, free, total)


def _room(change: Change, db: Reader) -> Iterator[tuple[int, int]]:
    """Bytes that stay, and bytes wanted only meanwhile: a sort's runs, the old files of a rewrite."""
    if change.work.kind is Kind.REWRITE:
        yield 0, change.work.bytes
    elif change.work.kind is Kind.BUILD:
        size = _index_bytes(change, db)
        yield size, size


def _index_bytes(change: Change, db: Reader) -> int:
    parsed = parse(change.do.sql)[-1]
    if parsed.kind != "index_stmt":
        return change.work.bytes
    index = create_index(parsed.node, Source(parsed.text, 1, 1))
    names = [each.index_elem.name for each in (*parsed.node.index_params, *parsed.node.index_including_params)]
    row = db.rows(fact("index_estimate"), relation=index.relation, columns=names)[0]
    method = parsed.node.access_method or "btree"
    if method == "btree" and row["rows"] is not None:
        aligned = -(-int(row["width"]) // ALIGN) * ALIGN
        return int(int(row["rows"]) * (TUPLE_BYTES + aligned) / FILL)
    return int(int(row["heap_bytes"]) * (BRIN_SHARE if method == "brin" else 1))
