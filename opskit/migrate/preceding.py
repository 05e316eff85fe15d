"""What the statements before one, in the same plan, bring about: a plan is made while none of it is there yet, and has
to be the same again once it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from dataclasses import Field


from opskit.core.change import Mark
from opskit.core.step import Step
from opskit.migrate.ddl import Ddl, Other
from opskit.migrate.effect_on_rows import ANY, Deeds, deeds
from opskit.migrate.forms.add_check import AddCheck
from opskit.migrate.forms.add_column import AddColumn
from opskit.migrate.forms.add_foreign_key import AddForeignKey
from opskit.migrate.forms.add_primary_key import AddPrimaryKey
from opskit.migrate.forms.add_unique import AddUnique
from opskit.migrate.forms.create_index import CreateIndex
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.drop_index import DropIndex
from opskit.migrate.forms.set_not_null import SetNotNull
from opskit.migrate.naming import chosen
from opskit.value import Value

Named = AddCheck | AddForeignKey
D = TypeVar("D")


class Drop(Value):
    """A constraint or an index that a statement drops, and where that is recorded once it is done."""

    mark: Mark
    ddl: DropConstraint | DropIndex

    @property
    def name(self) -> str:
        return self.ddl.name


class Preceding(Value):
    """The values of the statements before, in their order."""

    ddls: tuple[Ddl, ...] = ()
    drops: tuple[Drop, ...] = ()

    def then(self, ddl: Ddl, mark: Mark) -> Preceding:
        """With one more; what is written beside a column comes after it."""
        if isinstance(ddl, (DropConstraint, DropIndex)):
            return Preceding((*self.ddls, ddl), (*self.drops, Drop(mark, ddl)))
        inline = ddl.constraints if isinstance(ddl, AddColumn) else ()
        return Preceding((*self.ddls, ddl, *inline), self.drops)

    def beside(self, ddl: Ddl) -> Preceding:
        """With this one alone, for what is written beside it."""
        return Preceding((*self.ddls, ddl), self.drops)

    def drops_of(self, schema: str, table: str) -> list[Drop]:
        """Of its constraints."""
        constraints = ((each, each.ddl) for each in self.drops if isinstance(each.ddl, DropConstraint))
        return [each for each, ddl in constraints if same_table(_place(ddl), (schema, table))]

    def drops_name(self, name: str) -> bool:
        """Whether one of them drops an index or a constraint of this name."""
        return any(each.name == name for each in self.drops)

    def changes_rows(self, schema: str, table: str) -> int:
        """The line of the last that may change rows of the table, so that what its data say now is no verdict; 0 where
        none does."""
        place = (schema, table)
        changing = (
            each.source.line
            for each in reversed(self.ddls)
            if isinstance(each, Other) and any(_may_be(named, place) for named in deeds(each.sql).changes)
        )
        return next(changing, 0)

    def not_null(self, schema: str, table: str, column: str) -> bool:
        """Whether one of them makes the column NOT NULL."""
        place = (schema, table)
        return (
            any(each.column == column and same_table(_place(each), place) for each in self._of(SetNotNull))
            or any(column in each.columns and same_table(_place(each), place) for each in self._of(AddPrimaryKey))
            or any(
                each.not_null and each.column == column and same_table(_place(each), place)
                for each in self._of(AddColumn)
            )
            or any(name == column and same_table(named, place) for done in self._deeds() for named, name in done.fills)
        )

    def proves(self, schema: str, table: str, column: str) -> bool:
        """Whether a CHECK that one of them adds and validates, and none drops, says that the column is not null."""
        proofs: set[str] = set()
        waiting: set[str] = set()
        for each in self.ddls:
            if isinstance(each, AddCheck) and column in each.not_null and same_table(_place(each), (schema, table)):
                (proofs if each.validates else waiting).add(each.name)
            elif isinstance(each, DropConstraint) and same_table(_place(each), (schema, table)):
                proofs.discard(each.name)
            elif isinstance(each, Other):
                proofs |= waiting & set(deeds(each.sql).validates)
        return bool(proofs)

    @property
    def makes_functions(self) -> bool:
        """What a function of the migration itself is to a default is not known before."""
        return any(self.functions)

    @property
    def functions(self) -> Iterator[str]:
        """The statements that make functions and procedures."""
        return (each.sql for each in self._of(Other) if deeds(each.sql).makes_function)

    def names(self, name: str) -> bool:
        """Whether one of them makes an index or a constraint of this name, and none after it drops it."""
        for each in reversed(self.ddls):
            if isinstance(each, (DropConstraint, DropIndex)) and each.name == name:
                return False
            if name in _names(each):
                return True
        return False

    def namesakes(self, ddl: Named) -> Iterator[Named]:
        """Those to which PostgreSQL gives the same name, as far as it is free."""
        for each in self._of(type(ddl)):
            if (each.name, each.columns) == ("", ddl.columns) and same_table(_place(each), _place(ddl)):
                yield each

    def _of(self, kind: type[D]) -> Iterator[D]:
        return (each for each in self.ddls if isinstance(each, kind))

    def _deeds(self) -> Iterator[Deeds]:
        return (deeds(each.sql) for each in self._of(Other))


NOTHING = Preceding()


@runtime_checkable
class Follower(Step[Any], Protocol):
    """A step that looks at what precedes it."""

    if TYPE_CHECKING:  # what `replace` asks for: opskit.value
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def preceding(self) -> Preceding: ...


def same_table(left: tuple[str, str], right: tuple[str, str]) -> bool:
    """(schema, table), where no schema fits any."""
    return left[1] == right[1] and (not left[0] or not right[0] or left[0] == right[0])


def _may_be(named: tuple[str, str], place: tuple[str, str]) -> bool:
    return named == ANY or same_table(named, place)


def _place(ddl: AddCheck | AddColumn | AddForeignKey | AddPrimaryKey | DropConstraint | SetNotNull) -> tuple[str, str]:
    return ddl.schema, ddl.table


def _names(ddl: Ddl) -> Iterator[str]:
    if isinstance(ddl, (AddCheck, AddForeignKey)):
        yield ddl.name or chosen(ddl.table, ddl.columns, ddl.label)
    elif isinstance(ddl, (AddPrimaryKey, AddUnique, CreateIndex)):
        yield ddl.name
