"""A foreign key added to a table with rows, without NOT VALID."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import foreign_keys
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import clauses

TITLE = "Foreign key that checks every row while writes of both tables wait"
SEVERITY = Severity.CRITICAL
WHY = "SHARE ROW EXCLUSIVE lock on the table and on the one it references until every row is looked up: writes wait"
SAFE = "opskit adds it NOT VALID and then runs VALIDATE CONSTRAINT, which lets writes go on"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint", "at_add_column"})


def find(site: Site) -> Hit | None:
    """Beside a new column it is checked only where a default fills that column."""
    key = next(foreign_keys(site), None)
    if key is None or site.fresh or not site.effect.stopped or not _checks(site):
        return None
    lock = site.effect.lock_on(site.relation) or Lock.SHARE_ROW_EXCLUSIVE
    text = f"foreign key {key.words} checks every row of {site.relation} while writes to it and to {key.parent} wait"
    partitioned = site.table is not None and site.table.kind == "p" and not site.world.known_from(18)
    return Hit(text, site.relation, lock, safe=not partitioned)


def _checks(site: Site) -> bool:
    if site.kind == "at_add_constraint":
        return bool(site.effect.scans)
    return "CONSTR_DEFAULT" in clauses(getattr(site.node, "def").column_def)
