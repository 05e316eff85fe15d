"""ALTER DOMAIN … ADD CHECK without NOT VALID, or VALIDATE CONSTRAINT."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "CHECK of a domain that reads every table with it"
SEVERITY = Severity.CRITICAL
WHY = "SHARE lock on every table with a column of the domain, one after the other and all to the end: writes wait"
SAFE = "ALTER DOMAIN … ADD CONSTRAINT … NOT VALID, which checks new values; validating it locks as much"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"alter_domain_stmt"})

# AlterDomainStmt.subtype (PostgreSQL sources, parsenodes.h).
_ADD, _VALIDATE = "C", "V"


def find(site: Site) -> Hit | None:
    constraint = getattr(site.node, "def").constraint
    adds = site.node.subtype == _ADD and enum_word(constraint, "contype") == "CONSTR_CHECK"
    if not (adds and not constraint.skip_validation) and site.node.subtype != _VALIDATE:
        return None
    if not site.effect.stopped and site.effect.certain:
        return None
    domain = site.node.type_name[-1].string.sval
    tables = ", ".join(site.effect.stopped) or "every table that uses it"
    return Hit(f"the CHECK of domain {domain} reads {tables} while writes wait", domain, Lock.SHARE,
               certain=site.effect.certain)  # fmt: skip
