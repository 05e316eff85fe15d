"""VALIDATE CONSTRAINT: every row is read while the application goes on."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import foreign_keys, kin
from opskit.migrate.altering import altering, heirs, lock_of, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.migrate.world import Constraint
from opskit.value import replace

LEVEL = Lock.SHARE_UPDATE_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    name, table = site.node.name, site.table
    waiting = table.constraints.get(name) if table else None
    if waiting is None:
        return _unknown(site, touched)
    if not waiting.enforced:
        return f'42809: cannot validate NOT ENFORCED constraint "{name}"'
    if waiting.kind not in "cfn":
        return f'42809: constraint "{name}" of relation {site.relation} cannot be validated'
    if not waiting.validated:
        _validate(site, touched, waiting)
    return None


def _unknown(site: Site, touched: Touched) -> str | None:
    if site.table is not None and site.table.whole:
        return f'42704: constraint "{site.node.name}" of relation {site.relation} does not exist'
    touched.scan(site.relation)
    touched.doubt("whether it is a foreign key: then the table it refers to is read as well, in ROW SHARE mode")
    return None


def _validate(site: Site, touched: Touched, waiting: Constraint) -> None:
    if waiting.kind == "f":
        foreign_keys.lock_sides(touched, site.relation, waiting.references, lock_of(site), Lock.ROW_SHARE)
        foreign_keys.check_rows(touched, site.relation, waiting.references)
        return
    touched.lock_all(heirs(site), lock_of(site))
    for each in heirs(site):
        relation = site.world.get(each)
        here = relation.constraints.get(waiting.name) if relation else None
        if not kin.is_partitioned(relation) and not (here is not None and here.validated):
            touched.scan(each)


effect = altering(_touches)


def after(site: Site) -> None:
    if not works(site):
        return
    for relation in list(kin.relations_of(site.world, heirs(site))):
        here = relation.constraints.get(site.node.name)
        if here is not None:
            valid = {**relation.constraints, here.name: replace(here, validated=True)}
            site.world.put(replace(relation, constraints=valid))
