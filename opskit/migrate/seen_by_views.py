"""Views that a migration makes, noted at the columns they read: those columns can no longer change as they like."""

from __future__ import annotations

from typing import Any

from opskit.migrate.query_tree import column_names, uses
from opskit.migrate.world import Relation, World
from opskit.value import replace


def note_view(world: World, view: str, query: Any) -> None:
    """A column of that name in any relation that the query reads is taken to be read; a star reads all."""
    names = set(column_names(query))
    for use in uses(query):
        table = world.find(use.schema, use.name)
        if table is not None:
            world.put(_seen(table, view, names))


def forget_view(world: World, view: str) -> None:
    for table in list(world.relations()):
        if any(view in views for views in table.views.values()):
            kept = {column: tuple(each for each in views if each != view) for column, views in table.views.items()}
            world.put(replace(table, views=kept))


def _seen(table: Relation, view: str, names: set[str]) -> Relation:
    read = [column for column in table.columns if column in names or "" in names] or [""]
    views = {column: (*table.views.get(column, ()), view) for column in read}
    return replace(table, views={**table.views, **views})
