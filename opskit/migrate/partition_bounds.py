"""Whether CHECKs prove that all rows of a table lie within a partition's bound, or none of them: then PostgreSQL does
not read them (ConstraintImpliedByRelConstraint). What this cannot prove is taken to be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.migrate.bound_condition import said_by_opskit
from opskit.migrate.checks import expression
from opskit.migrate.conditions import (
    IS_NOT_NULL,
    IS_NULL,
    Condition,
    Every,
    Some,
    Test,
    compared,
    condition,
    constant,
)
from opskit.migrate.world import Relation


def within(relation: Relation, parent: Relation, bound: Any) -> bool:
    """Whether every row certainly belongs to the partition."""
    wanted = _required(parent, bound)
    return said_by_opskit(relation) or (wanted is not None and all(_proved(relation, each) for each in wanted))


def outside(relation: Relation, parent: Relation, bound: Any) -> bool:
    """Whether no row does: the question to a default partition."""
    wanted = _required(parent, bound)
    return said_by_opskit(relation) or (
        wanted is not None and any(_implies(each, _denied(wanted)) for each in _known(relation))
    )


def _required(parent: Relation, bound: Any) -> list[Condition] | None:
    """What the bound asks of a row; None where that is more than comparisons of one column."""
    if len(parent.partition_key) != 1 or not parent.partition_key[0] or bound.is_default:
        return None
    column = parent.partition_key[0]
    if bound.strategy == "r":
        lower, upper = (_limit(each[0]) for each in (bound.lowerdatums, bound.upperdatums))
        if lower is None or upper is None:
            return None
        tests = [Test(column, operator, limit) for operator, limit in ((">=", lower), ("<", upper)) if limit]
        return [Test(column, IS_NOT_NULL), *tests]
    return _listed(column, list(bound.listdatums)) if bound.strategy == "l" else None


def _limit(node: Any) -> str | None:
    """Empty for MINVALUE and MAXVALUE."""
    return "" if node.HasField("column_ref") else constant(node)


def _listed(column: str, values: list[Any]) -> list[Condition] | None:
    with_null = any(each.a_const.isnull for each in values)
    texts = [constant(each) for each in values if not each.a_const.isnull]
    if None in texts:
        return None
    one_of: tuple[Condition, ...] = tuple(Test(column, "=", text) for text in texts if text is not None)
    if with_null:
        return [Some((Test(column, IS_NULL), *one_of))]
    return [Test(column, IS_NOT_NULL), Some(one_of)]


def _denied(wanted: list[Condition]) -> Condition:
    return Some(tuple(_opposite(each) for each in wanted))


def _opposite(given: Condition) -> Condition:
    if isinstance(given, Every):
        return Some(tuple(_opposite(each) for each in given.parts))
    if isinstance(given, Some):
        return Every(tuple(_opposite(each) for each in given.parts))
    opposites = {IS_NULL: IS_NOT_NULL, IS_NOT_NULL: IS_NULL, ">=": "<", "<": ">=", "=": "<>"}
    return Test(given.column, opposites[given.operator], given.value)


def _known(relation: Relation) -> Iterator[Condition]:
    for each in relation.constraints.values():
        if each.kind == "c" and each.validated and each.enforced and each.expression:
            yield condition(expression(each.expression))


def _proved(relation: Relation, wanted: Condition) -> bool:
    """A CHECK is also passed by NULL, so that of all tests only IS NOT NULL shows there is none."""
    if isinstance(wanted, Test) and wanted.operator == IS_NOT_NULL:
        has = relation.columns.get(wanted.column)
        if has is not None and has.not_null:
            return True
    return any(_implies(each, wanted) for each in _known(relation))


def _implies(given: Condition, wanted: Condition) -> bool:
    """Whether what is given leaves no room for the wanted to be false."""
    if isinstance(wanted, Every):
        return all(_implies(given, each) for each in wanted.parts)
    if isinstance(given, Some):
        return all(_implies(each, wanted) for each in given.parts)
    if isinstance(wanted, Some):
        return any(_implies(given, each) for each in wanted.parts)
    if isinstance(given, Every):
        return any(_implies(each, wanted) for each in given.parts)
    return _test_implies(given, wanted)


def _test_implies(given: Test, wanted: Test) -> bool:
    if given == wanted:
        return True
    if given.column != wanted.column or not (given.value and wanted.value):
        return False
    order = compared(given.value, wanted.value)
    if order is None:
        return False
    if wanted.operator == ">=":
        return given.operator in (">=", ">", "=") and order >= 0
    if wanted.operator == "<":
        return (given.operator == "<" and order <= 0) or (given.operator in ("<=", "=") and order < 0)
    if wanted.operator == "<>":
        return given.operator == "=" and order != 0
    return given.operator == "=" == wanted.operator and order == 0
