"""ALTER TABLE … ADD COLUMN … DEFAULT with a value of its own for each row."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.expressions import VOLATILE, volatility
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import clauses
from opskit.migrate.parser import deparse_expression

TITLE = "Column whose default is computed for each row"
SEVERITY = Severity.CRITICAL
WHY = "a volatile default gives every row its own value: table and indexes are rewritten under ACCESS EXCLUSIVE"
SAFE = (
    "opskit adds the column bare, sets the default, then fills old rows in batches; immutable and stable defaults "
    "are free"
)
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_column"})


def find(site: Site) -> Hit | None:
    column = getattr(site.node, "def").column_def
    default = clauses(column).get("CONSTR_DEFAULT")
    if default is None or not site.effect.rewrites or not site.effect.stopped:
        return None
    kind = volatility(site.world, default.raw_expr)
    if kind not in (VOLATILE, ""):
        return None
    value = deparse_expression(default.raw_expr)
    text = f"the default {value} of column {column.colname} rewrites {site.relation} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, safe=True, certain=kind == VOLATILE)
