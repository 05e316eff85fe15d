"""CREATE [OR REPLACE] VIEW."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import data_effect
from opskit.migrate.created_table import made_name
from opskit.migrate.flow import Site
from opskit.migrate.query_tree import uses
from opskit.migrate.seen_by_views import forget_view, note_view
from opskit.migrate.touching import Touched, failure
from opskit.migrate.world import Relation


def effect(site: Site) -> Effect:
    node, world, touched = site.node, site.world, Touched(site.world)
    name = made_name(world, node.view)
    before = world.get(name)
    if before is not None and not node.replace:
        return failure("42P07", f"relation {name} exists already")
    if before is not None and (lost := _lost(site, before)):
        return failure("42P16", f"cannot drop column {lost} from view {name}")
    if before is not None or (node.replace and not world.complete):
        touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    if before is None and node.replace and not world.complete:
        touched.doubt(f"only the catalog tells whether view {name} is there already")
    return data_effect.look_up_all(touched, uses(node.query)) or touched.effect()


def after(site: Site) -> None:
    name = made_name(site.world, site.node.view)
    fresh = site.world.get(name) is None and (site.world.complete or not site.node.replace)
    if site.world.get(name) is None:
        site.world.put(Relation(name, "v", fresh=fresh))
    else:
        forget_view(site.world, name)
    note_view(site.world, name, site.node.query)


def _lost(site: Site, before: Relation) -> str:
    """A column that the new definition certainly has no longer: a view may only get more of them."""
    targets = [each.res_target for each in site.node.query.select_stmt.target_list]
    if not targets or any(_is_star(each) for each in targets):
        return ""
    return next(iter(list(before.columns)[len(targets) :]), "")


def _is_star(target: object) -> bool:
    fields = target.val.column_ref.fields  # type: ignore[attr-defined]
    return bool(len(fields)) and bool(fields[-1].HasField("a_star"))
