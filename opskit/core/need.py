"""What a query asks of a table, and how far an index serves that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.core.identifier import ident
from opskit.core.index_redundancy import Shape
from opskit.value import Value, field

EQUAL, RANGE = ("=", "is null", "is true", "is false"), ("<", "<=", ">", ">=")


class Condition(Value):
    """One condition on one column; `value` is a constant as SQL, empty where it changes from call to call. `column` is
    empty for a condition that no B-tree on plain columns looks up. `text` is SQL, without casts."""

    text: str
    column: str = ""
    operator: str = ""
    value: str = ""

    @property
    def fixed(self) -> bool:
        """The same for every call, so that it may be the predicate of an index."""
        return bool(self.value) or self.operator.startswith("is ")


class Need(Value):
    """One scan of a table in a query. `joins` are columns equal to those of another table of which the query wants few
    rows; `order` the sort keys as in `posted_at desc`, all of them of this table, of a query that takes the first
    `limit` rows; `mentions` every column by which it finds, joins, sorts or groups rows in a way that some index may
    help, and the empty name where that may be any column."""

    query: str
    table: str
    conditions: Sequence[Condition] = ()
    joins: Sequence[str] = ()
    order: Sequence[str] = ()
    limit: float = 0
    mentions: frozenset[str] = frozenset()

    @property
    def equal(self) -> list[str]:
        own = [each.column for each in self.conditions if each.operator in EQUAL]
        return list(dict.fromkeys([*own, *self.joins]))

    @property
    def ranges(self) -> list[str]:
        return list(dict.fromkeys(each.column for each in self.conditions if each.operator in RANGE))

    @property
    def others(self) -> list[str]:
        return [each.text for each in self.conditions if not each.column]

    def implies(self, predicate: Condition) -> bool:
        """As far as PostgreSQL's own prover goes for conditions on one column with constants (predtest.c)."""
        return any(_implies(each, predicate) for each in self.conditions) or (
            predicate.operator == "is not null" and predicate.column in self.joins
        )


class Table(Value):
    """`rows` is the planner's estimate, None where there is none; `distinct` maps a column to how many different values
    it has, where that is known."""

    rows: float | None
    pages: int
    distinct: Mapping[str, float] = field(default_factory=dict)


class Match(Value):
    """`equal` are the columns by whose values rows are found in the index, `range` one more of which a part is read;
    `ordered`: it gives the rows in the order asked."""

    equal: Sequence[str] = ()
    range: str = ""
    ordered: bool = False

    @property
    def looked_up(self) -> set[str]:
        return {*self.equal, *([self.range] if self.range else [])}

    def rows(self, table: Table) -> float | None:
        """How many rows it leads to, as the planner reckons with independent columns; None where it does not know. Of
        a range whose ends are not known it expects a third (DEFAULT_INEQ_SEL)."""
        rows = table.rows
        for column in self.equal:
            known = table.distinct.get(column)
            rows = rows / known if rows is not None and known else None
        return None if rows is None else max(rows / 3 if self.range else rows, 1.0)


def match(shape: Shape, predicate: Sequence[Condition], need: Need) -> Match | None:
    """None where the index cannot serve. Columns that its predicate fixes are no help in finding rows."""
    if not shape.valid or shape.method != "btree" or not all(need.implies(each) for each in predicate):
        return None
    fixed = {ident(each.column) for each in predicate if each.operator in EQUAL}
    equal, ranges = {ident(each) for each in need.equal}, {ident(each) for each in need.ranges}
    rest = [(key, way) for key, way in zip(shape.columns, shape.directions, strict=True) if key not in fixed]
    plain = {ident(name): name for name in (*need.equal, *need.ranges)}
    found = []
    while rest and rest[0][0] in equal:
        found.append(plain[rest.pop(0)[0]])
    ordered = bool(need.order) and _in_order(rest, need.order)
    part = plain[rest[0][0]] if rest and rest[0][0] in ranges else ""
    return Match(found, part, ordered) if found or part or ordered else None


def _implies(known: Condition, wanted: Condition) -> bool:
    if known.text == wanted.text:
        return True
    if not wanted.column or known.column != wanted.column:
        return False
    if wanted.operator == "is not null":
        return known.operator in ("=", "is true", "is false", *RANGE)
    return wanted.operator == "<>" and known.operator == "=" and bool(known.value) and known.value != wanted.value


def _in_order(rest: Sequence[tuple[str, str]], order: Sequence[str]) -> bool:
    """Forwards or backwards."""
    keys = [f"{key} {way}" for key, way in rest[: len(order)]]
    return keys == list(order) or keys == [mirrored(each) for each in order]


def mirrored(key: str) -> str:
    swapped = {"asc": "desc", "desc": "asc", "first": "last", "last": "first"}
    column, way, nulls, place = key.rsplit(" ", 3)
    return f"{column} {swapped[way]} {nulls} {swapped[place]}"
