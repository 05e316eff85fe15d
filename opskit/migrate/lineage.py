"""Migrations that branch: which follow which, and what the row of heads is once one of them is in.

A migration without a lineage stands in a plain row: what comes before it in the list comes before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from opskit.migrate.migration import Migration


def ancestors(migrations: Iterable[Migration], revisions: Collection[str]) -> set[str]:
    """These revisions and all they need, near and far; names that no migration has are left out."""
    needs = {each.revision: each.needs for each in migrations}
    found: set[str] = set()
    ahead = [name for name in revisions if name in needs]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += [need for need in needs[name] if need in needs]
    return found


def up_to(migrations: Sequence[Migration], revision: str) -> list[Migration]:
    """The migration of that revision and those it needs, in their order."""
    place = [each.revision for each in migrations].index(revision)
    before = migrations[: place + 1]
    if migrations[place].lineage is None:
        return list(before)
    needed = ancestors(before, {revision})
    return [each for each in before if each.revision in needed]


def heads(migrations: Sequence[Migration]) -> list[Migration]:
    """Those that nothing revises; a plain row has one."""
    branching = [each for each in migrations if each.lineage is not None]
    revised = {name for each in branching for name in (each.lineage.revises if each.lineage else ())}
    return [each for each in branching if each.revision not in revised] or list(migrations[-1:])


def heads_with(migrations: Sequence[Migration], now: frozenset[str], migration: Migration) -> frozenset[str]:
    """The heads once this migration is in: what it needs is no head any more (Alembic's rule for a new branch, a step
    on a branch, and a merge alike)."""
    return (now - ancestors(migrations, {migration.revision})) | {migration.revision}
