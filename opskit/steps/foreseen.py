"""The indexes as the earlier statements of the same plan leave them: what is planned with them is the same before and
after those have run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from opskit.catalog.facts import fact
from opskit.core.change import Mark
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader, Row
from opskit.migrate.forms.add_primary_key import AddPrimaryKey
from opskit.migrate.forms.add_unique import AddUnique
from opskit.migrate.forms.create_index import CreateIndex, built_on
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.drop_index import DropIndex
from opskit.migrate.index_form import attachable_form, same_index
from opskit.migrate.index_tree import Branch, Tree, branches
from opskit.migrate.naming import chosen
from opskit.migrate.preceding import Drop, Preceding
from opskit.steps import index_tree, observing
from opskit.value import Value, field, replace

LABELS = "(idx|key|pkey)"


class Foreseen(Value):
    """By their quoted names: `made` are rows as of the fact partition_indexes, each with its schema, and `gone` are
    those that are there and will not be."""

    made: Mapping[str, Row] = field(default_factory=dict)
    gone: Set[str] = frozenset()

    def over(self, tree: Tree) -> Tree:
        """What is made stands as its statement says it, whether it is there already or not; what is not comes last."""
        tables = {each["qualified_name"] for each in tree.tables}
        kept = [each for each in tree.indexes if each["qualified_name"] not in self.gone]
        there = {each["qualified_name"] for each in kept}
        new = [row for name, row in self.made.items() if name not in there and row["table_name"] in tables]
        indexes = [*(self.made.get(each["qualified_name"], each) for each in kept), *new]
        taken = [each for each in tree.taken if qualified(each["schema"], each["name"]) not in self.gone]
        return replace(tree, indexes=indexes, taken=[*taken, *self.made.values()])

    def with_made(self, rows: Iterable[Row]) -> Foreseen:
        return replace(self, made={**self.made, **{str(row["qualified_name"]): row for row in rows}})

    def without(self, drop: Drop, there: Sequence[Row]) -> Foreseen:
        """`there` are the rows of the catalog among which it is to be found, none once it is dropped."""
        made = _dropped(drop, list(self.made.values()))
        left = {name: row for name, row in self.made.items() if name not in made}
        return Foreseen(left, self.gone | _dropped(drop, there))

    def named(self, schema: str, name: str) -> Row | None:
        return next((row for row in self.made.values() if _is(row, schema, name)), None)


def foreseen(db: Reader, preceding: Preceding, mark: Mark) -> Foreseen:
    """For the statement of this mark: once it has begun, all drops before it are done."""
    found = Foreseen()
    begun = bool(index_tree.recorded_here(db, mark))
    drops = iter(preceding.drops)
    for ddl in preceding.ddls:
        if isinstance(ddl, (CreateIndex, AddUnique, AddPrimaryKey)):
            tree = found.over(index_tree.observe(db, ddl.relation, LABELS))
            found = found.with_made(_made(ddl, tree)) if tree.tables else found
        elif isinstance(ddl, (DropIndex, DropConstraint)):
            drop = next(drops)
            found = found.without(drop, () if begun else _where_it_is(db, drop))
    return found


def _where_it_is(db: Reader, drop: Drop) -> Sequence[Row]:
    """The indexes of its table, where it is not dropped yet."""
    if observing.statement_state(db, drop.mark.revision, drop.mark.ordinal, drop.mark.part) == "done":
        return ()
    index = observing.index(db, qualified(drop.ddl.schema, drop.name))
    return db.rows(fact("partition_indexes"), relation=index["table_name"]) if index else ()


def _dropped(drop: Drop, rows: Sequence[Row]) -> Set[str]:
    """Its quoted name and those of all its parts; an index is not dropped with a CHECK of its name."""
    of_constraint = isinstance(drop.ddl, DropConstraint)
    fitting = [each for each in rows if bool(each["constraint_type"]) == of_constraint]
    found = {str(each["qualified_name"]) for each in fitting if _is(each, drop.ddl.schema, drop.name)}
    while parts := {str(each["qualified_name"]) for each in rows if each["parent"] in found} - found:
        found |= parts
    return found


def _is(row: Row, schema: str, name: str) -> bool:
    return bool(row["name"] == name) and (not schema or row["qualified_name"] == qualified(schema, name))


def _made(ddl: CreateIndex | AddUnique | AddPrimaryKey, tree: Tree) -> Iterator[Row]:
    if isinstance(ddl, CreateIndex):
        return (_of_branch(branch) for branch in branches(ddl, tree))
    return _of_key(ddl, tree)


def _of_branch(branch: Branch) -> Row:
    """One that is put to use, though it is written otherwise, stays as it is."""
    found = branch.found
    kept = found is not None and not same_index(found["definition"], branch.sql)
    definition = found["definition"] if found and kept else branch.sql
    above = branch.above or (found["parent"] if found else None)
    return _row(branch.table, branch.name, definition, above, found or {})


def _of_key(ddl: AddUnique | AddPrimaryKey, tree: Tree) -> Iterator[Row]:
    """As PostgreSQL makes it: a constraint of its own on each partition, under the first name that is free."""
    letter, label, columns = ("p", "pkey", ()) if isinstance(ddl, AddPrimaryKey) else ("u", "key", ddl.index.columns)
    form, deferring = attachable_form(ddl.index.safe_sql), ddl.attach_sql.rpartition(ident(ddl.name))[2]
    taken, given = tree.names_taken(), dict[str, str]()
    for place, table in enumerate(tree.tables):
        above = given.get(str(table["parent"]))
        own = [each for each in tree.indexes if each["table_name"] == table["qualified_name"]]
        like = [
            each for each in own if each["constraint_type"] == letter and attachable_form(each["definition"]) == form
        ]
        ready = next((each for each in like if place and each["parent"] in (None, above)), None)
        name = ready["name"] if ready else chosen(table["name"], columns, label, taken[table["schema"]])
        name = name if place else ddl.name
        taken[table["schema"]].add(name)
        given[table["qualified_name"]] = qualified(table["schema"], name)
        definition = built_on(ddl.index, table["schema"], table["name"], name)
        yield _row(table, name, definition, above, {"constraint_type": letter, "constraint_definition": deferring})


def _row(table: Row, name: str, definition: str, above: str | None, constraint: Row) -> Row:
    return {
        "table_name": table["qualified_name"],
        "schema": table["schema"],
        "name": name,
        "qualified_name": qualified(table["schema"], name),
        "definition": definition,
        "is_partitioned": table["kind"] == "p",
        "is_valid": True,
        "constraint_type": constraint.get("constraint_type"),
        "constraint_definition": constraint.get("constraint_definition"),
        "parent": above,
        "building_pid": None,
    }
