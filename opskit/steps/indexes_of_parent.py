"""The indexes of a partitioned table that a table lacks which is to become its partition: ATTACH would build them while
the table is locked."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.change import Change, Mark
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Source
from opskit.migrate.forms.create_index import CreateIndex, create_index
from opskit.migrate.index_tree import Tree, branches_beside
from opskit.migrate.parser import parse
from opskit.migrate.preceding import NOTHING, Preceding
from opskit.steps import index_tree
from opskit.steps.foreseen import LABELS, foreseen
from opskit.steps.key_of_parent import KINDS, KeyOfParent
from opskit.value import Value, replace

# Room for the parts of one index over all partitions below.
EACH = 10_000


class Seen(Value):
    """`wanted` are rows of the fact partition_indexes, those of the parent."""

    wanted: Sequence[Row]
    tree: Tree
    done: frozenset[str]


class IndexesOfParent(Value):
    mark: Mark
    preceding: Preceding = NOTHING

    def observe(self, db: Reader, parent: Row, child: Row) -> Seen:
        expected = foreseen(db, self.preceding, self.mark)
        above, tree = (
            expected.over(index_tree.observe(db, each["qualified_name"], LABELS)) for each in (parent, child)
        )
        own = [each for each in above.indexes if each["table_name"] == parent["qualified_name"]]
        wanted = [each for each in own if each["is_partitioned"]]
        return Seen(wanted, tree, index_tree.recorded_here(db, self.mark))

    def changes(self, seen: Seen | None) -> list[Change]:
        if seen is None or not seen.tree.tables:
            return []
        found: list[Change] = []
        taken = seen.tree.names_taken()
        for place, row in enumerate(seen.wanted):
            wanted = definition_of(row)
            mark = replace(self.mark, part=self.mark.part + EACH * place)
            if row["constraint_type"]:
                found += self._key(row, wanted, seen, mark, taken)
                continue
            grown = branches_beside(wanted, seen.tree, taken)
            found += index_tree.IndexTree(mark, grown, seen.done).changes(())
        return found

    def _key(self, row: Row, wanted: CreateIndex, seen: Seen, mark: Mark, taken: dict[str, set[str]]) -> list[Change]:
        """What excludes, and what a table with partitions of its own lacks, is left to ATTACH."""
        table = seen.tree.tables[0]
        if row["constraint_type"] not in KINDS or table["kind"] == "p":
            return []
        own = [each for each in seen.tree.indexes if each["table_name"] == table["qualified_name"]]
        return KeyOfParent(row, wanted, table, own, mark, seen.done).changes(taken[table["schema"]])


def definition_of(row: Row) -> CreateIndex:
    return create_index(parse(row["definition"])[0].node, Source(row["definition"], 0, 0))
