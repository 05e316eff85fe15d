"""ALTER TABLE … ADD EXCLUDE."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Exclusion constraint that builds its index under ACCESS EXCLUSIVE"
SEVERITY = Severity.CRITICAL
WHY = "the index is built and every row compared while reads and writes wait; no NOT VALID, no USING INDEX"
SAFE = (
    "a new table with the constraint, filled in batches and swapped in; or a window in which the table may stand still"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint"})


def find(site: Site) -> Hit | None:
    constraint = added(site, "CONSTR_EXCLUSION")
    if not constraint or not site.effect.stopped:
        return None
    name = constraint.conname or "without a name"
    text = f"exclusion constraint {name} builds its index while reads and writes of {site.relation} wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
