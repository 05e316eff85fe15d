"""`opskit lint`: what migration files would do if somebody ran them as they are; with a database exactly, without one
in the worst case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from opskit.app import migrating
from opskit.app.context import Context
from opskit.app.lint_files import Batch, LintedFile, read, shown
from opskit.app.rules import RuleText, enabled_styles, text_of
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.migrate.catalog_world import read_world
from opskit.migrate.linting import FileSites, Violation, project_violations, set_violations, violations
from opskit.migrate.sql_folder import DOWN
from opskit.migrate.suppression import allowances, judge
from opskit.migrate.world import World
from opskit.value import Value, replace

FOUND = 1
CANNOT_TELL = 3


class LintFinding(Value):
    """`safe` says that opskit itself would run a harmless form; `advice` what to write otherwise. `certain` is false
    where only a catalog can tell, and the worst case is given. `line` is 0, and `statement` empty, of what is about a
    revision as a whole."""

    rule: str
    severity: Severity
    file: str
    line: int
    statement: str
    message: str
    lock: str
    relation: str
    safe: bool
    certain: bool
    advice: str


class Suppression(Value):
    """A finding that a comment allows."""

    reason: str
    finding: LintFinding


class Linted(Value):
    """`catalog` is whether a database was asked, `applied` how many migrations were passed over because it has them.
    `rules` explains those that were broken, by their slug; `sources` are the files, also those without a finding."""

    files: int
    statements: int
    catalog: bool
    applied: int
    findings: Sequence[LintFinding]
    suppressed: Sequence[Suppression]
    rules: Mapping[str, RuleText]
    sources: Sequence[str] = ()


def lint(
    settings: Settings, paths: Sequence[Path], fail_on: Severity, context: Context | None = None
) -> Answer[Linted]:
    """Exit 1 at findings of `fail_on` or above, 3 where all of those are in doubt; every file that does not parse is
    reported at once (exit 7). `context` is the database to ask, None for none; where no paths are given, only what is
    pending there is looked at."""
    enabled = enabled_styles(settings)
    if context is None:
        batch = read(settings, paths)
        _judge(batch, World(), enabled)
        return _answer(batch, fail_on)
    batch = read(settings, paths) if paths else Batch()
    with context.reading("lint") as db:
        if not paths:
            state = migrating.look(settings.migrations, db)
            batch = read(settings, paths).only(state.pending)
            batch.applied = len(state.migrations) - len(state.pending)
        world = read_world(db, [parsed for file in batch.files for parsed in file.parsed])
    _judge(batch, world, enabled)
    return replace(_answer(batch, fail_on, catalog=True), environment=context.environment.name)


def _judge(batch: Batch, world: World, enabled: frozenset[str]) -> None:
    """The files are read as one row: what one makes, the next one knows. A way back stands beside the row."""
    for file in batch.files:
        back = file.path.name == DOWN
        file.found, sites = violations(file.parsed, world.copy() if back else world, enabled)
        file.sites = FileSites(file.path, sites)
        world.settle()
    beside = {file.path: file for file in batch.files}
    for path, violation in set_violations([file.sites for file in batch.files], enabled):
        beside[path].found.append(violation)
    for migrations in batch.projects:
        for migration, violation in project_violations(migrations, enabled):
            known = beside.get(shown(migration.path))
            if known:
                known.found.append(violation)


def _answer(batch: Batch, fail_on: Severity, catalog: bool = False) -> Answer[Linted]:
    found: list[LintFinding] = []
    suppressed: list[Suppression] = []
    for file in batch.files:
        judged = judge(file.found, allowances(file.parsed))
        found += [_finding(file, each) for each in sorted(judged.violations, key=_place)]
        suppressed += [Suppression(each.reason, _finding(file, each.violation)) for each in judged.suppressed]
    count = sum(len(file.parsed) for file in batch.files)
    broken = {each.rule for each in [*found, *(one.finding for one in suppressed)]}
    rules = {rule: text_of(rule) for rule in sorted(broken)}
    sources = [file.name for file in batch.files]
    data = Linted(len(batch.files), count, catalog, batch.applied, found, suppressed, rules, sources)
    return Answer("lint", data, _exit_code(found, fail_on))


def _place(found: Violation) -> tuple[int, int, int, str]:
    """By line, and of a statement the gravest first."""
    return found.line, found.parsed.ordinal, -found.severity.rank, found.rule


def _exit_code(found: Sequence[LintFinding], fail_on: Severity) -> int:
    grave = [each for each in found if each.severity.at_least(fail_on)]
    if any(each.certain for each in grave):
        return FOUND
    return CANNOT_TELL if grave else 0


def _finding(file: LintedFile, found: Violation) -> LintFinding:
    hit = found.hit
    lock = hit.lock.words if hit.lock else ""
    advice = text_of(found.rule).safe
    return LintFinding(
        found.rule, found.severity, file.name, found.line, found.parsed.text, hit.message, lock, hit.relation,
        hit.safe, hit.certain, advice,
    )  # fmt: skip
