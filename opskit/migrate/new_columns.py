"""The columns that a statement makes."""

from __future__ import annotations

from typing import Any

from opskit.migrate.flow import Site

KINDS = frozenset({"create_stmt", "at_add_column"})


def new_columns(site: Site) -> list[Any]:
    """The ColumnDef nodes of a CREATE TABLE or an ADD COLUMN."""
    if site.kind == "at_add_column":
        return [getattr(site.node, "def").column_def]
    return [each.column_def for each in site.node.table_elts if each.WhichOneof("node") == "column_def"]
