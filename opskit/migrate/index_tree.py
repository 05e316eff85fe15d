"""An index on a partitioned table as PostgreSQL makes it: one on each partition, at every level, under the names it
would choose, with what is there already put to use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opskit.core.identifier import qualified
from opskit.core.step import Row
from opskit.migrate.forms.create_index import CreateIndex, built_on, declared_on
from opskit.migrate.index_form import attachable_form
from opskit.migrate.naming import chosen
from opskit.value import Value


class Branch(Value):
    """The index of one table of the tree. `index` and `above` are quoted names, `above` empty at the root; `sql` makes
    it; `found` is the row of the fact partition_indexes that stands for it, None where there is none."""

    table: Row
    name: str
    above: str
    sql: str
    found: Row | None

    @property
    def index(self) -> str:
        return qualified(self.table["schema"], self.name)

    @property
    def partitioned(self) -> bool:
        return bool(self.table["kind"] == "p")

    @property
    def broken(self) -> bool:
        """A failed build left it; an index of a partitioned table is INVALID only until all of its parts are there."""
        return self.found is not None and not self.partitioned and not self.found["is_valid"]

    @property
    def missing(self) -> bool:
        return self.found is None or self.broken

    @property
    def attached(self) -> bool:
        return self.found is not None and self.found["parent"] is not None


class Tree(Value):
    """Rows of the facts partition_tree, partition_indexes and names_taken."""

    tables: Sequence[Row]
    indexes: Sequence[Row]
    taken: Sequence[Row]

    @property
    def whole(self) -> bool:
        """A foreign table cannot have an index: the parent's is complete without it, but only when made in one go."""
        return not any(each["kind"] == "f" for each in self.tables)

    def names_taken(self) -> dict[str, set[str]]:
        """By schema."""
        taken: dict[str, set[str]] = {str(each["schema"]): set() for each in self.tables}
        for row in self.taken:
            taken.setdefault(row["schema"], set()).add(row["name"])
        return taken

    def below(self, table: Row) -> list[Row]:
        return [each for each in self.tables if each["parent"] == table["qualified_name"]]


def branches(wanted: CreateIndex, tree: Tree) -> list[Branch]:
    """Each table's after that of its parent, in the order PostgreSQL gives out names, the root first."""
    taken, root = tree.names_taken(), tree.tables[0]
    found = next((each for each in _on(root, tree.indexes) if each["name"] == wanted.name), None)
    taken[root["schema"]].add(wanted.name)
    first = Branch(root, wanted.name, "", declared_on(wanted, root["schema"], root["name"], wanted.name), found)
    return [first] if wanted.only else [first, *_grown(wanted, tree, first, taken)]


def branches_beside(wanted: CreateIndex, tree: Tree, taken: dict[str, set[str]]) -> list[Branch]:
    """The same for a table that is to get an index like `wanted`, which is another table's; `taken` is added to."""
    root, form = tree.tables[0], attachable_form(wanted.safe_sql)
    equal = [each for each in _on(root, tree.indexes) if attachable_form(each["definition"]) == form]
    first = _branch(wanted, root, "", equal, taken[root["schema"]])
    return [first, *_grown(wanted, tree, first, taken)]


def _grown(wanted: CreateIndex, tree: Tree, above: Branch, taken: dict[str, set[str]]) -> Iterator[Branch]:
    form = attachable_form(wanted.safe_sql)
    for table in tree.below(above.table):
        equal = [each for each in _on(table, tree.indexes) if attachable_form(each["definition"]) == form]
        branch = _branch(wanted, table, above.index, equal, taken[table["schema"]])
        yield branch
        yield from _grown(wanted, tree, branch, taken)


def _branch(wanted: CreateIndex, table: Row, above: str, equal: Iterable[Row], taken: set[str]) -> Branch:
    """An equal index that belongs to another one is not for us; one that a failed build left gives us its name."""
    ours = [each for each in equal if each["parent"] in (None, above)]
    ready = [each for each in ours if each["is_valid"] or each["is_partitioned"]]
    debris = [each for each in ours if each not in ready]
    found = next(iter(sorted(ready, key=lambda each: each["parent"] is None)), None)
    if found is None:
        taken -= {each["name"] for each in debris}
        name = chosen(table["name"], wanted.columns, "idx", taken)
        found = next((each for each in debris if each["name"] == name), None)
    name = found["name"] if found else name
    taken.add(name)
    make = declared_on if table["kind"] == "p" else built_on
    return Branch(table, name, above, make(wanted, table["schema"], table["name"], name), found)


def _on(table: Row, indexes: Iterable[Row]) -> list[Row]:
    return [each for each in indexes if each["table_name"] == table["qualified_name"]]
