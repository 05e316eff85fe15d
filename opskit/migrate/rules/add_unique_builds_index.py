"""ALTER TABLE … ADD UNIQUE (columns)."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import enum_word

TITLE = "Unique constraint that builds its index under ACCESS EXCLUSIVE"
SEVERITY = Severity.CRITICAL
WHY = "the index is built while reads and writes of the table wait"
SAFE = "opskit builds the unique index CONCURRENTLY and adds the constraint USING INDEX"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint"})


def find(site: Site) -> Hit | None:
    constraint = getattr(site.node, "def").constraint
    if enum_word(constraint, "contype") != "CONSTR_UNIQUE" or constraint.indexname or site.fresh:
        return None
    name = constraint.conname or f"on ({', '.join(key.string.sval for key in constraint.keys)})"
    text = f"constraint {name} builds its index while reads and writes of {site.relation} wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=True)
