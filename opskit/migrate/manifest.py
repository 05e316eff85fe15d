"""A manifest: a file of SQL that says which indexes a database is to have, whatever migrations say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.errors import Fault, InvalidFile
from opskit.migrate.expected import Expected, expected
from opskit.migrate.forms.add_primary_key import AddPrimaryKey
from opskit.migrate.forms.add_unique import AddUnique
from opskit.migrate.forms.create_index import CreateIndex
from opskit.migrate.migration import Migration, checksum_of
from opskit.migrate.sql_folder import decode, statements


def load(path: Path) -> list[Expected]:
    """In the order of the file. InvalidFile for any statement that makes no index."""
    text = decode(path)
    found = statements(text, path)
    faults = [
        Fault(path, ddl.source.line, "is no CREATE INDEX and no ALTER TABLE … ADD UNIQUE or PRIMARY KEY")
        for ddl in found
        if not isinstance(ddl, (CreateIndex, AddUnique, AddPrimaryKey))
    ]
    if not found:
        faults = [Fault(path, 0, "names no index")]
    if faults:
        raise InvalidFile(faults, "a manifest holds nothing but the indexes that are to be there")
    return expected([Migration(path.name, "", path, tuple(found), "", checksum_of(text.encode()))])


def beside(migrated: Sequence[Expected], named: Sequence[Expected]) -> list[Expected]:
    """The indexes of both; what the manifest says of one counts, not what the migration says."""
    kept = [one for one in migrated if not any(_same(one, each) for each in named)]
    return [*kept, *named]


def _same(one: Expected, other: Expected) -> bool:
    return one.name == other.name and one.lies_in(other.index.schema)
