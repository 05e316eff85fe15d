"""ALTER TABLE … ADD COLUMN … GENERATED ALWAYS AS (…) STORED."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import clauses

TITLE = "Stored generated column on a table with rows"
SEVERITY = Severity.CRITICAL
WHY = "the value is computed for every row: table and indexes are rewritten under ACCESS EXCLUSIVE"
SAFE = "from 18 on a VIRTUAL column costs nothing; before, a plain column that a trigger fills, and old rows in batches"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    generated = clauses(column).get("CONSTR_GENERATED")
    if generated is None or not site.effect.rewrites or not site.effect.stopped:
        return None
    text = f"storing column {column.colname} for every row rewrites {site.relation} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
