"""Which indexes the known queries can do without, though none other means the same: a person has to decide, for it
rests on the workload being all there is. And which unique rules another rule implies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from opskit.core.index_redundancy import Shape
from opskit.core.need import Condition, Match, Need, Table, match
from opskit.value import Value, replace

# Rows that another index may lead to where this one leads to fewer: each is at most a page of 8 kB to fetch, and a
# hundred cached pages are read in under a millisecond.
FEW_ROWS = 100


class ByWorkload(Value):
    """`index` can perhaps go; `covered_by` serve its `queries` in its place. Never with a statement."""

    index: str
    table: str
    covered_by: Sequence[str]
    queries: Sequence[str]
    reason: str
    size_bytes: int


class Stock(Value):
    """All indexes with the conditions of their predicates, the needs of the workload, and the tables they speak of."""

    shapes: Sequence[Shape]
    predicates: Mapping[str, Sequence[Condition]]
    needs: Sequence[Need]
    tables: Mapping[str, Table]

    def having(self, shape: Shape, predicate: Sequence[Condition]) -> Stock:
        """The same with one index more."""
        return replace(self, shapes=[*self.shapes, shape], predicates={**self.predicates, shape.name: predicate})

    def match(self, shape: Shape, need: Need) -> Match | None:
        return match(shape, self.predicates.get(shape.name, ()), need) if shape.table == need.table else None


def by_workload(stock: Stock, leaving: Collection[str]) -> list[ByWorkload]:
    """`leaving` are redundant by what they mean already: told elsewhere, and no cover for others. An index that no
    query of the workload can use is not among them: of that the workload says nothing."""
    asked = {need.table for need in stock.needs}
    return [
        found for each in _tables(stock.shapes) if each[0].table in asked for found in _of_table(each, stock, leaving)
    ]


def _of_table(shapes: Sequence[Shape], stock: Stock, leaving: Collection[str]) -> list[ByWorkload]:
    gone = set(leaving)
    found = []
    for one in sorted(shapes, key=lambda shape: _order(shape, shapes)):
        if one.name in gone or one.enforces or not one.valid:
            continue
        others = [each for each in shapes if each.name not in gone | {one.name}]
        if redundant := _covered(one, others, stock):
            found.append(redundant)
            gone.add(one.name)
    return sorted(found, key=lambda each: each.index)


def implied(shapes: Sequence[Shape]) -> list[ByWorkload]:
    """Unique rules over more columns than another unique rule of the table needs. Columns with NULL are unique to both
    kinds alike where NULLs are distinct."""
    found = []
    for alike in _tables(shape for shape in shapes if shape.unique):
        for one in alike:
            by = next((each for each in alike if _implies(each, one)), None)
            if by:
                reason = f"what it keeps unique is unique already by {by.name} ({', '.join(by.columns)})"
                found.append(ByWorkload(one.name, one.table, [by.name], [], reason, one.size_bytes))
    return found


def _tables(shapes: Iterable[Shape]) -> list[list[Shape]]:
    """The indexes of each table, by its name."""
    tables: dict[str, list[Shape]] = {}
    for shape in shapes:
        tables.setdefault(shape.table, []).append(shape)
    return [tables[name] for name in sorted(tables)]


def _implies(by: Shape, one: Shape) -> bool:
    plain = not one.nulls_not_distinct and not by.deferrable and by.valid
    same_rows = by.predicate in ("", one.predicate)
    return plain and same_rows and set(by.keys) < set(one.keys) and one.rank < 3


def _order(shape: Shape, shapes: Sequence[Shape]) -> tuple[bool, int, int, str]:
    """What is soonest let go: one with the keys of a unique index beside it, the less used, the larger."""
    twin = any(other.enforces and other.name != shape.name and other.keys == shape.keys for other in shapes)
    return not twin, shape.scans, -shape.size_bytes, shape.name


def _covered(one: Shape, others: Sequence[Shape], stock: Stock) -> ByWorkload | None:
    served = [(need, found) for need in stock.needs if (found := stock.match(one, need))]
    if not served or not _keys_kept(one, others):
        return None
    table, covers = stock.tables.get(one.table), dict[str, list[str]]()
    for need, own in served:
        able = ((each, theirs) for each in others if (theirs := stock.match(each, need)))
        by = next((pair for pair in able if _as_good(own, pair[1], table)), None)
        if by is None:
            return None
        covers.setdefault(by[0].name, []).append(f"{need.query}{_dearer(own, by[1], table)}")
    queries = list(dict.fromkeys(need.query for need, _ in served))
    told = "; ".join(f"{name} serves {', '.join(dict.fromkeys(texts))}" for name, texts in covers.items())
    return ByWorkload(one.name, one.table, list(covers), queries, told, one.size_bytes)


def _dearer(own: Match, other: Match, table: Table | None) -> str:
    """In words, where the other one leads to more rows."""
    rows, more = (own.rows(table), other.rows(table)) if table else (None, None)
    if rows is None or more is None or round(more) <= round(rows):
        return ""
    return f" (by some {more:,.0f} rows instead of {rows:,.0f})"


def _keys_kept(one: Shape, others: Sequence[Shape]) -> bool:
    """Whether the foreign keys that it serves are served by another one too."""
    return all(any(key in each.serves for each in others) for key in one.serves)


def _as_good(own: Match, other: Match, table: Table | None) -> bool:
    if own.ordered and not other.ordered:
        return False
    if other.looked_up == own.looked_up:
        return True
    rows = other.rows(table) if table else None
    return rows is not None and rows <= FEW_ROWS
