"""ALTER TABLE … ADD UNIQUE (columns)."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, builds_its_index, words_for
from opskit.migrate.flow import Site
from opskit.migrate.forms.add_unique import is_plain
from opskit.migrate.linting import Hit

TITLE = "Unique constraint that builds its index under ACCESS EXCLUSIVE"
SEVERITY = Severity.CRITICAL
WHY = "the index is built while reads and writes of the table wait"
SAFE = "opskit builds the unique index CONCURRENTLY and adds the constraint USING INDEX"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint"})


def find(site: Site) -> Hit | None:
    constraint = added(site, "CONSTR_UNIQUE")
    if not constraint or not builds_its_index(constraint) or not site.effect.stopped:
        return None
    text = f"constraint {words_for(constraint)} builds its index while reads and writes of {site.relation} wait"
    partitioned = site.table is not None and site.table.kind == "p"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=is_plain(constraint) and not partitioned)
