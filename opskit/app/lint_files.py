"""The files that lint reads: those named, those of a folder, those of the configured migrations."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from opskit.catalog.configuration import Settings
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.migrate import source
from opskit.migrate.linting import FileSites, Violation
from opskit.migrate.migration import Migration
from opskit.migrate.parser import Parsed
from opskit.migrate.sql_folder import DOWN


@dataclass
class LintedFile:
    """Mutable while it is read: rules over many files add to what was found in one."""

    path: Path
    parsed: Sequence[Parsed]
    found: list[Violation] = field(default_factory=list)
    sites: FileSites = field(default_factory=lambda: FileSites(Path()))

    @property
    def name(self) -> str:
        """Of a file whose name is no UTF-8 text, its bytes in words."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


@dataclass
class Batch:
    """`projects` are the revisions of each alembic.ini; `applied` counts the migrations that were left out."""

    files: list[LintedFile] = field(default_factory=list)
    projects: list[Sequence[Migration]] = field(default_factory=list)
    applied: int = 0

    def only(self, migrations: Sequence[Migration]) -> Batch:
        """The files of these migrations: a revision's, or those in an SQL migration's folder."""
        places = {shown(each.path) for each in migrations}
        return Batch([each for each in self.files if places & {each.path, each.path.parent}], self.projects)


def read(settings: Settings, paths: Sequence[Path]) -> Batch:
    """InvalidFile with what is wrong in all of them."""
    faults: list[Fault] = []
    batch = Batch()
    for path in _files(settings, paths, faults):
        try:
            batch.files += [LintedFile(shown(file), parsed) for file, parsed in source.written(path)]
            if path.suffix == source.ALEMBIC_SUFFIX:
                batch.projects.append(source.load(path))
        except InvalidFile as error:
            faults += error.faults
    if faults:
        raise InvalidFile(faults, "mend the file, then opskit lint")
    return batch


def shown(path: Path) -> Path:
    """Relative where it lies below the working directory, as reviews of code want it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _files(settings: Settings, paths: Sequence[Path], faults: list[Fault]) -> Iterator[Path]:
    """Files as given; of folders every .sql file below them, the way there before the way back; of nothing the
    configured migrations."""
    if not paths and settings.migrations is None:
        raise UsageFault("nothing to lint", "no path was given and no migrations are configured", "opskit lint PATH…")
    for path in map(shown, paths or [settings.migrations or Path()]):
        if path.is_dir():
            found = sorted((each for each in path.rglob("*.sql") if each.is_file()), key=_place)
            if paths and not found:
                faults.append(Fault(path, 0, "holds no .sql file; an Alembic project is named by its alembic.ini"))
            yield from found
        elif path.suffix == ".py":
            faults.append(Fault(path, 0, "is Python: revisions of Alembic are linted by naming alembic.ini"))
        elif path.is_file():
            yield path
        else:
            faults.append(Fault(path, 0, "is no file and no folder"))


def _place(path: Path) -> tuple[Path, bool, str]:
    return path.parent, path.name == DOWN, path.name
