"""CREATE DOMAIN with a CHECK or NOT NULL."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Domain with a constraint"
SEVERITY = Severity.INFO
WHY = (
    "adding a column of it rewrites the table, even without a default; changing it later reads every table that uses it"
)
SAFE = "the base type, and a CHECK on the table, which can be added NOT VALID"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"create_domain_stmt"})


def find(site: Site) -> Hit | None:
    kinds = {enum_word(each.constraint, "contype") for each in site.node.constraints}
    if not kinds & {"CONSTR_CHECK", "CONSTR_NOTNULL"}:
        return None
    name = site.node.domainname[-1].string.sval
    return Hit(f"domain {name} carries a constraint into every column of its type", name)
