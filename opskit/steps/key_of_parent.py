"""A primary key or unique constraint of a partitioned table that a table lacks which is to become its partition: its
index is built CONCURRENTLY, then the constraint takes it over; ATTACH finds it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.change import Change, Mark, Statement
from opskit.core.identifier import ident, qualified
from opskit.core.step import Row
from opskit.migrate.forms.create_index import CreateIndex, built_on
from opskit.migrate.index_form import attachable_form
from opskit.migrate.naming import chosen
from opskit.value import Value, replace

KINDS = {"p": ("pkey", "PRIMARY KEY"), "u": ("key", "UNIQUE")}


class KeyOfParent(Value):
    """`key` is a row of the fact partition_indexes, the parent's, and `wanted` its index; `table` a row of
    partition_tree, `own` rows of partition_indexes of that table; `done` the statements run for this one."""

    key: Row
    wanted: CreateIndex
    table: Row
    own: Sequence[Row]
    mark: Mark
    done: frozenset[str]

    def changes(self, taken: set[str]) -> list[Change]:
        """`taken` is added to."""
        form = attachable_form(self.wanted.safe_sql)
        equal = [each for each in self.own if attachable_form(each["definition"]) == form and each["parent"] is None]
        if any(each["constraint_type"] == self.key["constraint_type"] and each["is_valid"] for each in equal):
            return []
        label, _ = KINDS[self.key["constraint_type"]]
        columns = () if label == "pkey" else self.wanted.columns
        begun = {each["name"]: bool(each["is_valid"]) for each in equal if not each["constraint_type"]}
        name = chosen(self.table["name"], columns, label, taken - set(begun))
        taken.add(name)
        sql = built_on(self.wanted, self.table["schema"], self.table["name"], name)
        before = begun.get(name, False) and sql not in self.done
        rebuild = (Statement(sql, transactional=False),) if before else ()
        return [*self._built(name, sql, begun.get(name)), self._declared(name, rebuild)]

    def _built(self, name: str, sql: str, valid: bool | None) -> Iterator[Change]:
        """`valid` tells of an equal index that is there under the name, None where there is none."""
        index = qualified(self.table["schema"], name)
        drop = Statement(f"DROP INDEX CONCURRENTLY IF EXISTS {index}", transactional=False)
        if valid is False:
            yield Change(f"drop the INVALID index {name} that a failed build left", drop, ())
        if not valid:
            build = Statement(sql, transactional=False)
            note = "CONCURRENTLY: writes go on while it is built; attaching would build it while the table is locked"
            yield Change(f"build index {name}", build, (drop,), mark=self.mark, notes=(note,))

    def _declared(self, name: str, rebuild: tuple[Statement, ...]) -> Change:
        """With the constraint its index goes; one that was there before is built again."""
        alter, (_, words) = f"ALTER TABLE {self.table['qualified_name']}", KINDS[self.key["constraint_type"]]
        _, found, rest = str(self.key["constraint_definition"]).partition(" DEFERRABLE")
        return Change(
            f"add constraint {name} over its index",
            Statement(f"{alter} ADD CONSTRAINT {ident(name)} {words} USING INDEX {ident(name)}{found}{rest}"),
            (Statement(f"{alter} DROP CONSTRAINT IF EXISTS {ident(name)}"), *rebuild),
            mark=replace(self.mark, part=self.mark.part + 1),
            notes=("ACCESS EXCLUSIVE for an instant: the index is there already",),
        )
