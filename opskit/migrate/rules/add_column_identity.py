"""ALTER TABLE … ADD COLUMN … GENERATED … AS IDENTITY."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import clauses

TITLE = "Identity column on a table with rows"
SEVERITY = Severity.CRITICAL
WHY = "every row gets its number at once: table and indexes are rewritten under ACCESS EXCLUSIVE"
SAFE = (
    "opskit adds a plain column with a sequence for new rows, numbers the old ones in batches, "
    "then makes it an identity column"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    if "CONSTR_IDENTITY" not in clauses(column) or not site.effect.rewrites or not site.effect.stopped:
        return None
    text = f"numbering the rows for column {column.colname} rewrites {site.relation} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=True)
