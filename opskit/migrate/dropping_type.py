"""DROP TYPE and DROP DOMAIN: with CASCADE the columns of that type go, and with them what reads those columns."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate.dropping import doomed
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched, failure
from opskit.migrate.type_name import type_text
from opskit.migrate.world import Relation, TypeInfo, World


def drop_types(site: Site, *, cascade: bool) -> Effect:
    touched = Touched(site.world)
    for each in site.node.objects:
        name = type_text(each.type_name, site.world.search_path)
        found = type_named(site.world, name)
        if found is None:
            _unknown(touched, name, cascade)
            continue
        users = using(site.world, found)
        if users and not cascade:
            return failure("2BP01", f"cannot drop type {name}: {users[0]} depends on it")
        for user in users:
            _without_columns(touched, site.world.get(user), user, found)
    return touched.effect()


def type_named(world: World, name: str) -> TypeInfo | None:
    """Types are known as format_type prints them, with or without their schema."""
    places = [name, *(f"{schema}.{name}" for schema in world.search_path)]
    return next((world.types[each] for each in places if each in world.types), None)


def using(world: World, named: TypeInfo) -> list[str]:
    """Relations with a column of the type, those this migration made among them."""
    made = [each.name for each in world.relations() if any(_is(named, one.type) for one in each.columns.values())]
    return list(dict.fromkeys([*named.used_by, *made]))


def _is(named: TypeInfo, type_name: str) -> bool:
    return type_name.removesuffix("[]") == named.name


def _unknown(touched: Touched, name: str, cascade: bool) -> None:
    if cascade and not touched.world.complete:
        touched.doubt(f"every table with a column of type {name} is locked ACCESS EXCLUSIVE")


def _without_columns(touched: Touched, table: Relation | None, name: str, gone: TypeInfo) -> None:
    touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    if table is None:
        return
    columns = [column for column, each in table.columns.items() if _is(gone, each.type)]
    views = [view for column in columns for view in table.views.get(column, ())]
    touched.lock_all(doomed(touched.world, views, cascade=True), Lock.ACCESS_EXCLUSIVE)
