"""Which indexes another index of the same table makes superfluous, judged by what they mean and never by their names.

A duplicate has the same method, keys (expression,
operator family, type, collation), direction, INCLUDE set and predicate. A prefix is a btree whose keys begin those of
another one. An invalid index covers nothing; nothing covers across methods; a rule that an index enforces must be
enforced by the one that stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opskit.core.identifier import ident
from opskit.value import Value

DUPLICATE, PREFIX = "duplicate", "prefix"
_MIRROR = {
    "asc nulls last": "desc nulls first",
    "desc nulls first": "asc nulls last",
    "asc nulls first": "desc nulls last",
    "desc nulls last": "asc nulls first",
}


class Shape(Value):
    """One index. `name` and `table` are quoted and qualified; `keys` as the server prints them, with operator family,
    type and collation; `columns` the same without; `enforces` says in words what depends on it, empty for nothing;
    `serves` are the foreign keys whose own columns it begins with; `clustered`: its table is clustered by it."""

    name: str
    table: str
    method: str
    keys: tuple[str, ...]
    directions: tuple[str, ...]
    columns: tuple[str, ...]
    include: frozenset[str]
    predicate: str
    unique: bool
    primary: bool
    nulls_not_distinct: bool
    deferrable: bool
    valid: bool
    partitioned: bool
    enforces: str
    constraint: str
    scans: int
    size_bytes: int
    serves: tuple[str, ...] = ()
    clustered: bool = False

    @property
    def rank(self) -> int:
        """How much depends on it: 4 a primary key, 3 also a foreign key or the like, 2 a constraint, 1 its own
        uniqueness, 0 nothing."""
        if self.primary:
            return 4
        plain = {"": 0, "unique index": 1, "unique constraint": 2, "exclusion constraint": 2}
        return plain.get(self.enforces, 3)


class Redundancy(Value):
    """`index` is the one to drop, by the statement `drop`; that is empty where something depends on it which a person
    must move first."""

    index: str
    table: str
    kind: str
    covered_by: str
    reason: str
    drop: str
    size_bytes: int
    covering_bytes: int


def redundancies(shapes: Sequence[Shape]) -> list[Redundancy]:
    """One for each index that can go, by table and name; what covers it is never itself to be dropped."""
    tables: dict[str, list[Shape]] = {}
    for shape in shapes:
        tables.setdefault(shape.table, []).append(shape)
    return [found for table in sorted(tables) for found in _of_table(tables[table])]


def other_predicate(shape: Shape, shapes: Iterable[Shape]) -> list[str]:
    """Indexes with the same keys that hold other rows: they look like duplicates and are none."""
    return sorted(
        other.name
        for other in shapes
        if (other.table, other.method, other.keys) == (shape.table, shape.method, shape.keys)
        and other.predicate != shape.predicate
    )


def _of_table(shapes: Sequence[Shape]) -> list[Redundancy]:
    ordered = sorted(shapes, key=lambda shape: shape.name)
    covers = {one.name: [(kind, other) for other in ordered if (kind := _covered(one, other))] for one in ordered}
    found = []
    for one in ordered:
        staying = [(kind, other) for kind, other in covers[one.name] if not covers[other.name]]
        if staying:
            kind, by = min(staying, key=lambda pair: (pair[0] != DUPLICATE, -pair[1].rank, pair[1].size_bytes))
            found.append(_redundancy(one, by, kind))
    return found


def _covered(one: Shape, by: Shape) -> str:
    """The kind in which `by` makes `one` superfluous, empty when it does not."""
    if one.name == by.name or not (one.valid and by.valid):
        return ""
    if (one.table, one.method, one.predicate) != (by.table, by.method, by.predicate):
        return ""
    length = len(one.keys)
    if one.keys != by.keys[:length] or not _same_order(one.directions, by.directions[:length]):
        return ""
    if length == len(by.keys) and one.include == by.include:
        return DUPLICATE if _enforced(one, by) and _stays(by, one) else ""
    wider = one.include <= by.include | frozenset(by.columns)
    return PREFIX if one.method == "btree" and wider and not one.enforces else ""


def _enforced(one: Shape, by: Shape) -> bool:
    """Whether `by` enforces what `one` does; a deferrable rule is checked too late to stand in for another."""
    if not one.enforces:
        return True
    same_rule = by.unique and by.nulls_not_distinct == one.nulls_not_distinct
    return one.unique and same_rule and (one.deferrable or not by.deferrable)


def _stays(by: Shape, one: Shape) -> bool:
    """Of two that could each go, the one that more depends on stays, then the one that the table is clustered by, then
    the more used, then the first by name."""
    if not _enforced(by, one):
        return True
    return (-by.rank, not by.clustered, -by.scans, by.name) < (-one.rank, not one.clustered, -one.scans, one.name)


def _same_order(one: Sequence[str], other: Sequence[str]) -> bool:
    """An index read backwards serves the mirrored order, if every column is mirrored."""
    return list(one) == list(other) or [_MIRROR.get(each, each) for each in one] == list(other)


def _redundancy(one: Shape, by: Shape, kind: str) -> Redundancy:
    roles = [by.enforces, "the table is clustered by it" if by.clustered else ""]
    role = f" ({', '.join(each for each in roles if each)})" if any(roles) else ""
    if kind == DUPLICATE:
        reason = f"means the same as {by.name}{role}"
    elif len(one.keys) == len(by.keys):
        reason = f"has the keys of {by.name}{role}, which also includes {', '.join(sorted(by.include - one.include))}"
    else:
        reason = f"({', '.join(one.columns)}) begins {by.name} ({', '.join(by.columns)}){role}"
    if one.rank >= 3:
        reason += f"; first move what depends on it: {one.enforces}"
    if one.clustered:
        reason += f"; first cluster {one.table} on the other one: it is clustered by this"
    return Redundancy(one.name, one.table, kind, by.name, reason, _drop(one), one.size_bytes, by.size_bytes)


def _drop(one: Shape) -> str:
    if one.rank >= 3 or one.clustered:
        return ""
    if one.constraint:
        return f"alter table {one.table} drop constraint {ident(one.constraint)}"
    return f"drop index {'' if one.partitioned else 'concurrently '}{one.name}"
