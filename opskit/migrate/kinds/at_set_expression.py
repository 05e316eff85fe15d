"""ALTER COLUMN … SET EXPRESSION (17): of a stored column every row is worked out anew; a virtual one has no values,
but its constraints are tested."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.altering import altering, column_of, lock_heirs, no_column, tables
from opskit.migrate.flow import Site
from opskit.migrate.storage import rewrite_table
from opskit.migrate.touching import Touched
from opskit.migrate.world import Relation


def _touches(site: Site, touched: Touched) -> str | None:
    if failed := no_column(site, site.node.name):
        return failed
    column = column_of(site, site.node.name)
    if column is not None and not column.generated and site.table and site.table.whole:
        return f'55000: column "{column.name}" of relation {site.relation} is not a generated column'
    lock_heirs(site, touched)
    if column is None:
        touched.doubt("whether the column is stored, for which the table is rewritten")
    if column is None or column.generated == "s":
        rewrite_table(touched, site.relation)
    for relation in tables(site):
        _tie(touched, relation, site.node.name)
    return None


effect = altering(_touches)


def _tie(touched: Touched, relation: Relation, column: str) -> None:
    for index in relation.indexes.values():
        if column in index.uses:
            touched.lock(index.name, Lock.ACCESS_EXCLUSIVE)
    has = relation.columns.get(column)
    checked = any(
        each.kind == "c" and each.validated and column in each.columns for each in relation.constraints.values()
    )
    if (checked or (has is not None and has.not_null)) and not kin.is_partitioned(relation):
        touched.scan(relation.name)
