"""Syntax that the server of the catalog does not have yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Syntax that this server does not know"
SEVERITY = Severity.CRITICAL
WHY = "the server answers with a syntax error, in the middle of the migration"
SAFE = "write it as this server's version can; opskit plan shows the form it would run there"
VERSIONS = ">= 14, < 18"
STYLE = False
ON = frozenset(
    "merge_stmt index_stmt create_stmt at_add_constraint at_add_column at_set_expression at_set_access_method"
    " at_drop_expression at_alter_constraint".split()
)
_SINCE = {"merge_stmt": ("MERGE", 15), "at_set_access_method": ("SET ACCESS METHOD", 15),
          "at_set_expression": ("SET EXPRESSION", 17)}  # fmt: skip


def find(site: Site) -> Hit | None:
    if not site.world.version:
        return None
    for what, since in _features(site):
        if site.world.major < since:
            return Hit(f"{what} came with PostgreSQL {since}, this is {site.world.major}", site.relation)
    return None


def _features(site: Site) -> Iterator[tuple[str, int]]:
    if site.kind in _SINCE:
        yield _SINCE[site.kind]
    if site.kind == "index_stmt" and site.node.nulls_not_distinct:
        yield "NULLS NOT DISTINCT", 15
    if site.kind == "create_stmt":
        columns = [each.column_def for each in site.node.table_elts if each.WhichOneof("node") == "column_def"]
        alone = [each.constraint for each in site.node.table_elts if each.WhichOneof("node") == "constraint"]
        for constraint in [*alone, *(each.constraint for column in columns for each in column.constraints)]:
            yield from _of_constraint(constraint, in_table=True)
    if site.kind == "at_add_constraint":
        yield from _of_constraint(getattr(site.node, "def").constraint, in_table=False)
    if site.kind == "at_add_column":
        for each in getattr(site.node, "def").column_def.constraints:
            yield from _of_constraint(each.constraint, in_table=True)


def _of_constraint(constraint: Any, in_table: bool) -> Iterator[tuple[str, int]]:
    kind = enum_word(constraint, "contype")
    if kind == "CONSTR_NOTNULL" and not in_table:
        yield "a NOT NULL constraint with a name", 18
    if kind == "CONSTR_GENERATED" and constraint.generated_kind == "v":
        yield "a VIRTUAL column", 18
    if kind == "CONSTR_ATTR_NOT_ENFORCED" or (
        kind in ("CONSTR_CHECK", "CONSTR_FOREIGN") and not constraint.is_enforced
    ):
        yield "NOT ENFORCED", 18
    if constraint.without_overlaps or constraint.fk_with_period:
        yield "a constraint WITHOUT OVERLAPS", 18
    if constraint.nulls_not_distinct:
        yield "NULLS NOT DISTINCT", 15
