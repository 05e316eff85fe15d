"""DROP COLUMN: only the catalog changes; what rests on the column goes with it, or stands in its way."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.core.lock import Lock
from opskit.migrate import column_ties, foreign_keys
from opskit.migrate.altering import altering, cascades, heirs, lock_heirs, no_column, tables, works
from opskit.migrate.flow import Site
from opskit.migrate.storage import lock_with_parts
from opskit.migrate.touching import Touched, known
from opskit.migrate.world import Constraint, Relation
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    if no_column(site, site.node.name):
        return None if site.node.missing_ok else no_column(site, site.node.name)
    if failed := column_ties.refused_drop(site):
        return failed
    lock_heirs(site, touched)
    if not known(site.table):
        touched.doubt("whether views, foreign keys or other columns rest on it")
    for relation in tables(site):
        if not cascades(site) and (failed := _tied(touched, relation, site.node.name)):
            return failed
        _take_along(site, touched, relation, site.node.name)
    return None


effect = altering(_touches)


def _tied(touched: Touched, relation: Relation, column: str) -> str | None:
    others = [each for each in relation.dependents.get(column, ()) if not each.startswith("trigger")]
    first = next(iter([*relation.views.get(column, ()), *others]), "")
    if first:
        return f"2BP01: {first} depends on column {column} of table {relation.name}"
    key = next(iter(_referring(touched, relation, column)), None)
    return f"2BP01: constraint {key[1].name} on table {key[0].name} depends on column {column}" if key else None


def _referring(touched: Touched, relation: Relation, column: str) -> list[tuple[Relation, Constraint]]:
    pairs = foreign_keys.pointing_at(touched, relation)
    return [(child, key) for child, key in pairs if column in key.referenced_columns]


def _take_along(site: Site, touched: Touched, relation: Relation, column: str) -> None:
    for index in relation.indexes.values():
        if column in index.uses:
            touched.lock(index.name, Lock.ACCESS_EXCLUSIVE)
    for key in relation.constraints.values():
        if key.kind == "f" and column in key.columns:
            foreign_keys.drop(touched, relation.name, key)
    for child, key in _referring(touched, relation, column):
        foreign_keys.drop(touched, child.name, key)
    for view in _views(site, relation.views.get(column, ())):
        lock_with_parts(touched, view, Lock.ACCESS_EXCLUSIVE)
    has = relation.columns.get(column)
    if has is not None and has.sequence:
        touched.lock(has.sequence, Lock.ACCESS_EXCLUSIVE)


def _views(site: Site, views: tuple[str, ...]) -> Iterator[str]:
    """These, and those over them."""
    for view in views:
        yield view
        relation = site.world.get(view)
        over = [each for names in (relation.views.values() if relation else ()) for each in names]
        yield from _views(site, tuple(dict.fromkeys(over)))


def after(site: Site) -> None:
    if not works(site):
        return
    gone = site.table.columns.get(site.node.name) if site.table else None
    views = site.table.views.get(site.node.name, ()) if site.table else ()
    for view in list(_views(site, views)) if cascades(site) else []:
        site.world.drop(view)
    for name in heirs(site):
        relation = site.world.get(name)
        if relation is not None:
            site.world.put(_without(relation, site.node.name))
    if gone is not None and gone.sequence:
        site.world.drop(gone.sequence)


def _without(relation: Relation, column: str) -> Relation:
    gone = relation.columns.get(column)
    return replace(
        relation,
        columns={name: each for name, each in relation.columns.items() if name != column},
        constraints={name: each for name, each in relation.constraints.items() if column not in each.columns},
        indexes={name: each for name, each in relation.indexes.items() if column not in each.uses},
        views={name: each for name, each in relation.views.items() if name != column},
        dependents={name: each for name, each in relation.dependents.items() if name != column},
        sequences=tuple(each for each in relation.sequences if gone is None or each != gone.sequence),
    )
