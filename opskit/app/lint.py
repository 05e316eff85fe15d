"""`opskit lint`: what migration files would do if somebody ran them as they are; with a database exactly, without one
in the worst case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from opskit.app.context import Context
from opskit.app.rules import RuleText, enabled_styles, text_of
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.migrate.catalog_world import read_world
from opskit.migrate.linting import FileSites, Violation, set_violations, violations
from opskit.migrate.parser import Parsed
from opskit.migrate.source import written
from opskit.migrate.sql_folder import DOWN
from opskit.migrate.suppression import Judged, allowances, judge
from opskit.migrate.world import World

FOUND = 1
CANNOT_TELL = 3


@dataclass(frozen=True)
class LintFinding:
    """`safe` says that opskit itself would run a harmless form; `advice` what to write otherwise. `certain` is false
    where only a catalog can tell, and the worst case is given."""

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


@dataclass(frozen=True)
class Suppression:
    rule: str
    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class Linted:
    """`catalog` is whether a database was asked; `rules` explains those that were broken."""

    files: int
    statements: int
    catalog: bool
    findings: Sequence[LintFinding]
    suppressed: Sequence[Suppression]
    rules: Mapping[str, RuleText]


@dataclass
class _File:
    """Mutable while it is read: rules over many files add to what was found in one."""

    path: Path
    parsed: Sequence[Parsed]
    found: list[Violation] = field(default_factory=list)
    sites: FileSites = field(default_factory=lambda: FileSites(Path()))


def lint(
    settings: Settings, paths: Sequence[Path], fail_on: Severity, context: Context | None = None
) -> Answer[Linted]:
    """Exit 1 at findings of `fail_on` or above, 3 where all of those are in doubt; every file that does not parse is
    reported at once (exit 7). `context` is the database to ask, None for none."""
    files = _read(settings, paths)
    enabled = enabled_styles(settings)
    if context is None:
        return _answer(_judged(files, World(), enabled), files, fail_on)
    with context.reading("lint") as db:
        world = read_world(db, [parsed for file in files for parsed in file.parsed])
    answer = _answer(_judged(files, world, enabled), files, fail_on, catalog=True)
    return replace(answer, environment=context.environment.name)


def _read(settings: Settings, paths: Sequence[Path]) -> list[_File]:
    faults: list[Fault] = []
    files = []
    for path in sql_files(settings, paths):
        try:
            files += [_File(file, parsed) for file, parsed in written(path)]
        except InvalidFile as error:
            faults += error.faults
    if faults:
        raise InvalidFile(faults, "mend the file, then opskit lint")
    return files


def _judged(files: Sequence[_File], world: World, enabled: frozenset[str]) -> list[tuple[Path, Judged]]:
    """The files are read as one row: what one makes, the next one knows. A way back stands beside the row."""
    for file in files:
        back = file.path.name == DOWN
        file.found, sites = violations(file.parsed, world.copy() if back else world, enabled)
        file.sites = FileSites(file.path, sites)
        world.settle()
    beside = {file.path: file for file in files}
    for path, violation in set_violations([file.sites for file in files], enabled):
        beside[path].found.append(violation)
    return [(file.path, judge(file.found, allowances(file.parsed))) for file in files]


def _answer(
    judged: Sequence[tuple[Path, Judged]], files: Sequence[_File], fail_on: Severity, catalog: bool = False
) -> Answer[Linted]:
    found = [_finding(path, each) for path, one in judged for each in one.violations]
    suppressed = [
        Suppression(each.violation.rule, str(path), each.violation.line, each.reason)
        for path, one in judged
        for each in one.suppressed
    ]
    count = sum(len(file.parsed) for file in files)
    rules = {rule: text_of(rule) for rule in sorted({each.rule for each in found})}
    data = Linted(len(files), count, catalog, found, suppressed, rules)
    return Answer("lint", data, _exit_code(found, fail_on))


def _exit_code(found: Sequence[LintFinding], fail_on: Severity) -> int:
    grave = [each for each in found if each.severity.at_least(fail_on)]
    if any(each.certain for each in grave):
        return FOUND
    return CANNOT_TELL if grave else 0


def _finding(path: Path, found: Violation) -> LintFinding:
    hit = found.hit
    lock = hit.lock.words if hit.lock else ""
    advice = text_of(found.rule).safe
    return LintFinding(
        found.rule, found.severity, str(path), found.line, found.parsed.text, hit.message, lock, hit.relation,
        hit.safe, hit.certain, advice,
    )  # fmt: skip


def sql_files(settings: Settings, paths: Sequence[Path]) -> Iterator[Path]:
    """Files as given; of folders every .sql file below them, the way there before the way back; of nothing the
    configured migrations."""
    if not paths and settings.migrations is None:
        raise UsageFault("nothing to lint", "no path was given and no migrations are configured", "opskit lint PATH…")
    for path in paths or [settings.migrations or Path()]:
        if path.is_dir():
            yield from sorted((each for each in path.rglob("*.sql") if each.is_file()), key=_place)
        elif path.is_file():
            yield path
        else:
            raise InvalidFile([Fault(path, 0, "is no file and no folder")], "opskit lint PATH…")


def _place(path: Path) -> tuple[Path, bool, str]:
    return path.parent, path.name == DOWN, path.name
