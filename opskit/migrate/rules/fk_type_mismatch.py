"""A foreign key between columns of different types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.constraints import MAKERS, ForeignKey, foreign_keys
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.world import Relation, World

TITLE = "Foreign key between columns of different types"
SEVERITY = Severity.WARNING
WHY = "the narrower side runs out of values first, and each look-up casts; a pair without an operator fails at once"
SAFE = "give the referencing column the type of the referenced one"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    """Judged by the types when the file is done; of types that are not known nothing is said."""
    for site in (each for each in sites if each.kind in MAKERS):
        for key in foreign_keys(site):
            for column, mine, theirs in _pairs(site.world, key):
                if _bare(site.world, mine) != _bare(site.world, theirs):
                    text = f"{column} is {mine}, but what it references in {key.parent} is {theirs}"
                    yield site, Hit(text, key.relation)
                    break


def _pairs(world: World, key: ForeignKey) -> Iterator[tuple[str, str, str]]:
    """Each column with its type and that of the column it references."""
    child, parent = world.get(key.relation), world.get(key.parent)
    if child is None or parent is None:
        return
    for column, other in zip(key.columns, key.referenced or _primary_key(parent), strict=False):
        if column in child.columns and other in parent.columns:
            mine, theirs = child.columns[column].type, parent.columns[other].type
            if mine and theirs:
                yield column, mine, theirs


def _primary_key(parent: Relation) -> tuple[str, ...]:
    return next((each.columns for each in parent.constraints.values() if each.kind == "p"), ())


def _bare(world: World, name: str) -> str:
    """Without length and precision, and under its domain: text and varchar compare as they are."""
    info = world.types.get(name)
    name = info.base if info and info.base else name
    before, _, rest = name.partition("(")
    bare = before + rest.partition(")")[2]
    return "text" if bare == "character varying" else bare
