"""ALTER COLUMN … DROP NOT NULL."""

from __future__ import annotations

from opskit.migrate.altering import altering, change_column, lock_heirs, no_column, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    lock_heirs(site, touched)
    column = site.node.name
    keys = site.table.constraints.values() if site.table else ()
    if any(each.kind == "p" and column in each.columns for each in keys):
        return f'42P16: column "{column}" is in a primary key'
    has = site.table.columns.get(column) if site.table else None
    if has is not None and has.identity:
        return f'42601: column "{column}" of relation {site.relation} is an identity column'
    return no_column(site, column)


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        change_column(site, site.node.name, lambda column: replace(column, not_null=False))
