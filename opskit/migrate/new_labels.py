"""Values that an enum got in the transaction which is still open: nothing can use them before it is committed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.effect import Effect
from opskit.migrate.query_tree import constant
from opskit.migrate.touching import failure
from opskit.migrate.world import Relation, World


def refused(world: World, table: Relation | None, node: Any) -> Effect | None:
    """The error of an INSERT or UPDATE that gives a column such a value."""
    if not world.new_labels or table is None:
        return None
    for column, value in _given(node, list(table.columns)):
        known = table.columns.get(column)
        if known and (known.type, value) in world.new_labels:
            return failure("55P04", f"the new value {value} of {known.type} cannot be used before it is committed")
    return None


def _given(node: Any, columns: list[str]) -> Iterator[tuple[str, str]]:
    if node.DESCRIPTOR.name == "UpdateStmt":
        yield from ((each.res_target.name, constant(each.res_target.val)) for each in node.target_list)
        return
    named = [each.res_target.name for each in node.cols] or columns
    for row in node.select_stmt.select_stmt.values_lists:
        yield from zip(named, map(constant, row.list.items), strict=False)
