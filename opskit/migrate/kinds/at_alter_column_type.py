"""ALTER COLUMN … TYPE: the table is written anew unless the values stay as they are; then indexes whose order changes
are built anew, and valid CHECKs and foreign keys on the column are tested again."""

from __future__ import annotations

from typing import Any

from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate import column_ties, foreign_keys
from opskit.migrate.altering import altering, change_column, column_of, lock_heirs, no_column, works
from opskit.migrate.checks import column_named
from opskit.migrate.flow import Site
from opskit.migrate.storage import rewrite_table
from opskit.migrate.touching import Touched
from opskit.migrate.type_changes import assignable, opclass, resolved, rewrites
from opskit.migrate.type_name import type_text
from opskit.migrate.world import Column, Index, Relation
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    names = lock_heirs(site, touched)
    if failed := no_column(site, site.node.name) or column_ties.refused_type(site) or _cannot_cast(site):
        return failed
    column = _after(site)
    anew = _rewrites(site, touched)
    for relation in [site.world.get(name) or Relation(name) for name in names]:
        if relation.kind == "c":
            continue
        if anew:
            columns = {**relation.columns, column.name: column}
            rewrite_table(touched, relation.name, columns if relation.whole else None)
        _rebuild_indexes(site, touched, relation, column)
        _test_again(touched, relation, column.name)
        _refer_again(site, touched, relation, column)
    _identity(site, touched)
    return None


effect = altering(_touches)


def _after(site: Site) -> Column:
    node = getattr(site.node, "def").column_def
    now = column_of(site, site.node.name) or Column(site.node.name)
    return replace(now, type=resolved(site.world, _target(site)), collation=_collation(node))


def _cannot_cast(site: Site) -> str | None:
    """Without USING the values, and in any case the default, are cast as an assignment casts."""
    now, using = column_of(site, site.node.name), getattr(site.node, "def").column_def.HasField("raw_default")
    if now is None or assignable(site.world, now.type, _target(site)) or (using and not now.default):
        return None
    what = f'default for column "{now.name}"' if using else f'column "{now.name}"'
    return f"42804: {what} cannot be cast automatically to type {_target(site)}"


def _target(site: Site) -> str:
    return type_text(getattr(site.node, "def").column_def.type_name, site.world.search_path)


def _collation(node: Any) -> str:
    names = [each.string.sval for each in node.coll_clause.collname]
    return qualified(*(name for name in names if name != "pg_catalog"))


def _rewrites(site: Site, touched: Touched) -> bool:
    now, new = column_of(site, site.node.name), _target(site)
    zone = site.session.setting("timezone") or site.world.timezone
    old = now.type if now else ""
    answers = [rewrites(site.world, of, to, zone) for of, to in _changes(site, old, new)]
    if not answers or True in answers:
        return True
    if None in answers:
        touched.doubt(f"whether values of column {site.node.name} stay as they are when it becomes {new}")
    return None in answers


def _changes(site: Site, old: str, new: str) -> list[tuple[str, str]]:
    """The casts that every value goes through; none where USING works it out anew."""
    node = getattr(site.node, "def").column_def
    if not node.HasField("raw_default"):
        return [(old, new)]
    if column_named(node.raw_default) != site.node.name:
        return []
    if not node.raw_default.HasField("type_cast"):
        return [(old, new)]
    between = type_text(node.raw_default.type_cast.type_name, site.world.search_path)
    return [(old, between), (between, new)]


def _rebuild_indexes(site: Site, touched: Touched, relation: Relation, column: Column) -> None:
    """All indexes on the column are dropped and made anew; those that are compatible keep their files."""
    for index in relation.indexes.values():
        if column.name not in index.uses or relation.fresh:
            continue
        touched.lock(index.name, Lock.ACCESS_EXCLUSIVE)
        if not index.partitioned and not _compatible(site, relation, index, column):
            touched.scan(relation.name)
            touched.rewrite(index.name)


def _compatible(site: Site, relation: Relation, index: Index, column: Column) -> bool:
    """CheckIndexCompatible: no expression or predicate, the same operator class and collation."""
    now = relation.columns.get(column.name)
    if index.partial or index.expressions or not index.valid or now is None:
        return False
    if now.collation != column.collation:
        return False
    before, then = (opclass(site.world, index.method, each.type) for each in (now, column))
    own = {name for name, key in zip(index.opclasses, index.columns, strict=False) if key == column.name}
    return before == then or (bool(own) and before not in own)


def _test_again(touched: Touched, relation: Relation, column: str) -> None:
    for each in relation.constraints.values():
        if each.kind == "c" and column in each.columns and each.validated and each.enforced and relation.kind != "p":
            touched.scan(relation.name)


def _refer_again(site: Site, touched: Touched, relation: Relation, column: Column) -> None:
    """Foreign keys on either side are dropped and made anew; rows are looked up again if another operator compares
    them."""
    now = relation.columns.get(column.name)
    compared = [opclass(site.world, "btree", each.type) for each in (now, column) if each]
    keys = [(relation, key) for key in relation.constraints.values() if key.kind == "f" and column.name in key.columns]
    pointing = foreign_keys.pointing_at(touched, relation)
    for child, key in [*keys, *((child, key) for child, key in pointing if column.name in key.referenced_columns)]:
        foreign_keys.drop(touched, child.name, key)
        if len(set(compared)) > 1 and key.validated and key.enforced:
            foreign_keys.check_rows(touched, child.name, key.references)


def _identity(site: Site, touched: Touched) -> None:
    """The sequence of an identity column gets the new type."""
    now = column_of(site, site.node.name)
    if now is not None and now.identity and now.sequence:
        touched.lock(now.sequence, Lock.SHARE_ROW_EXCLUSIVE)
        touched.rewrite(now.sequence)


def after(site: Site) -> None:
    if works(site):
        column = _after(site)
        change_column(site, site.node.name, lambda now: replace(now, type=column.type, collation=column.collation))
