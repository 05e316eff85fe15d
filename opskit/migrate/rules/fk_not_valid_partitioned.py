"""A foreign key NOT VALID on a partitioned table."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.constraints import added
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Foreign key NOT VALID on a partitioned table"
SEVERITY = Severity.CRITICAL
WHY = "before 18 PostgreSQL refuses it (42809)"
SAFE = "NOT VALID and VALIDATE on each partition, then on the partitioned table, which takes these over; or on 18"
VERSIONS = ">= 14, < 18"
STYLE = False
ON = frozenset({"at_add_constraint"})


def find(site: Site) -> Hit | None:
    constraint = added(site, "CONSTR_FOREIGN")
    if not constraint or not constraint.skip_validation or site.world.known_from(18):
        return None
    if site.table is None or site.table.kind != "p":
        return None
    text = f"{site.relation} is partitioned: its foreign key cannot be NOT VALID before PostgreSQL 18"
    return Hit(text, site.relation, certain=site.world.major > 0)
