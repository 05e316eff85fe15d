"""Every relation with what the catalog says of its bloat: the first look of `opskit bloat`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.catalog.facts import fact
from opskit.core.bloat import LOCKED, Estimate, cannot_tell
from opskit.core.bloat_btree import BtreeFact, estimate_btree
from opskit.core.bloat_heap import HeapFact, estimate_table
from opskit.core.bloat_remedy import Upkeep, holder
from opskit.core.step import Row
from opskit.errors import Inconclusive, UsageFault
from opskit.pg.reading import ReadSession
from opskit.value import Value, replace

_TWICE = 2


class Found(Value):
    """A relation. `row`: of the fact it comes from, bloat_btrees, bloat_tables or bloat_rest. `access` as in pg_am."""

    row: Row
    kind: str
    access: str
    estimate: Estimate

    @property
    def name(self) -> str:
        return str(self.row["qualified_name"])

    @property
    def relid(self) -> int:
        return int(self.row["relid"])

    @property
    def table(self) -> str:
        """Of an index; of a table empty."""
        return str(self.row.get("table_name") or "")

    @property
    def table_relid(self) -> int:
        """Of an index the table's, of a table its own."""
        return int(self.row.get("table_relid") or self.row["relid"])

    def noted(self, caveat: str) -> Found:
        return replace(self, estimate=replace(self.estimate, caveats=(*self.estimate.caveats, caveat)))


def found(db: ReadSession, names: Sequence[str]) -> list[Found]:
    """All relations, or those that were named with what belongs to them. UsageFault when a name means nothing."""
    chosen = _chosen(db, names)
    tables = [Found(row, row["kind"], "heap", estimate_table(HeapFact.of(row))) for row in _rows(db, "bloat_tables")]
    btrees = [Found(row, "index", "btree", estimate_btree(BtreeFact.of(row))) for row in _rows(db, "bloat_btrees")]
    rest = [Found(row, row["kind"], row["access_method"], _no_estimate(row)) for row in _rows(db, "bloat_rest")]
    return [each for each in (*tables, *btrees, *rest) if chosen is None or each.relid in chosen]


def _chosen(db: ReadSession, names: Sequence[str]) -> set[int] | None:
    if not names:
        return None
    rows = db.rows(fact("relations_named"), names=list(names))
    unknown = [name for name in names if name not in {row["given"] for row in rows}]
    if unknown:
        raise UsageFault(f"there is no table or index {unknown[0]}", "", "opskit bloat   (lists them all)")
    return {row["relid"] for row in rows}


def _rows(db: ReadSession, slug: str) -> Sequence[Row]:
    """The fact passes locked relations over; one that was locked in between is passed over the second time."""
    for _ in range(_TWICE):
        try:
            return db.rows(fact(slug), min_bytes=0)
        except Inconclusive as error:
            why = error.why
    raise Inconclusive("the sizes cannot be read right now (nothing was changed)", why, "opskit locks")


def _no_estimate(row: Row) -> Estimate:
    reason = LOCKED if row["is_locked"] else f"there is no estimate for {row['access_method']}"
    return cannot_tell(row["size_bytes"], reason)


def upkeep(db: ReadSession) -> Mapping[str, Upkeep]:
    """By the table's name."""
    horizon = db.rows(fact("horizon_holders"))
    installed = db.rows(fact("extension"), name="pg_repack")[0]["version"] is not None
    common = Upkeep(0.0, installed, holder(horizon), any(row["kind"] == "hidden" for row in horizon))
    return {row["qualified_name"]: _upkeep(row, common) for row in db.rows(fact("table_upkeep"))}


def _upkeep(row: Row, common: Upkeep) -> Upkeep:
    dead, live = row["dead_rows"], row["live_rows"]
    share = dead / (dead + live) if dead else 0.0
    return replace(common, dead_share=share, repack=common.repack and row["repackable"])
