"""`opskit bloat --exact`: relations read whole by the extension pgstattuple, within a budget of bytes."""

from __future__ import annotations

import time
from collections.abc import Sequence

from opskit.app.bloat_catalog import Found
from opskit.app.checking import mend
from opskit.app.voice import Voice
from opskit.catalog.facts import fact
from opskit.core.bloat import cannot_tell
from opskit.core.bloat_btree import BtreeFact
from opskit.core.bloat_exact import (
    AllButVisible,
    HeapReading,
    LeafReading,
    Visibility,
    exact_btree,
    exact_table,
    hash_pages,
    pending_list,
    visibility,
)
from opskit.core.bloat_heap import HeapFact
from opskit.core.size import words as size
from opskit.core.step import Row
from opskit.errors import NotPermitted, OpskitError, Unreachable
from opskit.pg.reading import ReadSession
from opskit.value import replace

# What is smaller cannot waste enough to be worth a word, and small B-trees are mostly rounding.
FLOOR_BYTES = 1024 * 1024
# The time limit of one reading: a disk slower than this is in trouble, or an application needs it more.
LEAST_S, BYTES_A_SECOND = 60.0, 10 * 1024 * 1024
OTHERWISE_S = 60.0  # of every other query of this session
_LIMIT = "select pg_catalog.set_config('statement_timeout', %(limit)s, false) as value"
_THERE = "select c.oid from pg_catalog.pg_class as c where c.oid = %(relid)s::bigint::oid"
_READABLE = ("heap", "btree", "gin", "hash")


