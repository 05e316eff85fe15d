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
    for file, site in ((file, site) for file in files for site in file.sites):
        made, settled = _added(site), _settled(site)
        if made and not site.fresh:
            open_[made] = (file, site)
        elif settled:
            open_.pop(settled, None)
    for (relation, name), (file, site) in open_.items():
        yield file, site, Hit(f"constraint {name} of {relation} is added NOT VALID and never validated", relation)


def _added(site: Site) -> tuple[str, str] | None:
    if site.kind == "alter_domain_stmt" and site.node.subtype == "C":
        constraint = getattr(site.node, "def").constraint
        return (_domain(site), name_of(_domain(site), constraint)) if constraint.skip_validation else None
    constraint = added(site, "CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_NOTNULL")
    if constraint is None or not constraint.skip_validation:
        return None
    return site.relation, name_of(site.whole.relation.relname, constraint)


def _settled(site: Site) -> tuple[str, str] | None:
    if site.kind in ("at_validate_constraint", "at_drop_constraint"):
        return site.relation, site.node.name
    if site.kind == "alter_domain_stmt" and site.node.subtype in ("V", "X"):
        return _domain(site), site.node.name
    return None


def _domain(site: Site) -> str:
    return str(site.node.type_name[-1].string.sval)
