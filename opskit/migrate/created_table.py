"""The table that a CREATE TABLE makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from opskit.core.identifier import qualified
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse_expression
from opskit.migrate.type_name import is_serial, type_text
from opskit.migrate.world import Column, Constraint, Index, Relation, World
from opskit.value import replace

_KINDS = {
    "CONSTR_CHECK": "c",
    "CONSTR_FOREIGN": "f",
    "CONSTR_PRIMARY": "p",
    "CONSTR_UNIQUE": "u",
    "CONSTR_EXCLUSION": "x",
}
_LABELS = {"c": "check", "f": "fkey", "p": "pkey", "u": "key", "x": "excl"}


def made_name(world: World, named: Any) -> str:
    """The name under which a CREATE makes a relation: in the first schema of the search path, unlike `World.key`."""
    if named.schemaname:
        return qualified(named.schemaname, named.relname)
    return qualified(world.search_path[0] if world.complete and world.search_path else "", named.relname)


@dataclass
class TableDraft:
    """A table while its definition is read. `sequences` are those of its serial and identity columns."""

    world: World
    name: str
    schema: str
    table: str
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: dict[str, Constraint] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    sequences: list[str] = field(default_factory=list)

    def inherit(self, parent: Relation) -> None:
        self.columns |= parent.columns
        self.constraints |= {key: each for key, each in parent.constraints.items() if each.kind in "cn"}

    def define(self, element: Any) -> None:
        kind = element.WhichOneof("node")
        if kind == "column_def":
            self._column(element.column_def)
        elif kind == "constraint":
            self._constraint(element.constraint, _names(element.constraint.keys))
        elif kind == "table_like_clause":
            named = element.table_like_clause.relation
            source = self.world.find(named.schemaname, named.relname)
            self.columns |= source.columns if source else {}

    def _column(self, node: Any) -> None:
        name, serial = node.colname, is_serial(node.type_name)
        beside = [(enum_word(each.constraint, "contype"), each.constraint) for each in node.constraints]
        numbered = serial or any(kind == "CONSTR_IDENTITY" for kind, _ in beside)
        said: dict[str, Any] = {"type": type_text(node.type_name, self.world.search_path), "not_null": serial}
        said["sequence"] = self._sequence(name) if numbered else ""
        for kind, clause in beside:
            said |= _said(kind, clause)
        self.columns[name] = Column(name, **said)
        for kind, clause in beside:
            if kind in _KINDS:
                self._constraint(clause, (name,))

    def _constraint(self, node: Any, columns: tuple[str, ...]) -> None:
        kind = _KINDS.get(enum_word(node, "contype"), "")
        if not kind:
            return
        keys = columns or _names(node.fk_attrs)
        name = node.conname or self._chosen(() if kind == "p" else keys, _LABELS[kind])
        index = qualified(self.schema, name) if kind in "pux" else ""
        if index:
            self.indexes[index] = Index(
                index, keys, frozenset(keys), kind != "x", method=node.access_method or "btree", constraint=name
            )
        for column in keys if kind == "p" else ():
            if column in self.columns and not self.columns[column].not_null:
                self.columns[column] = replace(self.columns[column], not_null=True)
        self.constraints[name] = Constraint(
            name, kind, keys, True, deparse_expression(node.raw_expr) if kind == "c" else "",
            self._referenced(node) if kind == "f" else "", _names(node.pk_attrs), index,
        )  # fmt: skip

    def _referenced(self, node: Any) -> str:
        itself = node.pktable.relname == self.table and node.pktable.schemaname in ("", self.schema)
        return self.name if itself else self.world.key(node.pktable.schemaname, node.pktable.relname)

    def _sequence(self, column: str) -> str:
        name = qualified(self.schema, chosen(self.table, [column], "seq"))
        self.sequences.append(name)
        return name

    def _chosen(self, columns: Iterable[str], label: str) -> str:
        taken = {*self.constraints, *self.indexes}
        return chosen(self.table, columns, label, taken)


def _said(kind: str, clause: Any) -> dict[str, Any]:
    """What a clause beside a column says of the column itself."""
    if kind in ("CONSTR_NOTNULL", "CONSTR_PRIMARY"):
        return {"not_null": True}
    if kind == "CONSTR_DEFAULT":
        return {"default": _text(clause.raw_expr)}
    if kind == "CONSTR_IDENTITY":
        return {"identity": clause.generated_when, "not_null": True}
    return {"generated": clause.generated_kind or "s"} if kind == "CONSTR_GENERATED" else {}


def _text(node: Any) -> str:
    """Most defaults are a number or a word, for which the deparser is not asked."""
    constant = node.a_const
    if constant.HasField("ival"):
        return str(constant.ival.ival)
    word = constant.sval.sval if constant.HasField("sval") else ""
    return f"'{word}'" if word and word.isalnum() else deparse_expression(node)


def drafted(world: World, node: Any) -> TableDraft:
    """What the statement's own text says of its table, and what it takes over from parents."""
    name = made_name(world, node.relation)
    schema = node.relation.schemaname or (world.search_path[0] if world.complete and world.search_path else "")
    draft = TableDraft(world, name, schema, node.relation.relname)
    for each in node.inh_relations:
        parent = world.find(each.range_var.schemaname, each.range_var.relname)
        if parent:
            draft.inherit(parent)
    for element in node.table_elts:
        draft.define(element)
    return draft


def created(draft: TableDraft, node: Any) -> Relation:
    """`whole` is left to the parents: what is not known of them is not known of the table."""
    parents = tuple(_parents(draft.world, node))
    partition = node.HasField("partbound")
    whole = not node.HasField("of_typename") and all(
        (relation := draft.world.get(each)) is not None and relation.whole for each in parents
    )
    return Relation(
        draft.name, "p" if node.HasField("partspec") else "r", draft.columns, draft.constraints, draft.indexes,
        parents=parents, is_partition=partition, partition_key=_partition_key(node), fresh=True, whole=whole,
        sequences=tuple(draft.sequences), persistence=node.relation.relpersistence or "p",
    )  # fmt: skip


def _parents(world: World, node: Any) -> Iterator[str]:
    for each in node.inh_relations:
        yield world.key(each.range_var.schemaname, each.range_var.relname)


def _partition_key(node: Any) -> tuple[str, ...]:
    return tuple(each.partition_elem.name for each in node.partspec.part_params)


def _names(nodes: Any) -> tuple[str, ...]:
    return tuple(each.string.sval for each in nodes)