class Reader:
    """`max_read`: bytes that may be read in all; `floor`: size from which on a relation is worth it. What cannot be
    read keeps its estimate, with the reason. `obstacle`: the statement without which nothing can be read. Unreachable
    when the connection is lost."""

    def __init__(self, db: ReadSession, voice: Voice, max_read: int, floor: int) -> None:
        self._db, self._voice = db, voice
        self._max, self._left, self._floor = max_read, max_read, floor
        self._schema, self.obstacle = self._means()
        self._visible: dict[int, Visibility] = {}
        self._live: dict[int, int] = {}
        self._upkeep = {row["qualified_name"]: row for row in db.rows(fact("table_upkeep"))}
        self._told_at = 0.0

    def read(self, relations: Sequence[Found]) -> list[Found]:
        if self.obstacle:
            return [each.noted(f"not read: {self.obstacle}") if _readable(each) else each for each in relations]
        ordered = sorted(relations, key=_most_expected_first)
        return [self._read(each) for each in ordered]

    def _means(self) -> tuple[str, str]:
        """The schema of the extension, and the statement without which it cannot be used; empty where there is none."""
        login = self._db.server.login
        rows = self._db.rows(fact("pgstattuple"))
        if not rows:
            return "", mend("extension pgstattuple", login)
        schema = rows[0]["schema"].replace("%", "%%")
        return schema, "" if rows[0]["may_execute"] else mend("role pg_stat_scan_tables", login)

    def _read(self, each: Found) -> Found:
        if not _readable(each):
            return each
        cost = self._cost(each)
        if each.estimate.size_bytes < self._floor and each.access != "gin":
            return each.noted(f"not read: below {size(self._floor)}")
        if cost > self._left:
            return each.noted(
                f"not read: {size(cost)} to read, {size(self._left)} left of --max-read {size(self._max)}"
            )
        if each.row.get("table_is_locked"):
            return each.noted("not read: its table is locked (opskit locks)")
        self._tell(each, cost)
        self._left -= cost
        self._limit(max(LEAST_S, cost / BYTES_A_SECOND))
        try:
            measured = _MEASURES[each.access](self, each)
        except OpskitError as error:
            return self._failed(each, error)
        self._limit(OTHERWISE_S)
        return measured

    def _failed(self, each: Found, error: OpskitError) -> Found:
        if isinstance(error, Unreachable) and not isinstance(error, NotPermitted):
            raise error
        self._limit(OTHERWISE_S)
        if not self._db.rows(_THERE, relid=each.relid):
            return replace(each, estimate=cannot_tell(0, "it was dropped meanwhile"))
        return each.noted(f"not read: {error.what}: {error.why}")

    def _tell(self, each: Found, cost: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= self._voice.every_s:
            self._told_at = now
            done = f"{size(self._max - self._left)} of at most {size(self._max)} read"
            self._voice.tell(f"reading {each.name} ({size(cost)}); {done}")

    def _cost(self, each: Found) -> int:
        """Bytes. With a B-tree are read the pages of its table that may hold dead rows, once for all of its indexes."""
        if each.access == "gin":
            return int(each.row["block_size"])
        beside = each.row["unsettled_bytes"] if each.access == "btree" and each.table_relid not in self._visible else 0
        return each.estimate.size_bytes + int(beside)

    def _limit(self, seconds: float) -> None:
        self._db.rows(_LIMIT, limit=f"{1000 * seconds:.0f}ms")

    def _call(self, function: str, relid: int) -> Row:
        call = f"{self._schema}.{function}(%(relid)s::bigint::oid::pg_catalog.regclass)"
        return self._db.rows(f"select r.* from {call} as r", relid=relid)[0]  # noqa: S608 - quoted by the server

    def _heap(self, each: Found) -> Found:
        toast = each.row["toast_relid"] if each.row["toast_bytes"] else None
        heap = _heap_reading(self._call("pgstattuple", each.relid))
        chunks = _heap_reading(self._call("pgstattuple", toast)) if toast else None
        self._live[each.relid] = heap.live
        row = {**each.row, "dead_share": heap.dead / (heap.dead + heap.live) if heap.dead else 0.0}
        return replace(each, row=row, estimate=exact_table(HeapFact.of(each.row), heap, chunks))

    def _btree(self, each: Found) -> Found:
        row = self._call("pgstatindex", each.relid)
        leaves = LeafReading(row["leaf_pages"], row["internal_pages"], row["avg_leaf_density"])
        seen = self._visibility(each)
        return replace(each, estimate=exact_btree(BtreeFact.of(each.row), leaves, seen))

    def _visibility(self, each: Found) -> Visibility:
        if each.table_relid not in self._visible:
            row = self._call("pgstattuple_approx", each.table_relid)
            counts = self._upkeep.get(each.table, {}) if each.row["live_rows"] is not None else {}
            self._visible[each.table_relid] = visibility(
                AllButVisible(row["approx_tuple_count"], row["dead_tuple_count"], row["scanned_percent"] / 100),
                self._live.get(each.table_relid), each.row["table_reltuples"], counts,
            )  # fmt: skip
        return self._visible[each.table_relid]

    def _gin(self, each: Found) -> Found:
        row = self._call("pgstatginindex", each.relid)
        said = pending_list(row["pending_pages"], row["pending_tuples"])
        over = row["pending_pages"] * each.row["block_size"] > (each.row["pending_limit"] or 0)
        return replace(each.noted(said), row={**each.row, "pending_over_limit": over})

    def _hash(self, each: Found) -> Found:
        row = self._call("pgstathashindex", each.relid)
        pages = sum(row[f"{name}_pages"] for name in ("bucket", "overflow", "bitmap", "unused"))
        return each.noted(hash_pages(pages, row["unused_pages"], row["free_percent"]))


_MEASURES = {"heap": Reader._heap, "btree": Reader._btree, "gin": Reader._gin, "hash": Reader._hash}


def _readable(each: Found) -> bool:
    """Not what is locked, invalid or of a method without a reader; and what is empty needs no reading."""
    usable = not each.row["is_locked"] and each.row.get("is_valid", True) and each.estimate.size_bytes > 0
    return usable and each.access in _READABLE


def _heap_reading(row: Row) -> HeapReading:
    return HeapReading(row["tuple_count"], row["tuple_len"], row["dead_tuple_count"])


def _most_expected_first(each: Found) -> tuple[int, int, str]:
    """What could not be estimated may be waste from end to end. An equal waste is looked for in the smaller first."""
    estimate = each.estimate
    expected = estimate.size_bytes if estimate.possible_bytes is None else estimate.possible_bytes
    return (-expected, estimate.size_bytes, each.name)
