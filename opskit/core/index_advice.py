"""Which index a query lacks: equality columns first, then those of its order or a range, what is the same for every
query as the predicate."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.identifier import ident
from opskit.core.index_redundancy import Shape
from opskit.core.need import EQUAL, Condition, Match, Need, Table
from opskit.core.workload_redundancy import Stock
from opskit.value import Value

# A table of fewer pages is read whole, whatever indexes it has.
SMALL_TABLE_PAGES = 10
# Of an index that leads to more of its table than that nothing is promised: a judgement, on the careful side of the
# planner's own (which depends on how scattered the rows are).
MOST = 0.05
# Rows that are sorted for each one that is returned, and at least; and either so many that fetching them alone takes a
# millisecond or more, or so large a part of the table that they will be that many when it has grown.
SORTED_FOR_ONE, SORTED, MANY, LARGE_PART = 10, 100, 1000, 0.1


class Reading(Value):
    """How a table is read for a need today. `whole`: by a sequential scan; `share` of its rows are wanted; `sorted`
    rows go into a sort of which the first are taken; `by_index`: by an index when it may not be read whole."""

    whole: bool
    share: float | None
    sorted: float = 0
    by_index: bool = False


class Candidate(Value):
    """`keys` as SQL; `fixed` are the conditions of its predicate."""

    table: str
    keys: Sequence[str]
    fixed: Sequence[Condition]
    reason: str

    @property
    def predicate(self) -> str:
        return " and ".join(each.text for each in self.fixed)


def candidate(need: Need, reading: Reading, stock: Stock) -> Candidate | None:
    """None where the need is served, or no B-tree would serve it better, or nothing is known of the table: it was never
    analysed, or it is partitioned."""
    table = stock.tables.get(need.table)
    if table is None or table.rows is None or table.pages < SMALL_TABLE_PAGES:
        return None
    matches = [found for shape in stock.shapes if (found := stock.match(shape, need))]
    if _sorts_much(need, reading, table.rows) and not any(each.ordered for each in matches):
        text = f"sorts some {reading.sorted:,.0f} rows to return {need.limit:,.0f}: no index gives them in that order"
        return _built(need, stock.needs, need.order, text)
    looked_up = any(each.looked_up for each in matches)
    share = _found(need, table, reading)
    if not reading.whole or looked_up or share is None or share > MOST:
        return None
    text = f"reads its table whole for {share:.1%} of its rows: no index finds them"
    return _built(need, stock.needs, [ident(each) for each in need.ranges[:1]], text)


def beyond_b_trees(need: Need, reading: Reading, stock: Stock) -> Sequence[str]:
    """The conditions for which a table of some size is read whole, where no B-tree could look them up."""
    table = stock.tables.get(need.table)
    large = table is not None and table.pages >= SMALL_TABLE_PAGES
    served = any(found.looked_up for shape in stock.shapes if (found := stock.match(shape, need)))
    return need.others if large and reading.whole and not served else ()


def _sorts_much(need: Need, reading: Reading, rows: float) -> bool:
    """With a condition that no index looks up, reading in order may come to an end late or never."""
    enough = reading.sorted >= max(SORTED, SORTED_FOR_ONE * need.limit)
    matters = reading.sorted >= min(MANY, LARGE_PART * rows)
    return bool(need.order) and enough and matters and not need.others


def _found(need: Need, table: Table, reading: Reading) -> float | None:
    """The share of the table that an index on its columns would lead to; the planner's own, unless that counts
    conditions which no index looks up."""
    if not need.others:
        return reading.share
    found = Match(need.equal).rows(table)
    return found / table.rows if found is not None and table.rows else None


def as_shape(new: Candidate, name: str) -> Shape:
    """The candidate as if it were there, so that the next query that it serves wants no index of its own."""
    ways = [_way(key) for key in new.keys]
    columns = tuple(column_of(key) for key in new.keys)
    return Shape(
        name=name, table=new.table, method="btree", keys=columns, directions=tuple(ways), columns=columns,
        include=frozenset(), predicate=new.predicate, unique=False, primary=False, nulls_not_distinct=False,
        deferrable=False, valid=True, partitioned=False, enforces="", constraint="", scans=0, size_bytes=0,
    )  # fmt: skip


def _built(need: Need, needs: Sequence[Need], last: Sequence[str], reason: str) -> Candidate | None:
    fixed = [each for each in need.conditions if each.fixed and each.column and _always(each, needs, need.table)]
    names = {each.column for each in fixed}
    calls = [each for each in need.equal if each not in names]
    varied = [each for each in calls if each not in {c.column for c in need.conditions if c.fixed}]
    columns = [*varied, *(each for each in calls if each not in varied)]
    keys = [*(ident(each) for each in columns), *(_short(each) for each in last)]
    if not keys:
        keys, fixed = [ident(each) for each in need.equal], []
    if not keys:
        return None
    return Candidate(need.table, keys, fixed, reason)


def _always(condition: Condition, needs: Sequence[Need], table: str) -> bool:
    """Whether every query that has a condition on that column has this one: then an index need hold no other rows."""
    asked = [
        each.text for need in needs if need.table == table for each in need.conditions
        if each.column == condition.column and each.operator in EQUAL
    ]  # fmt: skip
    return condition.operator in EQUAL and set(asked) == {condition.text}


def _way(key: str) -> str:
    """How a key as SQL runs, with everything said."""
    usual = {"": "asc nulls last", " desc": "desc nulls first", " asc nulls first": "asc nulls first"}
    said = key.removeprefix(column_of(key))
    return usual.get(said, said.strip())


def column_of(key: str) -> str:
    for way in (" desc nulls last", " asc nulls first", " desc"):
        if key.endswith(way):
            return key.removesuffix(way)
    return key


def _short(key: str) -> str:
    """Without what PostgreSQL takes for granted."""
    return key.removesuffix(" asc nulls last").replace(" desc nulls first", " desc")
