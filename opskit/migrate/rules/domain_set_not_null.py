"""ALTER DOMAIN … SET NOT NULL."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "NOT NULL of a domain that reads every table with it"
SEVERITY = Severity.CRITICAL
WHY = "SHARE lock on every table with a column of the domain while each is read for NULLs; it cannot be NOT VALID"
SAFE = "ALTER DOMAIN … ADD CHECK (value IS NOT NULL) NOT VALID, or NOT NULL on the columns one by one"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"alter_domain_stmt"})


def find(site: Site) -> Hit | None:
    """From 17 on it may also be written as a constraint."""
    constraint = getattr(site.node, "def").constraint
    named = site.node.subtype == "C" and enum_word(constraint, "contype") == "CONSTR_NOTNULL"
    if not (named or site.node.subtype == "O") or (not site.effect.stopped and site.effect.certain):
        return None
    domain = site.node.type_name[-1].string.sval
    tables = ", ".join(site.effect.stopped) or "every table that uses it"
    return Hit(f"NOT NULL of domain {domain} reads {tables} while writes wait", domain, Lock.SHARE,
               certain=site.effect.certain)  # fmt: skip
