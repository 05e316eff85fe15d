"""A foreign key, added NOT VALID and then validated. Up to 17 that is refused on a partitioned table: there each of its
leaves gets it so, and the parent takes them over without looking at a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from opskit.catalog.facts import fact
from opskit.core.change import Change, Mark
from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.migrate.constraint_form import on_table
from opskit.migrate.forms.add_foreign_key import AddForeignKey as Ddl
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps.orphans import orphans_query
from opskit.steps.prechecking import NOT_ASKED, Answered, answered, counted, in_the_way, softened
from opskit.steps.tables import Table, table
from opskit.steps.unproven import Unproven, equal, named, put_back, settled_name

# From this major version on NOT VALID is accepted on a partitioned table.
NOT_VALID_ON_PARTITIONED = 18
ADDING = "SHARE ROW EXCLUSIVE on both tables for an instant: NOT VALID looks at no row"
VALIDATING = "writes to both tables go on while the rows are looked at; added as written it would stop them"
TAKING_OVER = "each partition has it, validated, so no row is looked at; the referenced table is locked for an instant"
AS_WRITTEN_NOT_VALID = "as written: NOT VALID looks at no row"
# Parts of a statement for the leaves, two for each, and for the parent after them: the way back goes by their order.
FIRST_LEAF, PARENT = 10, 9_000


@dataclass(frozen=True)
class Seen:
    """`found` is the constraint that has the name, `same` whether it is what the statement asks for; `leaves` the
    tables that hold the rows of a partitioned one, with what each has of it."""

    table: Table
    name: str
    found: Row | None
    same: bool
    orphans: Answered
    leaves: Sequence[tuple[Ddl, Row | None]] = field(default=())


@dataclass(frozen=True)
class AddForeignKey:
    ddl: Ddl
    mark: Mark
    preceding: Preceding = NOTHING

    @property
    def name(self) -> str:
        return f"{self.mark.revision} #{self.mark.ordinal}.{self.mark.part} foreign key of {self.ddl.table}"

    def observe(self, db: Reader) -> Seen:
        drops = self.preceding.drops_of(self.ddl.schema, self.ddl.table)
        seen = table(db, self.ddl.relation, named(self.ddl), drops)
        name = settled_name(db, self.ddl, seen, self.preceding)
        found = seen.constraint(name)
        same = found is not None and equal(db, self.ddl, found)
        by_leaves = found is None and seen.partitioned and seen.major < NOT_VALID_ON_PARTITIONED
        leaves = self._leaves(db) if by_leaves else ()
        return Seen(seen, name, found, same, self._orphans(db, seen, found), leaves)

    def _leaves(self, db: Reader) -> list[tuple[Ddl, Row | None]]:
        found = []
        for row in db.rows(fact("table_leaves"), relation=self.ddl.relation):
            schema, name = str(row["schema"]), str(row["name"])
            leaf = replace(self.ddl, schema=schema, table=name, sql=on_table(self.ddl.sql, schema, name))
            there = [each for each in table(db, leaf.relation).constraints if each["here"] and equal(db, leaf, each)]
            found.append((leaf, max(there, key=lambda each: bool(each["validated"]), default=None)))
        return found

    def _orphans(self, db: Reader, seen: Table, found: Row | None) -> Answered:
        parent = table(db, self.ddl.parent)
        known = seen.has(self.ddl.columns) and parent.has(self.ddl.referenced)
        if not known or not self.ddl.validates or (found and found["validated"]):
            return NOT_ASKED
        referenced = self.ddl.referenced or parent.primary_key
        return answered(db, orphans_query(self.ddl, referenced), "orphans") if referenced else NOT_ASKED

    def plan(self, seen: Seen) -> list[Change]:
        texts = Unproven(self.ddl, self.mark, seen.name)
        if seen.found and not seen.same:
            return [texts.different(seen.found)]
        if seen.found and (seen.found["validated"] or not self.ddl.validates):
            return []
        first, *rest = self._changes(texts, seen)
        obstacles, notes = softened(self._lost(seen), self._changes_rows)
        return [replace(first, obstacles=obstacles, notes=(*first.notes, *notes, *seen.orphans.notes)), *rest]

    @property
    def _changes_rows(self) -> bool:
        schema, _, parent = self.ddl.parent.rpartition(".")
        return self.preceding.changes_rows(self.ddl.schema, self.ddl.table) or self.preceding.changes_rows(
            schema, parent
        )

    def _changes(self, texts: Unproven, seen: Seen) -> list[Change]:
        if not self.ddl.validates:
            return [texts.as_written(AS_WRITTEN_NOT_VALID)]
        if seen.table.partitioned and seen.table.major < NOT_VALID_ON_PARTITIONED:
            return [*self._on_leaves(seen), self._taking_over(texts, seen)]
        validate = texts.validate(VALIDATING, seen.found)
        return [validate] if seen.found else [texts.add(ADDING), validate]

    def _taking_over(self, texts: Unproven, seen: Seen) -> Change:
        """Dropped, it takes along what the leaves had before, so that is put back."""
        before = [(leaf, row) for leaf, row in seen.leaves if row and row["validated"]]
        again = [statement for leaf, row in before for statement in put_back(leaf.relation, row)]
        change = texts.as_written(TAKING_OVER)
        return replace(change, undo=(texts.drop, *again), mark=replace(self.mark, part=self.mark.part + PARENT))

    def _on_leaves(self, seen: Seen) -> list[Change]:
        changes: list[Change] = []
        for place, (leaf, found) in enumerate(seen.leaves):
            part = replace(self.mark, part=self.mark.part + FIRST_LEAF + 2 * place)
            texts = Unproven(leaf, part, str(found["name"]) if found else seen.name)
            if found is None:
                changes.append(texts.add(ADDING))
            if found is None or not found["validated"]:
                changes.append(texts.validate(VALIDATING, found))
        return changes

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
        return in_the_way(f"add_foreign_key:{seen.name}:orphans", self.ddl.relation, message, remedy, rows)
