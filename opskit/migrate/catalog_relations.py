"""Relations as the catalog has them: one query for each kind of part, put together here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from opskit.catalog.facts import fact
from opskit.core.step import Reader, Row
from opskit.migrate.world import Column, Constraint, Index, Relation


def read_relations(db: Reader) -> list[Relation]:
    """All relations of users but their indexes, which stand with their tables."""
    rows = db.rows(fact("world_relations"))
    names = {row["oid"]: str(row["name"]) for row in rows}
    parts = _Parts(db, names)
    return [parts.relation(row) for row in rows]


class _Parts:
    """What belongs to relations, by the oid of the relation."""

    def __init__(self, db: Reader, names: Mapping[int, str]) -> None:
        self._names = names
        self._columns = _grouped(db.rows(fact("world_columns")))
        self._constraints = _grouped(db.rows(fact("world_constraints")))
        self._indexes = _grouped(db.rows(fact("world_indexes")))
        self._dependents = _grouped(db.rows(fact("world_dependents")))
        self._others = _grouped(db.rows(fact("world_others")))
        self._kinship(db.rows(fact("world_inheritance")))
        self._referenced_by: dict[int, dict[str, None]] = defaultdict(dict)
        for oid, constraints in self._constraints.items():
            for each in constraints:
                if each["referenced"] and oid in names:
                    self._referenced_by[each["referenced"]][names[oid]] = None

    def _kinship(self, rows: Sequence[Row]) -> None:
        index_names = {row["oid"]: str(row["name"]) for rows in self._indexes.values() for row in rows}
        self._parents: dict[int, list[str]] = defaultdict(list)
        self._children: dict[int, list[str]] = defaultdict(list)
        self._detaching = {row["child"] for row in rows if row["detach_pending"]}
        known = {**index_names, **self._names}
        for row in rows:
            if row["parent"] in known and row["child"] in known:
                self._parents[row["child"]].append(known[row["parent"]])
                self._children[row["parent"]].append(known[row["child"]])

    def relation(self, row: Row) -> Relation:
        oid = row["oid"]
        columns = {each["name"]: _column(each) for each in self._columns.get(oid, [])}
        indexes = (self._index(each) for each in self._indexes.get(oid, []))
        dependents, others = self._dependents.get(oid, []), self._others.get(oid, [])
        return Relation(
            name=row["name"],
            kind=row["kind"],
            columns=columns,
            constraints=self._constraints_of(oid),
            indexes={each.name: each for each in indexes},
            referenced_by=tuple(self._referenced_by.get(oid, ())),
            parents=tuple(self._parents.get(oid, ())),
            children=tuple(self._children.get(oid, ())),
            is_partition=row["is_partition"],
            partition_key=tuple(row["partition_key"]),
            strategy=row["strategy"],
            bound=row["bound"],
            default_partition=self._names.get(row["default_partition"], ""),
            detach_pending=oid in self._detaching,
            views=_by_column((each["column_name"], each["name"]) for each in dependents if each["kind"] == "view"),
            dependents=_by_column(
                (each["column_name"], f"{each['kind']} {each['name']}") for each in dependents if each["kind"] != "view"
            ),
            triggers=tuple(each["name"] for each in others if each["kind"] == "trigger"),
            sequences=tuple(each.sequence for each in columns.values() if each.sequence),
            statistics=tuple(each["name"] for each in others if each["kind"] == "statistics"),
            publications=tuple(each["name"] for each in others if each["kind"] == "publication"),
            toast=row["toast"],
            persistence=row["persistence"],
            access_method=row["access_method"],
            replica_identity=row["replica_identity"],
            rows=row["rows"],
            bytes=row["bytes"],
            owner=row["owner"],
            tablespace=row["tablespace"],
            of_type=row["of_type"],
            whole=True,
        )

    def _constraints_of(self, oid: int) -> dict[str, Constraint]:
        """A foreign key to a partitioned table has one more row for each partition, which is no constraint of its
        own."""
        rows = self._constraints.get(oid, [])
        return {row["name"]: self._constraint(row) for row in rows if not self._is_echo(row, rows)}

    def _is_echo(self, row: Row, siblings: Sequence[Row]) -> bool:
        """Whether it points to a partition of what another foreign key of the table points to."""
        if row["kind"] != "f" or not row["of_parent"]:
            return False
        pointed_at = {self._names.get(each["referenced"], "") for each in siblings}
        return not pointed_at.isdisjoint(self._parents.get(row["referenced"], []))

    def _constraint(self, row: Row) -> Constraint:
        return Constraint(
            row["name"],
            row["kind"],
            tuple(row["columns"]),
            row["validated"],
            row["expression"],
            self._names.get(row["referenced"], ""),
            tuple(row["referenced_columns"]),
            row["index"],
            row["definition"],
            row["enforced"],
            row["no_inherit"],
            not row["own"],
        )

    def _index(self, row: Row) -> Index:
        return Index(
            row["name"],
            tuple(row["columns"]),
            frozenset(row["uses"]),
            row["is_unique"],
            row["valid"],
            row["method"],
            row["constraint_name"],
            row["partial"],
            row["partitioned"],
            next(iter(self._parents.get(row["oid"], [])), ""),
            row["definition"],
            tuple(row["opclasses"]),
            row["expressions"],
            row["replica_identity"],
            row["tablespace"],
        )


def _column(row: Row) -> Column:
    return Column(
        row["name"],
        row["type"],
        row["not_null"],
        row["default_text"],
        row["generated"],
        row["identity"],
        row["collation"],
        row["sequence"],
        row["inherited"],
    )


def _by_column(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for column, name in pairs:
        found[column][name] = None
    return {column: tuple(names) for column, names in found.items()}


def _grouped(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Rows come in the order of their relation's oid."""
    return {oid: list(each) for oid, each in groupby(rows, key=lambda row: int(row["relation"]))}
