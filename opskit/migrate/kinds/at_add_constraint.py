"""ADD CONSTRAINT: one that is valid from the start is checked on every row; one that has an index builds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opskit.core.lock import Lock
from opskit.migrate import checks, foreign_keys, kin
from opskit.migrate.adding import add_constraint, beside, kind_of, names
from opskit.migrate.altering import altering, heirs, lock_heirs, lock_of, no_column, works
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched, known
from opskit.migrate.unfit import unfit, without_key
from opskit.migrate.world import Relation, unvalidated_not_null
from opskit.value import replace


def level(command: Any) -> Lock:
    foreign = kind_of(getattr(command, "def").constraint) == "f"
    return Lock.SHARE_ROW_EXCLUSIVE if foreign else Lock.ACCESS_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    node = getattr(site.node, "def").constraint
    kind = kind_of(node)
    if site.table is not None and node.conname in site.table.constraints:
        return f'42710: constraint "{node.conname}" for relation {site.relation} already exists'
    for column in (*names(node.keys), *names(node.fk_attrs)):
        if failed := no_column(site, column):
            return f"42703: {failed.partition(': ')[2]}" if kind != "n" else failed
    return _KINDS[kind](site, touched, node)


def _check(site: Site, touched: Touched, node: Any) -> str | None:
    if node.is_no_inherit and site.table is not None and site.table.kind == "p":
        return f"42P16: cannot add NO INHERIT constraint to partitioned table {site.relation}"
    alone = node.is_no_inherit and not site.world.known_from(18)
    with_rows = [site.relation] if node.is_no_inherit else heirs(site)
    touched.lock_all([site.relation] if alone else heirs(site), lock_of(site))
    if node.is_enforced and not node.skip_validation:
        for each in with_rows:
            if not kin.is_partitioned(site.world.get(each)):
                touched.scan(each)
    return None


def _not_null(site: Site, touched: Touched, node: Any) -> str | None:
    column = names(node.keys)[0]
    lock_heirs(site, touched)
    if node.skip_validation:
        return None
    for each in kin.leaves(site.world, site.relation):
        relation = site.world.get(each)
        if relation is None or not checks.is_not_null(relation, column):
            touched.scan(each)
    if not known(site.table):
        touched.doubt(f"whether a valid CHECK ({column} IS NOT NULL) makes reading the rows needless")
    return None


def _key(site: Site, touched: Touched, node: Any) -> str | None:
    """An index is built on every partition; a primary key makes its columns NOT NULL first."""
    table = site.table
    if kind_of(node) == "p" and table and any(each.kind == "p" for each in table.constraints.values()):
        return f"42P16: multiple primary keys for table {site.relation} are not allowed"
    if kind_of(node) == "p" and (failed := _not_valid(table, names(node.keys))):
        return failed
    if node.indexname:
        return _using_index(site, touched, node)
    children = kin.partitions(site.world, site.relation)[1:]
    touched.lock_all(children, lock_of(site) if site.world.known_from(18) else Lock.SHARE)
    if kind_of(node) == "p" and site.table and site.table.kind == "p" and _makes_not_null(site, names(node.keys)):
        touched.lock_all(children, lock_of(site))
    for each in kin.leaves(site.world, site.relation) if children else [site.relation]:
        touched.scan(each)
    return None


def _not_valid(table: Relation | None, columns: tuple[str, ...]) -> str | None:
    waiting = next((found for column in columns if (found := unvalidated_not_null(table, column))), None)
    return f'55000: cannot create primary key: not-null constraint "{waiting.name}" is NOT VALID' if waiting else None


def _makes_not_null(site: Site, columns: tuple[str, ...]) -> bool:
    has = site.table.columns if site.table else {}
    return any(not (column in has and has[column].not_null) for column in columns)


def _using_index(site: Site, touched: Touched, node: Any) -> str | None:
    table, key = site.table, beside(site.relation, node.indexname)
    index = table.indexes.get(key) if table else None
    if table is not None and table.whole and index is None:
        return f'42704: index "{node.indexname}" does not exist'
    if table is not None and table.kind == "p":
        return "0A000: ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables"
    if index is not None and (failed := unfit(index)):
        return failed
    if node.conname and node.conname != node.indexname:
        touched.lock(key, Lock.SHARE_UPDATE_EXCLUSIVE)
    if kind_of(node) == "p":
        _primary_by_index(site, touched, index.columns if index else ())
    return None


def _primary_by_index(site: Site, touched: Touched, columns: tuple[str, ...]) -> None:
    table = site.table
    if table is None or not columns:
        touched.doubt("whether the columns of the index are NOT NULL, or a valid CHECK says so")
        touched.scan(site.relation)
    elif any(not checks.is_not_null(table, column) for column in columns):
        touched.scan(site.relation)
        if not table.whole:
            touched.doubt("whether the columns of the index are NOT NULL, or a valid CHECK says so")


def _foreign(site: Site, touched: Touched, node: Any) -> str | None:
    parent = site.world.key(node.pktable.schemaname, node.pktable.relname)
    if site.world.complete and not site.world.get(parent):
        return f"42P01: relation {parent} does not exist"
    if failed := without_key(site.world.get(parent), names(node.pk_attrs)):
        return failed
    valid = node.is_enforced and not node.skip_validation
    if site.table is not None and site.table.kind == "p" and not valid and _before_18(site):
        return f"42809: cannot add NOT VALID foreign key on partitioned table {site.relation}"
    foreign_keys.lock_sides(touched, site.relation, parent, lock_of(site), Lock.SHARE_ROW_EXCLUSIVE)
    if valid:
        having = foreign_keys.take_over(touched, site.relation, parent, node)
        foreign_keys.check_rows(touched, site.relation, parent, having)
    elif not known(site.table) and _before_18(site):
        touched.doubt(f"whether {site.relation} is partitioned, where NOT VALID fails before PostgreSQL 18")
    return None


def _before_18(site: Site) -> bool:
    return not site.world.known_from(18)


_KINDS: dict[str, Callable[[Site, Touched, Any], str | None]] = {
    "c": _check,
    "n": _not_null,
    "p": _key,
    "u": _key,
    "x": _key,
    "f": _foreign,
}
effect = altering(_touches)


def after(site: Site) -> None:
    node = getattr(site.node, "def").constraint
    if not works(site):
        return
    changed, made = add_constraint(site.world, site.world.noted(site.relation), node)
    site.world.put(changed)
    if made.kind == "f":
        _refer(site, made.references)
    if not made.no_inherit or made.kind in "pu":
        for each in heirs(site)[1:] if made.kind in "cn" else kin.partitions(site.world, site.relation)[1:]:
            _inherit(site, site.world.noted(each), node, made.name)


def _refer(site: Site, parent: str) -> None:
    referenced = site.world.noted(parent)
    children = dict.fromkeys([*referenced.referenced_by, site.relation])
    site.world.put(replace(referenced, referenced_by=tuple(children)))


def _inherit(site: Site, child: Relation, node: Any, name: str) -> None:
    """A CHECK keeps its name in every heir; an index gets one of its own."""
    own = type(node)()
    own.CopyFrom(node)
    own.conname = "" if enum_word(node, "contype") in ("CONSTR_PRIMARY", "CONSTR_UNIQUE") else name
    if own.conname and own.conname in child.constraints:
        return
    changed, made = add_constraint(site.world, child, own)
    site.world.put(replace(changed, constraints={**changed.constraints, made.name: replace(made, inherited=True)}))
