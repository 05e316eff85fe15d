"""CREATE INDEX without a name."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.ddl import CreateIndex, Ddl
from opskit.migrate.linting import Hit
from opskit.migrate.parser import parse

TITLE = "Index without a name"
SEVERITY = Severity.INFO
WHY = "an interrupted build can only be found again by its name"
SAFE = "name the index; opskit gives it the name PostgreSQL would have chosen"


def find(ddl: Ddl) -> Hit | None:
    if not isinstance(ddl, CreateIndex) or parse(ddl.source.text)[0].node.idxname:
        return None
    return Hit(f"the index on {ddl.relation} has no name; it will be {ddl.name}", ddl.relation, None, True)
