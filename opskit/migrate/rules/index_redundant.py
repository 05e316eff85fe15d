"""An index that another one of its table already serves for."""

from __future__ import annotations

from typing import Any

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.index_form import index_form
from opskit.migrate.linting import Hit
from opskit.migrate.parser import deparse, parse
from opskit.migrate.world import Index

TITLE = "Index that another one makes superfluous"
SEVERITY = Severity.INFO
WHY = "it costs every write and much disk, and serves no query that the other one does not"
SAFE = "leave it out"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt"})


def find(site: Site) -> Hit | None:
    made = site.world.key(site.node.relation.schemaname, site.node.idxname)
    for index in site.table.indexes.values() if site.table else ():
        if index.valid and index.name != made and _covers(index, site.node):
            text = f"{index.name} ({', '.join(each or 'expression' for each in index.columns)}) serves for it"
            return Hit(text, site.relation)
    return None


def _covers(index: Index, node: Any) -> bool:
    """Whether its keys are those of the new one, or with btree begin with them. An index that this file has made is
    known by its columns only."""
    if not _alike(index, node):
        return False
    if not index.definition:
        return (
            not index.partial
            and "" not in index.columns
            and _bare(node) == _bare(_plain(index, len(node.index_params)))
        )
    other = parse(index.definition)[0].node
    del other.index_params[len(node.index_params) :]
    return _bare(other) == _bare(node)


def _alike(index: Index, node: Any) -> bool:
    """Cheap to see before the texts are compared. What is unique is covered only by what is unique over its keys."""
    names = tuple(each.index_elem.name for each in node.index_params)
    keys, method = len(names), node.access_method or "btree"
    same = index.method == method and index.columns[:keys] == names and not node.index_including_params
    if node.unique:
        return same and index.unique and len(index.columns) == keys and not node.nulls_not_distinct
    return same and (method == "btree" or len(index.columns) == keys)


def _plain(index: Index, keys: int) -> Any:
    node = parse("create index i on t (a)")[0].node
    node.access_method = index.method
    del node.index_params[:]
    for column in index.columns[:keys]:
        node.index_params.add().index_elem.name = column
    return node


def _bare(node: Any) -> bytes:
    """Only what a query cares for: the keys and the predicate."""
    plain = type(node)()
    plain.CopyFrom(node)
    for name in ("unique", "nulls_not_distinct", "index_including_params", "options", "table_space", "relation"):
        plain.ClearField(name)
    plain.relation.relname, plain.idxname = "t", "i"
    return index_form(deparse("index_stmt", plain))
