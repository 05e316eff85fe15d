"""ALTER TABLE … ADD COLUMN … CHECK (…)."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added_apart, added_column, beside
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "CHECK beside a new column that reads the whole table"
SEVERITY = Severity.CRITICAL
WHY = "even where the new column is NULL in every row, each is checked while reads and writes of the table wait"
SAFE = "opskit adds the column alone, then the CHECK as NOT VALID, then runs VALIDATE CONSTRAINT"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    if not beside(site, "CONSTR_CHECK") or not site.effect.stopped:
        return None
    column = added_column(site)
    text = f"the CHECK of new column {column} reads every row of {site.relation} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=added_apart(site))
