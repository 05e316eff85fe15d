"""ALTER TABLE … ADD COLUMN … NOT NULL (or PRIMARY KEY) without a value for the rows there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.kin import leaves, relations_of
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import clauses, is_serial

TITLE = "Column that no existing row can satisfy"
SEVERITY = Severity.CRITICAL
WHY = "the rows that are there would hold NULL: the statement fails unless the table is empty"
SAFE = "give it a default, or add it nullable, fill it in batches, then SET NOT NULL"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})

_FORBIDS_NULL = frozenset({"CONSTR_NOTNULL", "CONSTR_PRIMARY"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    marks = clauses(column)
    if site.fresh or _FORBIDS_NULL.isdisjoint(marks) or is_serial(column) or _filled(marks) or _harmless(site):
        return None
    text = f"column {column.colname} may not be NULL and has no default: this fails if {site.relation} has rows"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=_rows(site) > 0)


def _filled(marks: Mapping[str, Any]) -> bool:
    default = marks.get("CONSTR_DEFAULT")
    given = default is not None and not default.raw_expr.a_const.isnull
    return given or "CONSTR_IDENTITY" in marks or "CONSTR_GENERATED" in marks


def _harmless(site: Site) -> bool:
    """The table held nothing when it was last analyzed, or has the column and IF NOT EXISTS passes over it."""
    there = site.table.columns if site.table else {}
    return _rows(site) == 0 or (site.node.missing_ok and getattr(site.node, "def").column_def.colname in there)


def _rows(site: Site) -> float:
    """As counted by the last VACUUM or ANALYZE; -1 where one of the partitions was never counted."""
    counts = [each.rows for each in relations_of(site.world, leaves(site.world, site.relation))]
    return -1 if not counts or (min(counts) < 0 and max(counts) <= 0) else sum(max(each, 0) for each in counts)
