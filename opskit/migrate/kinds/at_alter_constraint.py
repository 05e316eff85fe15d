"""ALTER CONSTRAINT of a foreign key: DEFERRABLE, and from 18 on ENFORCED."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import foreign_keys, kin
from opskit.migrate.altering import altering, heirs, lock_of, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.migrate.world import Constraint
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    given = getattr(site.node, "def").atalter_constraint
    name = given.conname
    altered = site.table.constraints.get(name) if site.table else None
    if altered is None and site.table is not None and site.table.whole:
        return f'42704: constraint "{name}" of relation {site.relation} does not exist'
    if altered is not None and altered.kind != "f" and not given.alter_inheritability:
        return f'42809: constraint "{name}" of relation {site.relation} is not a foreign key constraint'
    touched.lock_all(
        heirs(site) if altered and altered.kind == "n" else kin.partitions(site.world, site.relation), lock_of(site)
    )
    if given.alter_enforceability and altered is not None and altered.enforced != given.is_enforced:
        _enforce(site, touched, altered, given.is_enforced)
    return None


def _enforce(site: Site, touched: Touched, altered: Constraint, enforced: bool) -> None:
    """Triggers of both tables go, or come and every row is checked."""
    parent_lock = Lock.SHARE_ROW_EXCLUSIVE if enforced else Lock.ACCESS_EXCLUSIVE
    touched.lock_all(kin.partitions(site.world, altered.references), parent_lock)
    if enforced:
        foreign_keys.check_rows(touched, site.relation, altered.references)


effect = altering(_touches)


def after(site: Site) -> None:
    given = getattr(site.node, "def").atalter_constraint
    table = site.world.get(site.relation)
    altered = table.constraints.get(given.conname) if table else None
    if works(site) and table is not None and altered is not None:
        enforced = given.is_enforced if given.alter_enforceability else altered.enforced
        changed = replace(altered, enforced=enforced, validated=enforced and altered.validated)
        site.world.put(replace(table, constraints={**table.constraints, altered.name: changed}))
