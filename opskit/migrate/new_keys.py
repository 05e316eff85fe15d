"""The primary key that a CREATE TABLE or an ADD COLUMN makes."""

from __future__ import annotations

from typing import Any

from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word

# LIKE … INCLUDING INDEXES, of parsenodes.h: CREATE_TABLE_LIKE_INDEXES is 1 << 6.
_LIKE_INDEXES = 1 << 6


def is_key(column: Any) -> bool:
    return any(enum_word(each.constraint, "contype") == "CONSTR_PRIMARY" for each in column.constraints)


def table_key(site: Site) -> list[str]:
    """The columns of a primary key that stands beside the columns of a CREATE TABLE."""
    if site.kind != "create_stmt":
        return []
    alone = [each.constraint for each in site.node.table_elts if each.WhichOneof("node") == "constraint"]
    return [key.string.sval for each in alone if enum_word(each, "contype") == "CONSTR_PRIMARY" for key in each.keys]


def copies_indexes(site: Site) -> bool:
    """Whether it is made LIKE another table, with its indexes."""
    likes = [each.table_like_clause for each in site.node.table_elts if each.WhichOneof("node") == "table_like_clause"]
    return any(each.options & _LIKE_INDEXES for each in likes)
