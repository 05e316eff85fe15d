"""Constraints as the statements of a migration write them: beside a column, in a new table, or added to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.migrate.flow import Site
from opskit.migrate.naming import chosen
from opskit.migrate.nodes import clauses, enum_word
from opskit.migrate.query_tree import column_names
from opskit.value import Value

# What PostgreSQL puts behind the columns of a constraint without a name (callers of ChooseConstraintName).
_SUFFIX = {
    "CONSTR_CHECK": "check",
    "CONSTR_FOREIGN": "fkey",
    "CONSTR_NOTNULL": "not_null",
    "CONSTR_PRIMARY": "pkey",
    "CONSTR_UNIQUE": "key",
    "CONSTR_EXCLUSION": "excl",
}
# The kinds of site that may make a foreign key.
MAKERS = frozenset({"create_stmt", "at_add_constraint", "at_add_column"})


class ForeignKey(Value):
    """`relation` is the table that has it, `parent` the one it points to; `node` the constraint as parsed."""

    relation: str
    parent: str
    columns: tuple[str, ...]
    referenced: tuple[str, ...]
    node: Any

    @property
    def words(self) -> str:
        return str(self.node.conname) or f"({', '.join(self.columns)})"


def added(site: Site, *kinds: str) -> Any | None:
    """The constraint that ADD CONSTRAINT adds, where it is one of the kinds (CONSTR_CHECK); None at any other site."""
    if site.kind != "at_add_constraint":
        return None
    constraint = getattr(site.node, "def").constraint
    return constraint if enum_word(constraint, "contype") in kinds else None


def beside(site: Site, *kinds: str) -> Any | None:
    """The first constraint of one of the kinds that ADD COLUMN writes beside its column and that is enforced."""
    written = clauses(getattr(site.node, "def").column_def)
    if "CONSTR_ATTR_NOT_ENFORCED" in written:
        return None
    return next((written[kind] for kind in kinds if kind in written), None)


def added_column(site: Site) -> str:
    return str(getattr(site.node, "def").column_def.colname)


def added_apart(site: Site) -> bool:
    """Whether opskit adds the column and what stands beside it in steps of their own (see forms/add_column)."""
    return "CONSTR_GENERATED" not in clauses(getattr(site.node, "def").column_def)


def builds_its_index(constraint: Any) -> bool:
    return not constraint.indexname


def columns_of(constraint: Any) -> tuple[str, ...]:
    """The columns of a UNIQUE, PRIMARY KEY or FOREIGN KEY."""
    return tuple(key.string.sval for key in constraint.fk_attrs or constraint.keys)


def words_for(constraint: Any) -> str:
    """Its name, or where it has none its columns."""
    columns = ", ".join(columns_of(constraint))
    return str(constraint.conname) or (f"on ({columns})" if columns else "without a name")


def name_of(table: str, constraint: Any) -> str:
    """Its name, or the one PostgreSQL chooses where nothing has that name yet. The columns of a CHECK are those that
    it names, and count only when it is one."""
    kind = enum_word(constraint, "contype")
    columns = dict.fromkeys(column_names(constraint.raw_expr)) if kind == "CONSTR_CHECK" else columns_of(constraint)
    middle = list(columns) if kind != "CONSTR_CHECK" or len(columns) == 1 else []
    middle = [] if kind == "CONSTR_PRIMARY" else middle
    return str(constraint.conname) or chosen(table, middle, _SUFFIX.get(kind, ""))


def foreign_keys(site: Site) -> Iterator[ForeignKey]:
    """Those that this site makes, in a new table too."""
    if site.kind not in MAKERS:
        return
    if constraint := added(site, "CONSTR_FOREIGN"):
        yield _foreign_key(site, columns_of(constraint), constraint)
    elif site.kind == "at_add_column":
        yield from _beside(site, getattr(site.node, "def").column_def)
    elif site.kind == "create_stmt":
        for element in site.node.table_elts:
            if element.WhichOneof("node") == "column_def":
                yield from _beside(site, element.column_def)
            elif enum_word(element.constraint, "contype") == "CONSTR_FOREIGN":
                yield _foreign_key(site, columns_of(element.constraint), element.constraint)


def _beside(site: Site, column: Any) -> Iterator[ForeignKey]:
    constraint = clauses(column).get("CONSTR_FOREIGN")
    if constraint is not None:
        yield _foreign_key(site, (column.colname,), constraint)


def _foreign_key(site: Site, columns: tuple[str, ...], constraint: Any) -> ForeignKey:
    parent = site.world.key(constraint.pktable.schemaname, constraint.pktable.relname)
    referenced = tuple(key.string.sval for key in constraint.pk_attrs)
    return ForeignKey(site.relation, parent, columns, referenced, constraint)


def only_not_null(expression: Any) -> bool:
    """Whether an expression is column IS NOT NULL and no more."""
    test = expression.null_test
    return enum_word(test, "nulltesttype") == "IS_NOT_NULL" and test.arg.HasField("column_ref")
