"""The rules, one file each under migrate/rules, run over the statements of a file, or over a row of migrations.

A rule module is named after its slug (with underscores) and has

    TITLE       what it catches, in a few words
    SEVERITY    critical: stops the application for as long as a table is large, or fails, or loses data;
                warning: a short lock that may queue, a trap; info: worth knowing
    WHY         why it hurts, with the lock
    SAFE        what to write, or what opskit does instead
    VERSIONS    the servers it holds for, as in ">= 14" or ">= 14, < 18"
    STYLE       True where it is a matter of taste: off unless [lint] enable names it
    ON          the kinds of site `find` wants to see (see migrate/flow); empty where it has no `find`

and one or more of

    find(site) -> Hit | None                                at each site, in order
    find_in_file(sites) -> Iterator[tuple[Site, Hit]]       once for a file, all its sites known
    find_in_set(files) -> Iterator[tuple[FileSites, Site, Hit]]     once for a row of files
    find_in_project(migrations) -> Iterator[tuple[Migration, int, Hit]]
                                                            once for the revisions of an Alembic project, with the line
                                                            in the revision's file, 0 where it is the whole of it
    find_rest(site) -> Hit | None                           at a statement of which no rule said anything critical
    find_unused(allowance) -> Hit                           for a suppression that suppressed nothing
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate import rules
from opskit.migrate.flow import Site, walk
from opskit.migrate.migration import Migration
from opskit.migrate.parser import Parsed
from opskit.migrate.session import Session
from opskit.migrate.world import World
from opskit.value import Value, field, replace


class Hit(Value):
    """`safe` says that opskit runs a harmless form of the statement by itself; `certain` is false where only the
    catalog can tell whether it hurts. `severity` is given where it differs from that of the rule."""

    message: str
    relation: str = ""
    lock: Lock | None = None
    safe: bool = False
    certain: bool = True
    severity: Severity | None = None


class Violation(Value):
    """`line` is where a reader looks: of the statement, or of a comment."""

    rule: str
    severity: Severity
    parsed: Parsed
    hit: Hit
    line: int


class FileSites(Value):
    """A file that was read: what the rules over a row of files look at."""

    path: Path
    sites: Sequence[Site] = field(default_factory=list)


@cache
def all_rules() -> dict[str, ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(rules.__path__))
    return {name.replace("_", "-"): import_module(f"{rules.__name__}.{name}") for name in names}


@cache
def _on(kind: str, enabled: frozenset[str]) -> tuple[tuple[str, ModuleType], ...]:
    """The rules that look at this kind of site."""
    chosen = ((slug, rule) for slug, rule in all_rules().items() if not rule.STYLE or slug in enabled)
    return tuple((slug, rule) for slug, rule in chosen if kind in rule.ON)


@cache
def _with(function: str) -> tuple[tuple[str, ModuleType], ...]:
    """The rules that have it."""
    return tuple((slug, rule) for slug, rule in all_rules().items() if hasattr(rule, function))


def violations(
    statements: Iterable[Parsed],
    world: World,
    enabled: frozenset[str] = frozenset(),
    session: Session | None = None,
) -> tuple[list[Violation], list[Site]]:
    """What the rules say of one file, in the order of its statements, and the sites for the rules over many files.
    `enabled` are the style rules wanted."""
    found: list[Violation] = []
    sites: list[Site] = []
    grave: set[int] = set()
    seen = 0
    for site in walk(statements, world, session):
        sites.append(site)
        found += [each for slug, rule in _on(site.kind, enabled) for each in _hits(slug, rule, site)]
        grave |= {each.parsed.ordinal for each in found[seen:] if each.severity is Severity.CRITICAL}
        found += _rest(site, grave)
        seen = len(found)
    for slug, rule in _with("find_in_file"):
        if not rule.STYLE or slug in enabled:
            found += [_violation(slug, site, hit) for site, hit in rule.find_in_file(sites)]
    return sorted(found, key=lambda each: (each.parsed.ordinal, each.rule)), sites


def _rest(site: Site, grave: set[int]) -> list[Violation]:
    """Of a statement that nothing grave was said of (`grave` has the ordinals of the others): so that no rule that is
    missing makes a statement harmless."""
    if not (site.effect.stopped or site.effect.fails) or site.node is not site.whole or site.parsed.ordinal in grave:
        return []
    hits = ((slug, rule.find_rest(site)) for slug, rule in _with("find_rest"))
    return [_violation(slug, site, hit) for slug, hit in hits if hit]


def _hits(slug: str, rule: ModuleType, site: Site) -> Iterator[Violation]:
    hit: Hit | None = rule.find(site)
    if hit:
        # What stands inside a block runs as it is.
        yield _violation(slug, site, replace(hit, safe=False) if site.inside else hit)


def _violation(slug: str, site: Site, hit: Hit) -> Violation:
    return violation(slug, hit, site.parsed, site.parsed.line)


def violation(slug: str, hit: Hit, parsed: Parsed, line: int) -> Violation:
    return Violation(slug, hit.severity or all_rules()[slug].SEVERITY, parsed, hit, line)


def set_violations(
    files: Sequence[FileSites], enabled: frozenset[str] = frozenset()
) -> Iterator[tuple[Path, Violation]]:
    """What the rules over a row of files say, and of which file."""
    for slug, rule in _with("find_in_set"):
        if not rule.STYLE or slug in enabled:
            for file, site, hit in rule.find_in_set(files):
                yield file.path, _violation(slug, site, hit)


def project_violations(
    migrations: Sequence[Migration], enabled: frozenset[str] = frozenset()
) -> Iterator[tuple[Migration, Violation]]:
    """What the rules over a project of Alembic say. Its violations have no statement."""
    for slug, rule in _with("find_in_project"):
        if not rule.STYLE or slug in enabled:
            for migration, line, hit in rule.find_in_project(migrations):
                yield migration, violation(slug, hit, Parsed("", 0, line, "", None), line)
