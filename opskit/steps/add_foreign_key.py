"""A foreign key, added NOT VALID and then validated. Up to 17 that is refused on a partitioned table: there each of its
leaves gets it so, and the parent takes them over without looking at a row."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.catalog.facts import fact
from opskit.core.change import Change, Mark
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.migrate.constraint_form import on_table
from opskit.migrate.forms.add_foreign_key import AddForeignKey as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps.orphans import orphans_query
from opskit.steps.prechecking import NOT_ASKED, Answered, answered, counted, faced, in_the_way
from opskit.steps.standing import Standing, equal, standing
from opskit.steps.tables import Table, table
from opskit.steps.unproven import Unproven, put_back
from opskit.value import Value, field, replace

# From this major version on NOT VALID is accepted on a partitioned table.
NOT_VALID_ON_PARTITIONED = 18
ADDING = "SHARE ROW EXCLUSIVE on both tables for an instant: NOT VALID looks at no row"
VALIDATING = "writes to both tables go on while the rows are looked at; added as written it would stop them"
TAKING_OVER = "each partition has it, validated, so no row is looked at; the referenced table is locked for an instant"
# Parts of a statement for the leaves, two for each, and for the parent after them: the way back goes by their order.
FIRST_LEAF, PARENT = 10, 9_000


class Seen(Value):
    """`leaves`: the tables that hold the rows of a partitioned one, with what each has of it."""

    there: Standing
    orphans: Answered
    leaves: Sequence[tuple[Ddl, Row | None]] = field(default=())


class AddForeignKey(Value):
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}.{self.mark.part} foreign key of {self.ddl.table}"

    def observe(self, db: Reader) -> Seen:
        there = standing(db, self.ddl, self.preceding)
        leaves = self._leaves(db) if there.found is None and _by_leaves(there.table) else ()
        return Seen(there, self._orphans(db, there), leaves)

    def _leaves(self, db: Reader) -> list[tuple[Ddl, Row | None]]:
        found = []
        for row in db.rows(fact("table_leaves"), relation=self.ddl.relation):
            schema, name = str(row["schema"]), str(row["name"])
            leaf = replace(self.ddl, schema=schema, table=name, sql=on_table(self.ddl.sql, schema, name))
            there = [each for each in table(db, leaf.relation).constraints if each["here"] and equal(db, leaf, each)]
            found.append((leaf, max(there, key=lambda each: bool(each["validated"]), default=None)))
        return found

    def _orphans(self, db: Reader, there: Standing) -> Answered:
        parent = table(db, self.ddl.parent)
        known = there.table.has(self.ddl.columns) and parent.has(self.ddl.referenced)
        if not known or not self.ddl.validates or there.proved:
            return NOT_ASKED
        referenced = self.ddl.referenced or parent.primary_key
        return answered(db, orphans_query(self.ddl, referenced), "orphans") if referenced else NOT_ASKED

    def plan(self, seen: Seen) -> list[Change]:
        there = seen.there
        texts = Unproven(self.ddl, self.mark, there.name)
        if there.found and not there.same:
            return [texts.different(there.found)]
        by_leaves = self.ddl.validates and not there.proved and _by_leaves(there.table)
        changes = self._on_leaves(texts, seen) if by_leaves else texts.changes(ADDING, VALIDATING, there.found)
        return faced(changes, self._lost(seen), seen.orphans, self._changed_in)

    @property
    def _changed_in(self) -> int:
        schema, _, parent = self.ddl.parent.rpartition(".")
        return self.preceding.changes_rows(self.ddl.schema, self.ddl.table) or self.preceding.changes_rows(
            schema, parent
        )

    def _taking_over(self, texts: Unproven, seen: Seen) -> Change:
        """Dropped, it takes along what the leaves had before, so that is put back."""
        before = [(leaf, row) for leaf, row in seen.leaves if row and row["validated"]]
        again = [statement for leaf, row in before for statement in put_back(leaf.relation, row)]
        change = texts.as_written(TAKING_OVER)
        return replace(change, undo=(texts.drop, *again), mark=replace(self.mark, part=self.mark.part + PARENT))

    def _on_leaves(self, texts: Unproven, seen: Seen) -> list[Change]:
        changes: list[Change] = []
        for place, (leaf, found) in enumerate(seen.leaves):
            part = replace(self.mark, part=self.mark.part + FIRST_LEAF + 2 * place)
            own = Unproven(leaf, part, str(found["name"]) if found else seen.there.name)
            changes += own.changes(ADDING, VALIDATING, found)
        return [*changes, self._taking_over(texts, seen)]

    def _lost(self, seen: Seen) -> tuple[Finding, ...]:
        rows = seen.orphans.rows
        if not rows:
            return ()
        first, columns = rows[0], ", ".join(self.ddl.columns)
        groups = "; ".join(f"({row['key']}) {row['in_group']} times" for row in rows)
        more = " …" if int(first["groups"]) > len(rows) else ""
        message = (
            f"{self.ddl.relation}: {counted(rows)} pointing to nothing in {self.ddl.parent}:"
            f" ({columns}) = {groups}{more}"
        )
        remedy = "add what they point to, or mend or delete these rows; that is a person's decision"
        return in_the_way(f"add_foreign_key:{seen.there.name}:orphans", self.ddl.relation, message, remedy, rows)


def _by_leaves(seen: Table) -> bool:
    return seen.partitioned and seen.major < NOT_VALID_ON_PARTITIONED
