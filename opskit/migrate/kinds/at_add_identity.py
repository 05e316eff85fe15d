"""ALTER COLUMN … ADD GENERATED … AS IDENTITY: for rows that are written from now on. Partitions follow from 17 on."""

from __future__ import annotations

from opskit.migrate.altering import altering, change_column, no_column, works
from opskit.migrate.flow import Site
from opskit.migrate.identity import lock_partitions
from opskit.migrate.touching import Touched
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    column = site.table.columns.get(site.node.name) if site.table else None
    if column is not None and site.table is not None and site.table.whole:
        if not column.not_null:
            return f'55000: column "{column.name}" must be declared NOT NULL before identity can be added'
        if column.identity or column.default:
            return f'55000: column "{column.name}" already has a default value or is an identity column'
    lock_partitions(site, touched)
    return no_column(site, site.node.name)


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        always = getattr(site.node, "def").constraint.generated_when or "a"
        change_column(site, site.node.name, lambda column: replace(column, identity=always))
