"""Revisions as Alembic renders them -> migrations. What runs in a transaction is opskit's to decide: the BEGIN and
COMMIT of an autocommit_block are left out, and its statements are statements like others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from opskit.errors import Fault, InvalidFile
from opskit.migrate.alembic.rendered import Rendered, Revision, read_project
from opskit.migrate.alembic.version import VersionTable
from opskit.migrate.classify import classify
from opskit.migrate.migration import Lineage, Migration, checksum_of
from opskit.migrate.parser import Parsed, parse
from opskit.value import replace

_ONLINE = "write it as SQL with op.execute, or run this revision with alembic: once it is applied it need not be read"


def load(ini: Path) -> list[Migration]:
    """All revisions, each after those it needs. Source.line is the line of the revision's file that wrote the
    statement. A revision that cannot be rendered has no statements and says why; the rest stays usable."""
    project = read_project(ini)
    versions = VersionTable(project.version_schema, project.version_table, project.create_version)
    return [_migration(each, versions) for each in project.revisions]


def written(ini: Path) -> list[tuple[Path, list[Parsed]]]:
    """The statements of each upgrade(), base first; of revisions that cannot be rendered none."""
    found: list[tuple[Path, list[Parsed]]] = []
    for revision in read_project(ini).revisions:
        found.append((revision.path, []))
        with suppress(InvalidFile):
            found[-1] = (revision.path, statements(revision.path, revision.up))
    return found


def _migration(revision: Revision, versions: VersionTable) -> Migration:
    up: list[Parsed] = []
    unrenderable = down_fault = None
    down = ""
    try:
        up = statements(revision.path, revision.up)
    except InvalidFile as error:
        unrenderable = error.faults[0]
    try:
        down = "".join(f"{each.text}\n;\n" for each in statements(revision.path, revision.down))
        if up and not down:
            down_fault = Fault(revision.path, 0, "downgrade() does nothing")
    except InvalidFile as error:
        down_fault = error.faults[0]
    return Migration(
        revision.revision,
        revision.slug,
        revision.path,
        tuple(ddl for each in up for ddl in classify(each)),
        down,
        checksum_of(revision.path.read_bytes()),
        lineage=Lineage(revision.revises, revision.depends_on, versions),
        down_fault=down_fault,
        unrenderable=unrenderable,
    )


def statements(path: Path, rendered: Rendered) -> list[Parsed]:
    """Numbered from 1. InvalidFile, with the line of the revision's file, for what cannot be rendered or parsed."""
    if rendered.fault:
        raise InvalidFile([Fault(path, rendered.line, rendered.fault)], _ONLINE)
    return [replace(each, ordinal=number) for number, each in enumerate(_parsed(path, rendered), 1)]


def _parsed(path: Path, rendered: Rendered) -> Iterator[Parsed]:
    for line, sql in rendered.chunks:
        try:
            found = parse(sql, path)
        except InvalidFile as error:
            raise InvalidFile([Fault(path, line, error.faults[0].text)], _ONLINE) from error
        yield from (_at(line, each) for each in found if each.kind != "transaction_stmt")


def _at(line: int, parsed: Parsed) -> Parsed:
    return replace(parsed, line=line, comments=tuple(replace(each, line=line) for each in parsed.comments))
