"""ALTER DOMAIN … ADD CHECK without NOT VALID."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.parser import enum_word

TITLE = "CHECK of a domain that reads every table with it"
SEVERITY = Severity.CRITICAL
WHY = "SHARE lock on every table with a column of the domain, one after the other and all to the end: writes wait"
SAFE = "ALTER DOMAIN … ADD CONSTRAINT … NOT VALID, then ALTER DOMAIN … VALIDATE CONSTRAINT in a quiet time"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"alter_domain_stmt"})


def find(site: Site) -> Hit | None:
    constraint = getattr(site.node, "def").constraint
    if site.node.subtype != "C" or enum_word(constraint, "contype") != "CONSTR_CHECK" or constraint.skip_validation:
        return None
    if not site.effect.stopped and site.effect.certain:
        return None
    domain = site.node.type_name[-1].string.sval
    tables = ", ".join(site.effect.stopped) or "every table that uses it"
    return Hit(f"the CHECK of domain {domain} reads {tables} while writes wait", domain, Lock.SHARE,
               certain=site.effect.certain)  # fmt: skip
