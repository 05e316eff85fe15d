"""What the statements before one, in the same plan, bring about: a plan is made while none of it is there yet, and has
to be the same again once it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opskit.migrate.ddl import Ddl, Other
from opskit.migrate.forms.add_check import AddCheck
from opskit.migrate.forms.add_foreign_key import AddForeignKey
from opskit.migrate.forms.add_primary_key import AddPrimaryKey
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.set_not_null import SetNotNull
from opskit.migrate.parser import Parsed, enum_word, parse

_CHANGES_ROWS = ("insert_stmt", "update_stmt", "delete_stmt", "merge_stmt")
_MAY_CHANGE_ANY_ROW = ("do_stmt", "call_stmt", "select_stmt", "copy_stmt", "truncate_stmt", "execute_stmt")


@dataclass(frozen=True)
class Preceding:
    """The values of the statements before, in their order."""

    ddls: tuple[Ddl, ...] = ()

    def makes(self, schema: str, table: str) -> bool:
        """Whether one of them makes the table: nobody waits for it yet."""
        return any(_same(named, schema, table) for parsed in self._others() for named in _made(parsed))

    def changes_rows(self, schema: str, table: str) -> bool:
        """Whether one of them may change rows of the table, so that what its data say now is no verdict."""
        return any(_touches_rows(parsed, schema, table) for parsed in self._others())

    def not_null(self, schema: str, table: str, column: str) -> bool:
        """Whether one of them makes the column NOT NULL."""
        return any(
            _same((each.schema, each.table), schema, table) and column in _made_not_null(each)
            for each in self._of(SetNotNull, AddPrimaryKey)
        ) or any(column in found for parsed in self._others() for found in _not_null_columns(parsed, schema, table))

    def proves(self, schema: str, table: str, column: str) -> bool:
        """Whether a CHECK that one of them adds and validates, and none drops, says that the column is not null."""
        proofs: set[str] = set()
        waiting: set[str] = set()
        for each in self.ddls:
            if isinstance(each, AddCheck) and _same((each.schema, each.table), schema, table):
                names = proofs if each.validates else waiting
                names |= {each.name} if column in each.not_null else set()
            elif isinstance(each, DropConstraint) and _same((each.schema, each.table), schema, table):
                proofs.discard(each.name)
            elif isinstance(each, Other):
                proofs |= waiting & set(_validated(parse(each.sql)[0], schema, table))
        return bool(proofs)

    def makes_function(self) -> bool:
        """Whether one of them makes a function: what it is to a default is not known before."""
        return any(parsed.kind == "create_function_stmt" for parsed in self._others())

    def namesakes(self, ddl: AddCheck | AddForeignKey) -> Iterator[AddCheck | AddForeignKey]:
        """Those before it that PostgreSQL would give the same name, had it the choice."""
        for each in self._of(type(ddl)):
            alike = (each.table, each.columns, each.name) == (ddl.table, ddl.columns, "")
            if alike and _same((each.schema, each.table), ddl.schema, ddl.table):
                yield each

    def _of(self, *kinds: type) -> Iterator[object]:
        return (each for each in self.ddls if isinstance(each, kinds))

    def _others(self) -> Iterator[Parsed]:
        return (parsed for each in self.ddls if isinstance(each, Other) for parsed in parse(each.sql))
