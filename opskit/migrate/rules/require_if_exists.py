"""DROP without IF EXISTS, CREATE TABLE or ADD COLUMN without IF NOT EXISTS."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Statement that fails when it is run again"
SEVERITY = Severity.INFO
WHY = "a file that stopped half-way cannot simply be run again"
SAFE = "opskit records each statement and goes on where it stopped; by hand write IF EXISTS or IF NOT EXISTS"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"drop_stmt", "create_stmt", "at_add_column", "at_drop_column", "at_drop_constraint"})


def find(site: Site) -> Hit | None:
    lenient = site.node.if_not_exists if site.kind == "create_stmt" else site.node.missing_ok
    if lenient:
        return None
    word = "IF NOT EXISTS" if site.kind in ("create_stmt", "at_add_column") else "IF EXISTS"
    return Hit(f"says no {word}", site.relation, safe=True)
