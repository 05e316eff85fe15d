"""ALTER COLUMN … SET NOT NULL: every row is read, unless a valid CHECK has proved it already."""

from __future__ import annotations

from opskit.migrate import checks
from opskit.migrate.altering import altering, change_column, lock_heirs, no_column, tables, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched, known
from opskit.migrate.world import Relation, unvalidated_not_null
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    column = site.node.name
    names = lock_heirs(site, touched)
    if failed := no_column(site, column):
        return failed
    needing = [each for each in names if _needs_scan(site.world.get(each), column)]
    for each in needing:
        touched.scan(each)
    if needing and not known(site.table):
        touched.doubt(f"whether a valid CHECK ({column} IS NOT NULL) makes reading the rows needless")
    return None


def _needs_scan(relation: Relation | None, column: str) -> bool:
    """A NOT NULL that is there but not valid (18) is validated here."""
    if relation is None:
        return True
    if relation.kind == "p":
        return False
    if unvalidated_not_null(relation, column):
        return True
    has = relation.columns.get(column)
    return not (has and has.not_null) and not checks.proves_not_null(relation, column)


effect = altering(_touches)


def after(site: Site) -> None:
    if not works(site):
        return
    change_column(site, site.node.name, lambda column: replace(column, not_null=True))
    for relation in list(tables(site)):
        waiting = unvalidated_not_null(relation, site.node.name)
        if waiting:
            valid = {**relation.constraints, waiting.name: replace(waiting, validated=True)}
            site.world.put(replace(relation, constraints=valid))
