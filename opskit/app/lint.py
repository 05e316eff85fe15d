"""`opskit lint`: what migration files would do if somebody ran them as they are. No database is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.migrate.linting import FileSites, Violation, all_rules, set_violations, violations
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.sql_folder import decode
from opskit.migrate.world import World

FOUND = 1


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
class Linted:
    files: int
    statements: int
    findings: Sequence[LintFinding]


def lint(settings: Settings, paths: Sequence[Path], fail_on: Severity) -> Answer[Linted]:
    """Exit 1 at findings of `fail_on` or above; every file that does not parse is reported at once (exit 7)."""
    faults: list[Fault] = []
    files = list(sql_files(settings, paths))
    read = [(path, _read(path, faults)) for path in files]
    if faults:
        raise InvalidFile(faults, "mend the file, then opskit lint")
    found = _judge(read)
    count = sum(len(parsed) for _, parsed in read)
    fails = any(each.severity.at_least(fail_on) for each in found)
    return Answer("lint", Linted(len(files), count, found), FOUND if fails else 0)


def _judge(read: Sequence[tuple[Path, Sequence[Parsed]]]) -> list[LintFinding]:
    """The files are read as one row: what one makes, the next one knows."""
    world = World()
    files, found = [], []
    for path, parsed in read:
        hits, sites = violations(parsed, world)
        files.append(FileSites(path, sites))
        found += [_finding(path, each) for each in hits]
    return found + [_finding(path, each) for path, each in set_violations(files)]


def _read(path: Path, faults: list[Fault]) -> list[Parsed]:
    try:
        return parse(decode(path), path)
    except InvalidFile as error:
        faults += error.faults
        return []


def _finding(path: Path, found: Violation) -> LintFinding:
    source, hit = found.site.parsed, found.hit
    lock = hit.lock.words if hit.lock else ""
    advice = str(all_rules()[found.rule].SAFE)
    return LintFinding(
        found.rule,
        found.severity,
        str(path),
        source.line,
        source.text,
        hit.message,
        lock,
        hit.relation,
        hit.safe,
        hit.certain,
        advice,
    )


def sql_files(settings: Settings, paths: Sequence[Path]) -> Iterator[Path]:
    """Files as given; of folders every .sql file below them; of nothing the configured migrations."""
    if not paths and settings.migrations is None:
        raise UsageFault("nothing to lint", "no path was given and no migrations are configured", "opskit lint PATH…")
    for path in paths or [settings.migrations or Path()]:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*.sql") if each.is_file())
        elif path.is_file():
            yield path
        else:
            raise InvalidFile([Fault(path, 0, "is no file and no folder")], "opskit lint PATH…")
