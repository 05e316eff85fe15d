"""ALTER TABLE … ADD COLUMN of a domain that has a CHECK or NOT NULL."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import clauses, is_serial

TITLE = "Column of a constrained domain on a table with rows"
SEVERITY = Severity.CRITICAL
WHY = (
    "the domain's constraint is tested for every row, even of NULLs: a rewrite under ACCESS EXCLUSIVE, on all versions"
)
SAFE = "add the column with the domain's base type, the condition as CHECK … NOT VALID, and VALIDATE it afterwards"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})

_OTHER_CAUSES = frozenset({"CONSTR_IDENTITY", "CONSTR_GENERATED", "CONSTR_DEFAULT"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    if is_serial(column) or not _OTHER_CAUSES.isdisjoint(clauses(column)):
        return None
    if not site.effect.rewrites or not site.effect.stopped:
        return None
    text = f"the domain of column {column.colname} rewrites {site.relation} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)
