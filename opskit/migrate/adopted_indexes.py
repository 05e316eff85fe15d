"""Indexes of partitions that a CREATE INDEX on their table puts to use: they go with the new one when it is dropped."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.identifier import literal
from opskit.core.step import Row
from opskit.migrate.index_form import attachable_form
from opskit.migrate.parser import deparse, parse


def built_again(sql: str, root: str, indexes: Sequence[Row]) -> list[str]:
    """The statements that build again those that are gone. `sql` makes the new index on the table `root`; `indexes` are
    rows of the fact partition_indexes."""
    form = attachable_form(sql)
    free = [each for each in indexes if each["parent"] is None and each["table_name"] != root]
    alike = [each for each in free if each["is_valid"] and attachable_form(each["definition"]) == form]
    return [sql for each in alike for sql in (_where_gone(each), *_noted(each))]


def _noted(row: Row) -> list[str]:
    name, comment = row["qualified_name"], row["comment"]
    return [f"COMMENT ON INDEX {name} IS {literal(comment)}"] if comment else []


def _where_gone(row: Row) -> str:
    node = parse(row["definition"])[0].node
    node.concurrent, node.if_not_exists = not row["is_partitioned"], True
    return deparse("index_stmt", node)
