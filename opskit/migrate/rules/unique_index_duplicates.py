"""A unique index over rows that may not be unique."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, builds_its_index, columns_of
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.world import Relation

TITLE = "Unique index that fails where rows repeat"
SEVERITY = Severity.INFO
WHY = "duplicates are found only after the whole table was read; a concurrent build then leaves an INVALID index"
SAFE = "look for duplicates first; opskit plan lists them before anything runs"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt", "at_add_constraint"})


def find(site: Site) -> Hit | None:
    """No rule looks at rows: it stays a doubt, unless fewer of its columns are unique already."""
    columns = _unique_columns(site)
    if columns is None or site.fresh or not site.effect.scans:
        return None
    if site.table and any(frozenset(each) <= columns for each in _proven(site.table, _nulls_repeat(site))):
        return None
    named = f"({', '.join(sorted(columns))})" if columns else "its expression"
    text = f"it fails after reading all of {site.relation} where rows repeat in {named}"
    return Hit(text, site.relation, certain=False)


def _unique_columns(site: Site) -> frozenset[str] | None:
    """The plain columns, compared as the table does, of what has to be unique; None where nothing has to be."""
    if site.kind == "index_stmt":
        elements = [each.index_elem for each in site.node.index_params]
        return frozenset(_plain(elements)) if site.node.unique else None
    constraint = added(site, "CONSTR_UNIQUE", "CONSTR_PRIMARY")
    return frozenset(columns_of(constraint)) if constraint and builds_its_index(constraint) else None


def _plain(elements: list[Any]) -> Iterator[str]:
    return (each.name for each in elements if each.name and not (each.opclass or each.collation))


def _nulls_repeat(site: Site) -> bool:
    """Whether the new index refuses rows that an ordinary unique one takes: those with NULLs."""
    node = site.node if site.kind == "index_stmt" else getattr(site.node, "def").constraint
    return bool(node.nulls_not_distinct)


def _proven(table: Relation, strict: bool) -> Iterator[tuple[str, ...]]:
    """Columns of which no two rows have the same values; `strict`: nor are both NULL."""
    for index in table.indexes.values():
        plain = index.unique and index.valid and not index.partial and "" not in index.columns
        if plain and not (strict and not all(_not_null(table, each) for each in index.columns)):
            yield index.columns


def _not_null(table: Relation, column: str) -> bool:
    return column in table.columns and table.columns[column].not_null
