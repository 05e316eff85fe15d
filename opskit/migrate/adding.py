"""A constraint that ALTER TABLE adds, as the world knows it from then on."""

from __future__ import annotations

from typing import Any

from opskit.core.identifier import qualified
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse_expression
from opskit.migrate.world import Column, Constraint, Index, Relation, World
from opskit.value import replace

_KINDS = {
    "CONSTR_CHECK": "c", "CONSTR_FOREIGN": "f", "CONSTR_PRIMARY": "p", "CONSTR_UNIQUE": "u", "CONSTR_EXCLUSION": "x",
    "CONSTR_NOTNULL": "n",
}  # fmt: skip
_LABELS = {"c": "check", "f": "fkey", "p": "pkey", "u": "key", "x": "excl", "n": "not_null"}


def kind_of(node: Any) -> str:
    """pg_constraint.contype; empty for what is written as a constraint but is none (DEFAULT, GENERATED)."""
    return _KINDS.get(enum_word(node, "contype"), "")


def names(nodes: Any) -> tuple[str, ...]:
    return tuple(each.string.sval for each in nodes)


def split_key(key: str) -> tuple[str, str]:
    """The schema as it prints, empty where there is none, and the bare name of a relation."""
    place, quoted = -1, False
    for at, character in enumerate(key):
        quoted ^= character == '"'
        place = at if character == "." and not quoted else place
    name = key[place + 1 :]
    bare = name[1:-1].replace('""', '"') if name.startswith('"') else name
    return key[: max(place, 0)], bare


def beside(key: str, name: str) -> str:
    """The key of a relation of this name in the same schema."""
    schema, _ = split_key(key)
    return f"{schema}.{qualified(name)}" if schema else qualified(name)


def add_constraint(
    world: World, relation: Relation, node: Any, columns: tuple[str, ...] = ()
) -> tuple[Relation, Constraint]:
    """The relation with the constraint, and that. `columns` is the one that it is written beside."""
    kind = kind_of(node)
    keys = columns or names(node.fk_attrs) or names(node.keys) or _exclusion_columns(node)
    if kind == "p" and node.indexname:
        keys = _index(relation, node.indexname).columns
    name = node.conname or node.indexname or _unnamed(relation, kind, keys)
    made = Constraint(
        name,
        kind,
        keys or (_read_columns(relation, node.raw_expr) if kind == "c" else ()),
        kind in "pux" or not node.skip_validation,
        deparse_expression(node.raw_expr) if kind == "c" else "",
        world.key(node.pktable.schemaname, node.pktable.relname) if kind == "f" else "",
        names(node.pk_attrs),
        beside(relation.name, name) if kind in "pux" else "",
        enforced=node.is_enforced or kind not in "cf",
        no_inherit=node.is_no_inherit or (kind in "pufx" and relation.kind != "p"),
    )
    changed = replace(
        relation,
        constraints={**relation.constraints, name: made},
        columns=_not_null(relation, keys) if kind in "pn" else relation.columns,
    )
    return (_with_index(changed, node, made) if kind in "pux" else changed), made


def _not_null(relation: Relation, keys: tuple[str, ...]) -> dict[str, Column]:
    changed = {key: replace(relation.columns.get(key) or Column(key), not_null=True) for key in keys}
    return {**relation.columns, **changed}


def _with_index(relation: Relation, node: Any, made: Constraint) -> Relation:
    """USING INDEX takes an index that is there, under the constraint's name."""
    taken = beside(relation.name, node.indexname) if node.indexname else ""
    others = {key: each for key, each in relation.indexes.items() if key != taken}
    index = Index(
        made.index,
        made.columns,
        frozenset(made.columns),
        made.kind != "x",
        method=node.access_method or "btree",
        constraint=made.name,
        partitioned=relation.kind == "p",
    )
    if taken in relation.indexes:
        index = replace(relation.indexes[taken], name=made.index, constraint=made.name)
    return replace(relation, indexes={**others, made.index: index})


def _index(relation: Relation, name: str) -> Index:
    return relation.indexes.get(beside(relation.name, name)) or Index(name)


def _unnamed(relation: Relation, kind: str, keys: tuple[str, ...]) -> str:
    _, table = split_key(relation.name)
    taken = {*relation.constraints, *(split_key(each)[1] for each in relation.indexes)}
    return chosen(table, () if kind == "p" else keys, _LABELS[kind], taken)


def _exclusion_columns(node: Any) -> tuple[str, ...]:
    elements = (each.list.items[0].index_elem for each in node.exclusions)
    return tuple(each.name for each in elements)


def _read_columns(relation: Relation, message: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_columns_in(message)))


def _columns_in(message: Any) -> list[str]:
    if message.DESCRIPTOR.name == "ColumnRef":
        return [message.fields[-1].string.sval]
    found = []
    for field, value in message.ListFields():
        if field.message_type:
            found += [name for each in (value if field.is_repeated else [value]) for name in _columns_in(each)]
    return found
