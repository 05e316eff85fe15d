"""ALTER TABLE … ADD COLUMN … UNIQUE, or PRIMARY KEY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added_apart, added_column, beside
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "UNIQUE beside a new column that builds its index under ACCESS EXCLUSIVE"
SEVERITY = Severity.CRITICAL
WHY = "the index is built while reads and writes of the table wait"
SAFE = "opskit adds the column alone, builds the unique index CONCURRENTLY and adds the constraint USING INDEX"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    constraint = beside(site, "CONSTR_UNIQUE", "CONSTR_PRIMARY")
    if not constraint or not site.effect.stopped:
        return None
    text = f"the index for column {added_column(site)} is built while reads and writes of {site.relation} wait"
    partitioned = site.table is not None and site.table.kind == "p"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=added_apart(site) and not partitioned)
