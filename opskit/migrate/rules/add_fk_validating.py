"""A foreign key added to a table with rows, without NOT VALID, or made ENFORCED (18)."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate import kin
from opskit.migrate.constraints import ForeignKey, foreign_keys
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import clauses
from opskit.migrate.world import Constraint

TITLE = "Foreign key that checks every row while writes of both tables wait"
SEVERITY = Severity.CRITICAL
WHY = "SHARE ROW EXCLUSIVE lock on the table and on the one it references until every row is looked up: writes wait"
SAFE = "opskit adds it NOT VALID and then runs VALIDATE CONSTRAINT, which lets writes go on"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_add_constraint", "at_add_column", "at_alter_constraint"})


def find(site: Site) -> Hit | None:
    if site.kind == "at_alter_constraint":
        return _made_enforced(site)
    key = next(foreign_keys(site), None)
    if key is None or site.fresh or not site.effect.stopped or not _checks(site) or _taken_over(site, key):
        return None
    lock = site.effect.lock_on(site.relation) or Lock.SHARE_ROW_EXCLUSIVE
    text = f"foreign key {key.words} checks every row of {site.relation} while writes to it and to {key.parent} wait"
    return Hit(text, site.relation, lock, safe=True)


def _made_enforced(site: Site) -> Hit | None:
    """One that is enforced already is not checked again."""
    altered = getattr(site.node, "def").atalter_constraint
    waits = site.effect.stopped or not (site.world.complete or site.fresh)
    if not altered.alter_enforceability or not altered.is_enforced or not waits:
        return None
    text = f"foreign key {altered.conname} checks every row of {site.relation} while its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.world.complete)


def _checks(site: Site) -> bool:
    """Beside a new column it is checked only where a default fills that column."""
    if site.kind == "at_add_constraint":
        return bool(site.effect.scans)
    return "CONSTR_DEFAULT" in clauses(getattr(site.node, "def").column_def)


def _taken_over(site: Site, key: ForeignKey) -> bool:
    """A partition that has the same key, validated, is not looked at again."""
    if not kin.is_partitioned(site.table):
        return False
    leaves = kin.relations_of(site.world, kin.leaves(site.world, site.relation))
    return all(any(_same(each, key) for each in leaf.constraints.values()) for leaf in leaves)


def _same(constraint: Constraint, key: ForeignKey) -> bool:
    mine = constraint.kind == "f" and constraint.validated and constraint.references == key.parent
    return (
        mine
        and constraint.columns == key.columns
        and constraint.referenced_columns[: len(key.referenced)] == key.referenced
    )
