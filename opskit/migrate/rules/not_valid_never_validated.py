"""A constraint added NOT VALID that no later statement validates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.constraints import added, name_of
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit

TITLE = "Constraint that stays NOT VALID"
SEVERITY = Severity.WARNING
WHY = "rows from before may break it, the planner does not believe it, and the next restore of a dump may fail on it"
SAFE = "ALTER TABLE … VALIDATE CONSTRAINT in a later statement, outside the transaction that adds it"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    """A later file of the row may validate it; one that is dropped again was a means to something else."""
    open_: dict[tuple[str, str], tuple[FileSites, Site]] = {}
    for file in files:
        for site in file.sites:
            made, settled = _added(site), _settled(site)
            if made and not site.fresh:
                open_[made] = (file, site)
            elif settled:
                open_.pop(settled, None)
    for (relation, name), (file, site) in open_.items():
        yield file, site, Hit(f"constraint {name} of {relation} is added NOT VALID and never validated", relation)


def _added(site: Site) -> tuple[str, str] | None:
    """Of a domain it is left so on purpose: to validate it stops the writes of every table that uses it."""
    constraint = added(site, "CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_NOTNULL")
    if constraint is None or not constraint.skip_validation:
        return None
    return site.relation, name_of(site.whole.relation.relname, constraint)


def _settled(site: Site) -> tuple[str, str] | None:
    ends = site.kind in ("at_validate_constraint", "at_drop_constraint")
    return (site.relation, site.node.name) if ends else None
