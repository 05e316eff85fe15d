"""Indexes built anew, CONCURRENTLY; what an interrupted REINDEX CONCURRENTLY has left is dropped before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Change, Mark, Statement
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader, Row
from opskit.migrate import naming
from opskit.migrate.forms.reindex import INDEX, SCHEMA
from opskit.migrate.forms.reindex import Reindex as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import observing
from opskit.value import Value, replace


class Seen(Value):
    """`indexes` are rows of the fact reindexing; `done` the statements that were finished here already; `cleared` says
    that a statement before this one, which is still to come, clears away what was left on the table."""

    indexes: Sequence[Row]
    done: frozenset[str]
    cleared: bool = False


class Reindex(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal} reindex {self.ddl.target}"

    def observe(self, db: Reader) -> Seen:
        whole = self.ddl.what == SCHEMA
        names = {"relation": "" if whole else self.ddl.target, "schema": self.ddl.schema if whole else ""}
        rows = observing.statements(db, self.mark.revision)
        done = [row for row in rows if row["state"] == "done"]
        mine = frozenset(str(row["sql"]) for row in done if row["ordinal"] == self.mark.ordinal)
        indexes = db.rows(fact("reindexing"), **names)
        return Seen(indexes, mine, self._cleared(indexes, {int(row["ordinal"]) for row in done}))

    def _cleared(self, indexes: Sequence[Row], done: Collection[int]) -> bool:
        """By an earlier REINDEX of the same table."""
        places = (("schema", "name"), ("table_schema", "table_name"))
        here = {qualified(row[schema], row[name]) for row in indexes for schema, name in places}
        here |= {qualified("", row[name]) for row in indexes for _, name in places}
        earlier = (each for each in self.preceding.ddls if isinstance(each, Ddl))
        return any(each.source.ordinal not in done and each.target in here for each in earlier)

    def plan(self, seen: Seen) -> list[Change]:
        leftovers = [row for row in seen.indexes if row["leftover"] and not seen.cleared]
        left = [self._debris(row) for row in leftovers if not self.preceding.drops_name(row["name"])]
        rebuilt = [each for each in self._rebuilt(seen) if each.do.sql not in seen.done]
        return [*left, *rebuilt] if rebuilt else []

    def _rebuilt(self, seen: Seen) -> list[Change]:
        mine = [row for row in seen.indexes if not row["leftover"] and (row["asked"] or self.ddl.what != INDEX)]
        if self._refused(mine):
            return [replace(self._change(self.ddl.source.text, mine, 0), notes=(_AS_WRITTEN,))]
        if self.ddl.what != SCHEMA and not any(row["split"] for row in mine):
            return [self._change(self.ddl.concurrent_sql, mine, 0)]
        return [self._change(sql, rows, place) for place, (sql, rows) in enumerate(self._each(mine).items())]

    def _each(self, mine: Iterable[Row]) -> dict[str, list[Row]]:
        """One statement for each table or index: one that fails leaves the others done."""
        found: dict[str, list[Row]] = {}
        for row in mine:
            named = ("INDEX", row["schema"], row["name"])
            table = ("TABLE", row["table_schema"], row["table_name"])
            found.setdefault(self.ddl.of(*(named if self.ddl.what == INDEX else table)), []).append(row)
        return found

    def _refused(self, mine: Sequence[Row]) -> bool:
        alone = self.ddl.what == INDEX and any(row["excludes"] for row in mine)
        return alone or any(row["system"] for row in mine)

    def _change(self, sql: str, indexes: Iterable[Row], place: int) -> Change:
        """An index that is built anew is the same index, but for its tablespace."""
        rows = list(indexes)
        skipped = [f"{row['name']} is left as it is: it excludes, and CONCURRENTLY passes it over" for row in rows
                   if row["excludes"] and self.ddl.what != INDEX]  # fmt: skip
        return Change(
            f"build again: {sql.partition(chr(32))[2]}",
            Statement(sql, transactional=False),
            tuple(_moved_back(row) for row in rows if self.ddl.moves and _can_move(row)),
            mark=replace(self.mark, part=self.mark.part + place),
            notes=("CONCURRENTLY: reads and writes go on while it is built", *skipped),
            debris=tuple(_drop(row["schema"], name) for row in rows for name in _left_by(row, rows)),
        )

    def _debris(self, row: Row) -> Change:
        text = f"drop {row['name']}, which an interrupted REINDEX CONCURRENTLY left"
        return Change(text, _drop(row["schema"], row["name"]), ())


_AS_WRITTEN = "as written: CONCURRENTLY is refused for a system catalog and for an index that excludes"


def _can_move(row: Row) -> bool:
    """An index of a TOAST table stays where it is."""
    return not row["excludes"] and row["schema"] != "pg_toast"


def _moved_back(row: Row) -> Statement:
    index, place = qualified(row["schema"], row["name"]), ident(row["tablespace"])
    return Statement(f"REINDEX (CONCURRENTLY, TABLESPACE {place}) INDEX {index}", transactional=False)


def _left_by(row: Row, rows: Iterable[Row]) -> list[str]:
    """The names that REINDEX CONCURRENTLY gives the new index while it is built, and the old one until it goes."""
    taken = {each["name"] for each in rows}
    return [naming.chosen(row["name"], (), label, taken) for label in ("ccnew", "ccold")]


def _drop(schema: str, name: str) -> Statement:
    return Statement(f"DROP INDEX CONCURRENTLY IF EXISTS {qualified(schema, name)}", transactional=False)
