"""What the CHECKs of a table prove, read as PostgreSQL's own prover would: an AND proves each of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import parse
from opskit.migrate.world import Relation


def proves_not_null(relation: Relation, column: str) -> bool:
    """Whether a valid CHECK says that the column IS NOT NULL (ConstraintImpliedByRelConstraint)."""
    return any(_tested_for_null(part) == column for part in proved(relation))


def proved(relation: Relation) -> Iterator[Any]:
    """The conditions that hold for every row: the parts of each valid CHECK."""
    for each in relation.constraints.values():
        if each.kind == "c" and each.validated and each.enforced and each.expression:
            yield from conjuncts(expression(each.expression))


@lru_cache(maxsize=1024)
def expression(text: str) -> Any:
    """The parse tree of an expression as the catalog prints it."""
    return parse("select " + text)[0].node.target_list[0].res_target.val


def conjuncts(node: Any) -> Iterator[Any]:
    yield from _parts(node, "AND_EXPR")


def disjuncts(node: Any) -> Iterator[Any]:
    yield from _parts(node, "OR_EXPR")


def _parts(node: Any, boolean: str) -> Iterator[Any]:
    if node.HasField("bool_expr") and enum_word(node.bool_expr, "boolop") == boolean:
        for each in node.bool_expr.args:
            yield from _parts(each, boolean)
    else:
        yield node


def column_named(node: Any) -> str:
    """The column an expression consists of, whatever it is cast to; empty for anything else."""
    inner = node.type_cast.arg if node.HasField("type_cast") else node
    return str(inner.column_ref.fields[-1].string.sval) if inner.HasField("column_ref") else ""


def _tested_for_null(node: Any) -> str:
    wanted = node.HasField("null_test") and enum_word(node.null_test, "nulltesttype") == "IS_NOT_NULL"
    return column_named(node.null_test.arg) if wanted else ""


def is_not_null(relation: Relation, column: str) -> bool:
    """Because the column is, or because a valid CHECK says so."""
    has = relation.columns.get(column)
    return bool(has and has.not_null) or proves_not_null(relation, column)
