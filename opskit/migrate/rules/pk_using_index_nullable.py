"""ALTER TABLE … ADD PRIMARY KEY USING INDEX over columns that may be NULL."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, builds_its_index
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Primary key USING INDEX that sets NOT NULL on the way"
SEVERITY = Severity.CRITICAL
WHY = "nullable columns become NOT NULL: every row is read under ACCESS EXCLUSIVE, unless a valid CHECK proves it"
SAFE = "validate a CHECK (column IS NOT NULL), or set NOT NULL by one, before the key is added"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint"})


def find(site: Site) -> Hit | None:
    constraint = added(site, "CONSTR_PRIMARY")
    if not constraint or builds_its_index(constraint) or not site.effect.stopped:
        return None
    may = "has" if site.effect.certain else "may have"
    text = (
        f"index {constraint.indexname} {may} a nullable column: {site.relation} is read while its reads and writes wait"
    )
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)
