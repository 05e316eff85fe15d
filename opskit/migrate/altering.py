"""What the commands of ALTER TABLE have in common. They run together under one lock, the strongest that one of them
asks for (AlterTableGetLockLevel); each module names its own as LEVEL, or has level(command)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock, strongest
from opskit.migrate import kin
from opskit.migrate.flow import Site, command_kind, kind_module
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched, failure, missing
from opskit.migrate.world import Column, Relation
from opskit.value import replace

COMPOSITE = "c"
DEFAULT_LEVEL = Lock.ACCESS_EXCLUSIVE


def lock_of(site: Site) -> Lock:
    """The lock under which the whole statement runs."""
    levels = [_level(each.alter_table_cmd) for each in site.whole.cmds]
    return strongest(levels) or DEFAULT_LEVEL


def _level(command: Any) -> Lock:
    module = kind_module(command_kind(command))
    asked = getattr(module, "level", None)
    found = asked(command) if asked else getattr(module, "LEVEL", DEFAULT_LEVEL)
    return found if isinstance(found, Lock) else DEFAULT_LEVEL


def altering(work: Callable[[Site, Touched], str | None]) -> Callable[[Site], Effect]:
    """The effect of a command: `work` says what it touches beyond the relation that is named, and answers with the
    error ("42703: …") that the server would."""

    def effect(site: Site) -> Effect:
        if absent(site):
            return NO_EFFECT if site.whole.missing_ok else missing(site.relation)
        touched = Touched(site.world)
        touched.lock(site.relation, lock_of(site))
        failed = work(site, touched)
        if failed:
            sqlstate, _, message = failed.partition(": ")
            return failure(sqlstate, message)
        return touched.effect()

    return effect


def absent(site: Site) -> bool:
    """Whether the relation certainly does not exist."""
    return site.world.complete and site.table is None and site.world.table_with_index(site.relation) is None


def works(site: Site) -> bool:
    return not site.effect.fails and not absent(site)


def heirs(site: Site) -> list[str]:
    """The relation and all that the command recurses to: partitions and heirs, or typed tables of a composite type."""
    if site.table is not None and site.table.kind == COMPOSITE:
        return [site.relation, *typed_tables(site)] if cascades(site) else [site.relation]
    return kin.family(site.world, site.relation) if site.whole.relation.inh else [site.relation]


def typed_tables(site: Site) -> list[str]:
    return [each.name for each in site.world.relations() if each.of_type == site.relation]


def cascades(site: Site) -> bool:
    return enum_word(site.node, "behavior") == "DROP_CASCADE"


def lock_heirs(site: Site, touched: Touched) -> list[str]:
    names = heirs(site)
    touched.lock_all(names, lock_of(site))
    return names


def tables(site: Site) -> Iterator[Relation]:
    """Those of them of which anything is known."""
    return kin.relations_of(site.world, heirs(site))


def column_of(site: Site, name: str) -> Column | None:
    return site.table.columns.get(name) if site.table else None


def no_column(site: Site, name: str) -> str | None:
    """The error where the relation certainly has no such column."""
    if site.table is not None and site.table.whole and site.table.columns and name not in site.table.columns:
        return f'42703: column "{name}" of relation {site.relation} does not exist'
    return None


def change_column(site: Site, name: str, change: Callable[[Column], Column]) -> None:
    """In the relation and all that the command recurses to. What was not known of before is known of now."""
    for each in heirs(site):
        relation = site.world.get(each)
        if relation is None and site.world.complete:
            continue
        relation = relation or site.world.noted(each)
        column = change(relation.columns.get(name) or Column(name))
        site.world.put(replace(relation, columns={**relation.columns, name: column}))


def change_relation(site: Site, **values: Any) -> None:
    if site.table is not None or not site.world.complete:
        site.world.put(replace(site.world.noted(site.relation), **values))


def _only_itself(site: Site, touched: Touched) -> None:
    """Nothing beyond the relation that is named."""


def _with_heirs(site: Site, touched: Touched) -> str | None:
    lock_heirs(site, touched)
    return no_column(site, site.node.name) if site.node.name else None


def _with_partitions(site: Site, touched: Touched) -> None:
    """Partitions have copies of what is changed; heirs of a plain table do not."""
    touched.lock_all(kin.partitions(site.world, site.relation), lock_of(site))


only_itself = altering(_only_itself)
with_heirs = altering(_with_heirs)
with_partitions = altering(_with_partitions)
