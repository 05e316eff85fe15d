"""The rows that a rollback is about to lose, kept in a file first."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.core.change import Change, Loss
from opskit.core.step import Reader, Row
from opskit.errors import Blocked, OpskitError
from opskit.migrate.lost_rows import LostRows, lost_rows
from opskit.migrate.parser import parse
from opskit.pg.kept_rows import Kept, Wanted, keep_rows
from opskit.steps.framed import searching
from opskit.value import Value


class KeptRows(Value):
    path: str
    tables: Sequence[Kept]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables)


def default_path(context: Context) -> Path:
    """Beside the ledger: whoever may read that may read these."""
    return context.settings.ledger.parent / "rows" / f"{context.environment.name}-{context.run}.sql"


def lost(db: Reader, changes: Iterable[Change]) -> list[Wanted]:
    """Each table once; a column's rows with the table's key, where it goes alone and is not null."""
    found: dict[tuple[str, str, str], Wanted] = {}
    for change in changes:
        if change.loss is not Loss.NONE and not change.do.params:
            with searching(db, change.do.session):
                asked = [each for parsed in parse(change.do.sql) for each in lost_rows(parsed)]
                for each in (wanted for one in asked for wanted in _wanted(db, one)):
                    found[each.relation, each.where, _names(each.columns)] = each
    whole = {relation for relation, where, _ in found if not where}
    return [each for each in found.values() if not each.where or each.relation not in whole]


def _wanted(db: Reader, asked: LostRows) -> Iterator[Wanted]:
    names = [asked.relation] if asked.relation else _tables(db, asked.schema)
    for row in db.rows(fact("lost_relations"), names=names):
        columns = _columns(row, asked.column)
        where = f"{asked.column} is not null" if asked.column else asked.where
        if columns:
            yield Wanted(row["qualified"], row["plain"], columns, where, int(row["bytes"]))


def _tables(db: Reader, schema: str) -> list[str]:
    return [str(row["name"]) for row in db.rows(fact("schema_tables"), schema=schema)]


def _columns(row: Row, column: str) -> list[tuple[str, str]]:
    """All, or the primary key and this one."""
    listed: list[dict[str, Any]] = list(row["columns"] or ())
    wanted = {column, *row["key"]} if column else {each["name"] for each in listed}
    return [(each["name"], each["type"]) for each in listed if each["name"] in wanted]


def _names(columns: Sequence[tuple[str, str]]) -> str:
    return ", ".join(name for name, _ in columns)


def keep(context: Context, wanted: Sequence[Wanted], path: Path) -> KeptRows | None:
    """None where nothing is lost. Blocked when they cannot be kept: nothing has been changed then."""
    if not wanted:
        return None
    context.tell(f"keeping the rows of {', '.join(each.relation for each in wanted)} in {path}")
    schema = f"opskit_kept_{context.run.replace('-', '_')}"
    try:
        _room(wanted, path)
        kept = keep_rows(context.environment, context.application("rows"), _told_apart(wanted), path, schema)
    except (OSError, OpskitError) as error:
        what = "the rows about to be lost could not be kept (nothing was changed)"
        raise Blocked(what, str(error), "--dump FILE keeps them elsewhere; --no-dump does without") from error
    done = KeptRows(str(path), kept)
    context.record("rows.kept", path=done.path, tables={each.relation: each.rows for each in kept})
    return done


def _told_apart(wanted: Sequence[Wanted]) -> list[Wanted]:
    """a_b.c and a.b_c are two tables, and so are two columns of one."""
    return [
        Wanted(each.relation, f"{place}_{each.plain}"[:60], each.columns, each.where, each.bytes)
        for place, each in enumerate(wanted, 1)
    ]


def _room(wanted: Sequence[Wanted], path: Path) -> None:
    there = next(each for each in path.absolute().parents if each.exists())
    free, needed = shutil.disk_usage(there).free, sum(each.bytes for each in wanted)
    if needed > free:
        raise OSError(f"{there} has {free:,} bytes free, and the tables have {needed:,}")
