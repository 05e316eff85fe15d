"""DROP TYPE and DROP DOMAIN: with CASCADE the columns of that type go, and with them what reads those columns."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate.dropping import doomed, drop_relations
from opskit.migrate.flow import Site
from opskit.migrate.storage import lock_with_parts
from opskit.migrate.touching import Touched, failure
from opskit.migrate.type_name import type_text
from opskit.migrate.using_type import is_of, type_named, using
from opskit.migrate.world import Relation, TypeInfo


def drop_types(site: Site, *, cascade: bool) -> Effect:
    touched = Touched(site.world)
    for each in site.node.objects:
        name = type_text(each.type_name, site.world.search_path)
        found = type_named(site.world, name)
        if found is None:
            _unknown(touched, name, cascade)
            continue
        typed = [each.name for each in site.world.relations() if each.of_type and _same(site, each.of_type, name)]
        users = [*using(site.world, found), *typed]
        if users and not cascade:
            return failure("2BP01", f"cannot drop type {name}: {users[0]} depends on it")
        for user in users:
            _without_columns(touched, site.world.get(user), user, found)
        touched.take(drop_relations(site.world, typed, cascade=True))
        if composite := site.world.find("", name) or site.world.get(name):
            touched.lock(composite.name, Lock.ACCESS_EXCLUSIVE)
    return touched.effect()


def _same(site: Site, full: str, name: str) -> bool:
    """Whether a qualified name is that of the type, which leaves out a schema on the search path."""
    return full in (name, *(qualified(schema, name) for schema in site.world.search_path))


def _unknown(touched: Touched, name: str, cascade: bool) -> None:
    if cascade and not touched.world.complete:
        touched.doubt(f"every table with a column of type {name} is locked ACCESS EXCLUSIVE")


def _without_columns(touched: Touched, table: Relation | None, name: str, gone: TypeInfo) -> None:
    touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    if table is None:
        return
    columns = [column for column, each in table.columns.items() if is_of(gone, each.type)]
    views = [view for column in columns for view in table.views.get(column, ())]
    for view in doomed(touched.world, views, cascade=True):
        lock_with_parts(touched, view, Lock.ACCESS_EXCLUSIVE)
