"""ALTER TABLE … ADD CHECK, or NOT NULL by name (18), that is not NOT VALID."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, words_for
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "CHECK that reads the whole table under ACCESS EXCLUSIVE"
SEVERITY = Severity.CRITICAL
WHY = "every row is checked while reads and writes of the table wait"
SAFE = "opskit adds it NOT VALID and then runs VALIDATE CONSTRAINT, which lets reads and writes go on"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint"})


def find(site: Site) -> Hit | None:
    constraint = added(site, "CONSTR_CHECK", "CONSTR_NOTNULL")
    if not constraint or not site.effect.stopped:
        return None
    text = f"constraint {words_for(constraint)} reads every row of {site.relation} while its reads and writes wait"
    certain = enum_word(constraint, "contype") == "CONSTR_CHECK" or site.effect.certain
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=True, certain=certain)
